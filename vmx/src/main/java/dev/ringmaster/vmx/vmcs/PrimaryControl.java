package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of the primary processor-based VM-execution controls. Which instructions and events
 * leave the guest, first word.
 *
 * @sdm Vol. 3C, Processor-Based VM-Execution Controls
 */
public enum PrimaryControl implements Flag {
    /** Exit before an instruction when IF=1 and no STI/MOV-SS blocking. */
    INTERRUPT_WINDOW_EXITING(2, "Interrupt-window exiting"),
    /** RDTSC, RDTSCP, RDMSR(10H) add the TSC offset. */
    USE_TSC_OFFSETTING(3, "Use TSC offsetting"),
    /** HLT exits. */
    HLT_EXITING(7, "HLT exiting"),
    /** INVLPG exits (and INVPCID when enabled). */
    INVLPG_EXITING(9, "INVLPG exiting"),
    /** MWAIT exits. */
    MWAIT_EXITING(10, "MWAIT exiting"),
    /** RDPMC exits. */
    RDPMC_EXITING(11, "RDPMC exiting"),
    /** RDTSC, RDTSCP, TPAUSE, UMWAIT exit. */
    RDTSC_EXITING(12, "RDTSC exiting"),
    /**
     * MOV to CR3 exits unless the value is one of the CR3-target values (within CR3-target count).
     */
    CR3_LOAD_EXITING(15, "CR3-load exiting"),
    /** MOV from CR3 exits. */
    CR3_STORE_EXITING(16, "CR3-store exiting"),
    /** Tertiary execution controls take effect; otherwise treated as all 0. */
    ACTIVATE_TERTIARY_CONTROLS(17, "Activate tertiary controls"),
    /** MOV to CR8 exits. */
    CR8_LOAD_EXITING(19, "CR8-load exiting"),
    /** MOV from CR8 exits. */
    CR8_STORE_EXITING(20, "CR8-store exiting"),
    /** Enables TPR virtualisation through the virtual-APIC page for CR8 and APIC accesses. */
    USE_TPR_SHADOW(21, "Use TPR shadow"),
    /** Exit before an instruction when no virtual-NMI blocking. */
    NMI_WINDOW_EXITING(22, "NMI-window exiting"),
    /** MOV DR exits, even before CPL and DR4/5 faults. */
    MOV_DR_EXITING(23, "MOV-DR exiting"),
    /** IN,INS,OUT,OUTS exit; ignored if I/O bitmaps are used. */
    UNCONDITIONAL_IO_EXITING(24, "Unconditional I/O exiting"),
    /** Exit decided by the two 4-KByte bitmaps (and on port wrap). */
    USE_IO_BITMAPS(25, "Use I/O bitmaps"),
    /** Single-step VM exits at instruction boundaries. */
    MONITOR_TRAP_FLAG(27, "Monitor trap flag"),
    /** RDMSR/WRMSR exits decided by the 4-KByte bitmap; if 0 every access exits. */
    USE_MSR_BITMAPS(28, "Use MSR bitmaps"),
    /** MONITOR exits. */
    MONITOR_EXITING(29, "MONITOR exiting"),
    /** PAUSE exits (overrides PAUSE-loop exiting). */
    PAUSE_EXITING(30, "PAUSE exiting"),
    /** Secondary execution controls take effect; otherwise treated as all 0. */
    ACTIVATE_SECONDARY_CONTROLS(31, "Activate secondary controls");

    /** The reserved bits that must be 1 wherever the capability MSRs do not say otherwise. */
    public static final long RESERVED_ONE = 0x4006172L;

    /** The default1 class: bits that old software leaves 1, reserved or not. */
    public static final long DEFAULT1 = 0x401e172L;

    private final int bit;
    private final String title;

    PrimaryControl(int bit, String title) {
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
