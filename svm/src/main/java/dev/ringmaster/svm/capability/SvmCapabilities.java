package dev.ringmaster.svm.capability;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a processor's SVM can do, and the sizes that its consistency checks compare with.
 *
 * @param revision the SVM revision, CPUID Fn8000_000A EAX bits 7:0
 * @param asids the number of address-space identifiers, CPUID Fn8000_000A EBX; identifiers are 0 to
 *     one less
 * @param features the feature bits that are 1
 * @param maxPhysicalAddressBits the width of physical addresses (MAXPHYADDR), 32 to 52
 * @param linearAddressBits the width of linear addresses, 48 or 57
 * @param longMode whether there is long mode
 * @param cr4Bits the bits of CR4 that may be 1
 * @param eferBits the bits of EFER that may be 1
 * @apm Vol. 3, Obtaining Processor Information Via the CPUID Instruction
 */
public record SvmCapabilities(
        int revision,
        long asids,
        Set<SvmFeature> features,
        int maxPhysicalAddressBits,
        int linearAddressBits,
        boolean longMode,
        long cr4Bits,
        long eferBits) {

    /** The bits of CR4 that some AMD processor has. @apm Vol. 2, CR4 Register */
    public static final long CR4_BITS = cr4Of(EnumSet.complementOf(intelCr4()));

    /**
     * The bits of EFER that some AMD processor has, and bits 7:1, which read as 0 instead of being
     * checked.
     *
     * @apm Vol. 2, Extended Feature Enable Register (EFER)
     */
    public static final long EFER_BITS = eferOf(EnumSet.allOf(Efer.class)) | 0xfe;

    private static final SvmCapabilities PERMISSIVE =
            new SvmCapabilities(
                    1,
                    1L << 32,
                    EnumSet.allOf(SvmFeature.class),
                    52,
                    57,
                    true,
                    CR4_BITS,
                    EFER_BITS);

    private static final Set<SvmFeature> MODELLED_FEATURES =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            SvmFeature.SVM,
                            SvmFeature.NP,
                            SvmFeature.SVML,
                            SvmFeature.NRIPS,
                            SvmFeature.VMCB_CLEAN,
                            SvmFeature.FLUSH_BY_ASID,
                            SvmFeature.DECODE_ASSISTS,
                            SvmFeature.PAUSE_FILTER,
                            SvmFeature.PAUSE_FILTER_THRESHOLD));

    private static final SvmCapabilities MODELLED =
            new SvmCapabilities(1, 0x8000, MODELLED_FEATURES, 48, 48, true, CR4_BITS, EFER_BITS);

    /**
     * @throws IllegalArgumentException if an address width is out of its range
     */
    public SvmCapabilities {
        if (maxPhysicalAddressBits < 32 || maxPhysicalAddressBits > 52) {
            throw new IllegalArgumentException(
                    "MAXPHYADDR is 32 to 52, not " + maxPhysicalAddressBits);
        }
        if (linearAddressBits != 48 && linearAddressBits != 57) {
            throw new IllegalArgumentException(
                    "Linear addresses have 48 or 57 bits, not " + linearAddressBits);
        }
        EnumSet<SvmFeature> copy = EnumSet.noneOf(SvmFeature.class);
        copy.addAll(features);
        features = Collections.unmodifiableSet(copy);
    }

    /** The processor that allows most: what it rejects, every processor rejects. */
    public static SvmCapabilities permissive() {
        return PERMISSIVE;
    }

    /**
     * What the processor model does: exactly the features that it has. Address widths and legal
     * control bits are those of no processor in particular.
     */
    public static SvmCapabilities modelled() {
        return MODELLED;
    }

    /** Whether a feature is there. */
    public boolean has(SvmFeature feature) {
        return features.contains(feature);
    }

    /** Whether there are shadow stacks. */
    public boolean shadowStacks() {
        return Cr4.CET.in(cr4Bits);
    }

    /** The same processor with or without a feature. */
    public SvmCapabilities with(SvmFeature feature, boolean present) {
        EnumSet<SvmFeature> changed = EnumSet.noneOf(SvmFeature.class);
        changed.addAll(features);
        if (present) {
            changed.add(feature);
        } else {
            changed.remove(feature);
        }
        return withFeatures(changed);
    }

    /** The same processor with exactly these features. */
    public SvmCapabilities withFeatures(Set<SvmFeature> these) {
        return new SvmCapabilities(
                revision,
                asids,
                these,
                maxPhysicalAddressBits,
                linearAddressBits,
                longMode,
                cr4Bits,
                eferBits);
    }

    /** The same processor with other address widths. */
    public SvmCapabilities withAddressBits(int physical, int linear) {
        return new SvmCapabilities(
                revision, asids, features, physical, linear, longMode, cr4Bits, eferBits);
    }

    /**
     * The same processor with other legal bits of CR4 and EFER; without EFER.LME there is no long
     * mode.
     */
    public SvmCapabilities withControlBits(long cr4, long efer) {
        return new SvmCapabilities(
                revision,
                asids,
                features,
                maxPhysicalAddressBits,
                linearAddressBits,
                Efer.LME.in(efer),
                cr4,
                efer);
    }

    /**
     * The same processor with what CPUID Fn8000_000A returns; features of other functions stay.
     *
     * @param eax the revision in bits 7:0
     * @param ebx the number of address-space identifiers
     * @param edx the feature bits
     */
    public SvmCapabilities withSvmLeaf(int eax, int ebx, int edx) {
        EnumSet<SvmFeature> these = EnumSet.noneOf(SvmFeature.class);
        for (SvmFeature feature : SvmFeature.values()) {
            boolean here = feature.function() == SvmFeature.SVM_LEAF;
            if (here ? feature.in(edx) : has(feature)) {
                these.add(feature);
            }
        }
        return new SvmCapabilities(
                eax & 0xff,
                Integer.toUnsignedLong(ebx),
                these,
                maxPhysicalAddressBits,
                linearAddressBits,
                longMode,
                cr4Bits,
                eferBits);
    }

    private static EnumSet<Cr4> intelCr4() {
        return EnumSet.of(
                Cr4.VMXE, Cr4.SMXE, Cr4.KL, Cr4.PKS, Cr4.UINTR, Cr4.LASS, Cr4.LAM_SUP, Cr4.FRED);
    }

    private static long cr4Of(Set<Cr4> bits) {
        long mask = 0;
        for (Cr4 bit : bits) {
            mask |= bit.mask();
        }
        return mask;
    }

    private static long eferOf(Set<Efer> bits) {
        long mask = 0;
        for (Efer bit : bits) {
            mask |= bit.mask();
        }
        return mask;
    }
}
