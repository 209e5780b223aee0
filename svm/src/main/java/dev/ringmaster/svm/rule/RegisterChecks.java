package dev.ringmaster.svm.rule;

import static dev.ringmaster.svm.rule.ContextField.U_CET;
import static dev.ringmaster.svm.rule.Joint.both;
import static dev.ringmaster.svm.rule.Joint.either;
import static dev.ringmaster.svm.vmcb.VmcbField.CR0;
import static dev.ringmaster.svm.vmcb.VmcbField.CR3;
import static dev.ringmaster.svm.vmcb.VmcbField.CR4;
import static dev.ringmaster.svm.vmcb.VmcbField.CS_ATTRIB;
import static dev.ringmaster.svm.vmcb.VmcbField.DR6;
import static dev.ringmaster.svm.vmcb.VmcbField.DR7;
import static dev.ringmaster.svm.vmcb.VmcbField.EFER;
import static dev.ringmaster.svm.vmcb.VmcbField.NESTED_CONTROL;
import static dev.ringmaster.svm.vmcb.VmcbField.RFLAGS;
import static dev.ringmaster.svm.vmcb.VmcbField.S_CET;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.SegmentAttributes;

/**
 * What VMRUN checks of the registers of the guest. @apm Vol. 2, Canonicalization and Consistency
 * Checks
 */
final class RegisterChecks {
    /**
     * SH_STK_EN and WR_SHSTK_EN, the bits of S_CET and U_CET that exist. @apm Vol. 2, Shadow Stacks
     */
    static final long CET_BITS = 3;

    /** The upper half of a register. */
    static final long UPPER = 0xffff_ffff_0000_0000L;

    private static final int CODE_64_AND_32 = SegmentAttributes.L | SegmentAttributes.DB;

    private RegisterChecks() {}

    static boolean svmEnabled(VmrunState state) {
        return Efer.SVME.in(state.get(EFER));
    }

    static boolean cachingLegal(VmrunState state) {
        return cachingLegal(state.get(CR0));
    }

    static boolean cachingLegal(long cr0) {
        return Cr0.CD.in(cr0) || !Cr0.NW.in(cr0);
    }

    static boolean cr0UpperZero(VmrunState state) {
        return state.get(CR0) >>> 32 == 0;
    }

    /**
     * The list of checks tells no modes apart, and the one format of CR3 that has upper bits at all
     * is that of long mode: bits 63:52 must be zero, and so must those of an address that the
     * processor cannot put out. Legacy PAE mode, of which the same is true, has its own row. The
     * lower bits that the formats call reserved without "must be zero" are free. Bit 63 is no
     * exception with CR4.PCIDE: it is a command to MOV, which CR3 does not keep.
     *
     * @apm Vol. 2, CR3 Register (Legacy-Mode Page Translation); CR3 (Long-Mode Page Translation)
     */
    static boolean cr3FitsOutsideLegacyPae(VmrunState state) {
        return either(state, RegisterChecks::cr3Fits, RegisterChecks::legacyPae);
    }

    static boolean cr3FitsInLegacyPae(VmrunState state) {
        return either(state, RegisterChecks::cr3Fits, RegisterChecks::notLegacyPae);
    }

    private static boolean cr3Fits(VmrunState state) {
        return Physical.fits(state, state.get(CR3));
    }

    static boolean cr4Legal(VmrunState state) {
        return (state.get(CR4) & ~state.capabilities().cr4Bits()) == 0;
    }

    static boolean dr6UpperZero(VmrunState state) {
        return state.get(DR6) >>> 32 == 0;
    }

    static boolean dr7UpperZero(VmrunState state) {
        return state.get(DR7) >>> 32 == 0;
    }

    static boolean eferLegal(VmrunState state) {
        return (state.get(EFER) & ~eferBits(state)) == 0;
    }

    /** The legal bits of EFER; those of long mode have a rule of their own. */
    static long eferBits(VmrunState state) {
        return Efer.LMA.set(Efer.LME.set(state.capabilities().eferBits()));
    }

    static boolean longModeExists(VmrunState state) {
        return state.capabilities().longMode() || longModeOff(state.get(EFER));
    }

    static boolean longModeOff(long efer) {
        return !Efer.LME.in(efer) && !Efer.LMA.in(efer);
    }

    static boolean longModeHasPae(VmrunState state) {
        return either(state, RegisterChecks::notLongMode, RegisterChecks::pae);
    }

    static boolean longModeIsProtected(VmrunState state) {
        return either(state, RegisterChecks::notLongMode, s -> Cr0.PE.in(s.get(CR0)));
    }

    static boolean codeSizeLegal(VmrunState state) {
        return either(
                state,
                s -> (s.get(CS_ATTRIB) & CODE_64_AND_32) != CODE_64_AND_32,
                s -> either(s, RegisterChecks::notLongMode, RegisterChecks::notPae));
    }

    static boolean supervisorCetLegal(VmrunState state) {
        return !state.capabilities().shadowStacks() || (state.get(S_CET) & ~CET_BITS) == 0;
    }

    static boolean cetIsWriteProtected(VmrunState state) {
        return either(state, RegisterChecks::noShadowStacks, s -> Cr0.WP.in(s.get(CR0)));
    }

    static boolean noShadowStackInVirtual8086(VmrunState state) {
        return either(
                state,
                RegisterChecks::noShadowStacks,
                s -> either(s, RegisterChecks::notVirtual8086, u -> (u.get(U_CET) & 1) == 0));
    }

    private static boolean noShadowStacks(VmrunState state) {
        return !Cr4.CET.in(state.get(CR4));
    }

    private static boolean notVirtual8086(VmrunState state) {
        return !Rflags.VM.in(state.get(RFLAGS));
    }

    /**
     * Whether the four PDPEs are legal, or are not loaded by VMRUN. Memory is looked at only if
     * they are known to be loaded. @apm Vol. 2, Canonicalization and Consistency Checks
     */
    static boolean pdpesLegal(VmrunState state) {
        return either(state, RegisterChecks::nested, RegisterChecks::notLegacyPae)
                || allPdpesLegal(state);
    }

    private static boolean nested(VmrunState state) {
        return NestedControl.NP_ENABLE.in(state.get(NESTED_CONTROL));
    }

    private static boolean allPdpesLegal(VmrunState state) {
        return Joint.all(
                state, 4, (s, i) -> Physical.legalPdpe(s, s.get(ContextField.guestPdpe(i))));
    }

    /** Whether the guest is in long mode: LMA is taken as LME and PG. */
    static boolean longMode(VmrunState state) {
        return both(state, RegisterChecks::paging, s -> Efer.LME.in(s.get(EFER)));
    }

    private static boolean notLongMode(VmrunState state) {
        return !longMode(state);
    }

    /** Whether the guest runs 64-bit code. */
    static boolean code64(VmrunState state) {
        return both(
                state,
                RegisterChecks::longMode,
                s -> (s.get(CS_ATTRIB) & SegmentAttributes.L) != 0);
    }

    private static boolean legacyPae(VmrunState state) {
        return both(
                state,
                RegisterChecks::paging,
                s -> both(s, RegisterChecks::pae, l -> !Efer.LME.in(l.get(EFER))));
    }

    private static boolean notLegacyPae(VmrunState state) {
        return !legacyPae(state);
    }

    private static boolean paging(VmrunState state) {
        return Cr0.PG.in(state.get(CR0));
    }

    private static boolean pae(VmrunState state) {
        return Cr4.PAE.in(state.get(CR4));
    }

    private static boolean notPae(VmrunState state) {
        return !pae(state);
    }
}
