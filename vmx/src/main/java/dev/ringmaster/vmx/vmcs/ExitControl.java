package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of the primary VM-exit controls. What a VM exit saves and loads.
 *
 * @sdm Vol. 3C, VM-Exit Controls
 */
public enum ExitControl implements Flag {
    /** Save DR7 and IA32_DEBUGCTL. */
    SAVE_DEBUG_CONTROLS(2, "Save debug controls"),
    /** Host runs in 64-bit mode after the exit (CS.L, EFER.LME/LMA). */
    HOST_ADDRESS_SPACE_SIZE(9, "Host address-space size"),
    /** Load host value. */
    LOAD_IA32_PERF_GLOBAL_CTRL(12, "Load IA32_PERF_GLOBAL_CTRL"),
    /** Interrupt controller is acknowledged and vector recorded. */
    ACKNOWLEDGE_INTERRUPT_ON_EXIT(15, "Acknowledge interrupt on exit"),
    /** Save guest PAT. */
    SAVE_IA32_PAT(18, "Save IA32_PAT"),
    /** Load host PAT. */
    LOAD_IA32_PAT(19, "Load IA32_PAT"),
    /** Save guest EFER. */
    SAVE_IA32_EFER(20, "Save IA32_EFER"),
    /** Load host EFER. */
    LOAD_IA32_EFER(21, "Load IA32_EFER"),
    /** Save remaining count. */
    SAVE_VMX_PREEMPTION_TIMER_VALUE(22, "Save VMX-preemption timer value"),
    /** MSR cleared. */
    CLEAR_IA32_BNDCFGS(23, "Clear IA32_BNDCFGS"),
    /** Exit produces no PIP/VMCS packet. */
    CONCEAL_VMX_FROM_PT(24, "Conceal VMX from PT"),
    /** MSR cleared on exit. */
    CLEAR_IA32_RTIT_CTL(25, "Clear IA32_RTIT_CTL"),
    /** MSR cleared on exit. */
    CLEAR_IA32_LBR_CTL(26, "Clear IA32_LBR_CTL"),
    /** UINV cleared (saved to guest UINV first). */
    CLEAR_UINV(27, "Clear UINV"),
    /** Load host S_CET, SSP, INTERRUPT_SSP_TABLE. */
    LOAD_CET_STATE(28, "Load CET state"),
    /** Load host IA32_PKRS. */
    LOAD_PKRS(29, "Load PKRS"),
    /** Save guest value. */
    SAVE_IA32_PERF_GLOBAL_CTRL(30, "Save IA32_PERF_GLOBAL_CTRL"),
    /** Secondary VM-exit controls take effect. */
    ACTIVATE_SECONDARY_CONTROLS(31, "Activate secondary controls");

    /** The reserved bits that must be 1 wherever the capability MSRs do not say otherwise. */
    public static final long RESERVED_ONE = 0x36dfbL;

    /** The default1 class: bits that old software leaves 1, reserved or not. */
    public static final long DEFAULT1 = 0x36dffL;

    private final int bit;
    private final String title;

    ExitControl(int bit, String title) {
        this.bit = bit;
        this.title = title;
    }

    @Override
    public int bit() {
        return bit;
    }

    /** The name as the manual prints it. */
    public String title() {
        return title;
    }
}
