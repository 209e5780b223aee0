package dev.ringmaster.vmx.capability;

/**
 * Registers with reserved bits that differ between processors and that VM entry checks. The mask of
 * each constant is the widest that the manual knows.
 *
 * @sdm Vol. 4, Model-Specific Registers
 */
public enum GuardedRegister {
    /** IA32_EFER: SCE, LME, LMA, NXE. */
    EFER(0xd01L),
    /** IA32_DEBUGCTL: LBR, BTF, BLD, TR to FREEZE_WHILE_SMM, RTM. */
    DEBUGCTL(0xffc7L),
    /** IA32_PERF_GLOBAL_CTRL: general counters 31:0, fixed counters 47:32, performance metrics. */
    PERF_GLOBAL_CTRL(0x1_ffff_ffff_ffffL),
    /** IA32_SPEC_CTRL. */
    SPEC_CTRL(0x5ffL),
    /** IA32_RTIT_CTL. */
    RTIT_CTL(0x0180_ffff_8f7b_ffffL),
    /** IA32_LBR_CTL: enables and filters. */
    LBR_CTL(0x7f_000fL),
    /** IA32_S_CET: enables, SUPPRESS, TRACKER, legacy bitmap base. */
    S_CET(0xffff_ffff_ffff_fc3fL);

    private final long widest;

    GuardedRegister(long widest) {
        this.widest = widest;
    }

    /** The bits that some processor lets software set. */
    public long widest() {
        return widest;
    }
}
