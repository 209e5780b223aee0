package dev.ringmaster.svm.capability;

import static dev.ringmaster.cpu.arch.Cr4.*;
import static dev.ringmaster.cpu.arch.Efer.*;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Flag;

import java.util.EnumSet;
import java.util.Set;

/**
 * AMD processors that exist, with what their SVM can do: what CPUID returns on one member of the
 * family, as published listings print it. The bits of CR4 and EFER that may be 1 are those whose
 * feature CPUID shows; bits 7:1 of EFER read as 0 instead of being checked.
 *
 * @apm Vol. 3, Obtaining Processor Information Via the CPUID Instruction
 */
public enum AmdProcessor {
    /** Family 17H, model 71H: neither process-context identifiers nor protection keys. */
    ZEN2("amd-zen2", "Ryzen 9 PRO 3900", 0x0013bcff, Set.of(), Set.of(LMSLE, MCOMMIT)),
    /** Family 19H, model 21H: process-context identifiers, protection keys, shadow stacks. */
    ZEN3("amd-zen3", "Ryzen 7 5800X", 0x101bbcff, Set.of(PCIDE, PKE, CET), Set.of());

    private static final int PHYSICAL_BITS = 48;
    private static final int LINEAR_BITS = 48;
    private static final int REVISION = 1;
    private static final int ASIDS = 0x8000;

    private final String profile;
    private final String member;
    private final SvmCapabilities capabilities;

    AmdProcessor(String profile, String member, int features, Set<Cr4> cr4, Set<Efer> efer) {
        this.profile = profile;
        this.member = member;
        this.capabilities = capabilities(features, mask(common4(), cr4), mask(common(), efer));
    }

    /** The name of its family on the command line, for example {@code amd-zen3}. */
    public String profile() {
        return profile;
    }

    /** The member of the family that CPUID describes, for example {@code Ryzen 7 5800X}. */
    public String member() {
        return member;
    }

    /** What its SVM can do. */
    public SvmCapabilities capabilities() {
        return capabilities;
    }

    /** Both generations encrypt memory and state of guests, but not their nested paging. */
    private static SvmCapabilities capabilities(int features, long cr4, long efer) {
        return SvmCapabilities.permissive()
                .withFeatures(
                        EnumSet.of(
                                SvmFeature.SVM,
                                SvmFeature.SKINIT,
                                SvmFeature.SEV,
                                SvmFeature.SEV_ES))
                .withSvmLeaf(REVISION, ASIDS, features)
                .withAddressBits(PHYSICAL_BITS, LINEAR_BITS)
                .withControlBits(cr4, efer | 0xfe);
    }

    private static Set<Cr4> common4() {
        return EnumSet.of(
                VME,
                PVI,
                TSD,
                DE,
                PSE,
                PAE,
                MCE,
                PGE,
                PCE,
                OSFXSR,
                OSXMMEXCPT,
                UMIP,
                FSGSBASE,
                OSXSAVE,
                SMEP,
                SMAP);
    }

    private static Set<Efer> common() {
        return EnumSet.of(SCE, LME, LMA, NXE, SVME, FFXSR, TCE, INTWB);
    }

    private static long mask(Set<? extends Flag> common, Set<? extends Flag> own) {
        long bits = 0;
        for (Flag each : common) {
            bits |= each.mask();
        }
        for (Flag each : own) {
            bits |= each.mask();
        }
        return bits;
    }
}
