package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of the VM-entry controls. What a VM entry loads and into which mode it leads.
 *
 * @sdm Vol. 3C, VM-Entry Controls
 */
public enum EntryControl implements Flag {
    /** Load DR7 and IA32_DEBUGCTL. */
    LOAD_DEBUG_CONTROLS(2, "Load debug controls"),
    /** Guest is in IA-32e mode after entry. */
    IA_32E_MODE_GUEST(9, "IA-32e mode guest"),
    /** Logical processor is in SMM after entry. */
    ENTRY_TO_SMM(10, "Entry to SMM"),
    /** Default SMM treatment in effect after entry. */
    DEACTIVATE_DUAL_MONITOR_TREATMENT(11, "Deactivate dual-monitor treatment"),
    /** Load guest value. */
    LOAD_IA32_PERF_GLOBAL_CTRL(13, "Load IA32_PERF_GLOBAL_CTRL"),
    /** Load guest PAT. */
    LOAD_IA32_PAT(14, "Load IA32_PAT"),
    /** Load guest EFER. */
    LOAD_IA32_EFER(15, "Load IA32_EFER"),
    /** Load guest BNDCFGS. */
    LOAD_IA32_BNDCFGS(16, "Load IA32_BNDCFGS"),
    /** Entry produces no PIP/VMCS packet. */
    CONCEAL_VMX_FROM_PT(17, "Conceal VMX from PT"),
    /** Load guest RTIT_CTL. */
    LOAD_IA32_RTIT_CTL(18, "Load IA32_RTIT_CTL"),
    /** Load guest UINV. */
    LOAD_UINV(19, "Load UINV"),
    /** Load guest S_CET, SSP, INTERRUPT_SSP_TABLE. */
    LOAD_CET_STATE(20, "Load CET state"),
    /** Load guest LBR_CTL. */
    LOAD_GUEST_IA32_LBR_CTL(21, "Load guest IA32_LBR_CTL"),
    /** Load guest IA32_PKRS. */
    LOAD_PKRS(22, "Load PKRS"),
    /** Load guest FRED MSRs. */
    LOAD_IA32_FRED_MSRS(23, "Load IA32_FRED MSRs"),
    /** Load guest IA32_SPEC_CTRL. */
    LOAD_IA32_SPEC_CTRL(24, "Load IA32_SPEC_CTRL"),
    /** Telemetry not suppressed in SEAM guests. */
    ALLOW_SEAM_GUEST_TELEMETRY(25, "Allow SEAM-guest telemetry");

    /** The reserved bits that must be 1 wherever the capability MSRs do not say otherwise. */
    public static final long RESERVED_ONE = 0x11fbL;

    /** The default1 class: bits that old software leaves 1, reserved or not. */
    public static final long DEFAULT1 = 0x11ffL;

    private final int bit;
    private final String title;

    EntryControl(int bit, String title) {
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
