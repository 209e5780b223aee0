package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of the pin-based VM-execution controls. Which asynchronous events leave the guest.
 *
 * @sdm Vol. 3C, Pin-Based VM-Execution Controls
 */
public enum PinControl implements Flag {
    /**
     * External interrupts cause VM exits and RFLAGS.IF no longer blocks them; otherwise delivered
     * through the guest IDT.
     */
    EXTERNAL_INTERRUPT_EXITING(0, "External-interrupt exiting"),
    /** NMIs cause VM exits; IRET does not unblock NMIs. */
    NMI_EXITING(3, "NMI exiting"),
    /**
     * NMIs are never blocked by guest; NMI-blocking bit becomes virtual-NMI blocking; enables
     * NMI-window exiting.
     */
    VIRTUAL_NMIS(5, "Virtual NMIs"),
    /** Counts down in non-root operation and exits at zero. */
    ACTIVATE_VMX_PREEMPTION_TIMER(6, "Activate VMX-preemption timer"),
    /**
     * Interrupts with the notification vector are processed via the posted-interrupt descriptor
     * without an exit.
     */
    PROCESS_POSTED_INTERRUPTS(7, "Process posted interrupts");

    /** The reserved bits that must be 1 wherever the capability MSRs do not say otherwise. */
    public static final long RESERVED_ONE = 0x16L;

    /** The default1 class: bits that old software leaves 1, reserved or not. */
    public static final long DEFAULT1 = 0x16L;

    private final int bit;
    private final String title;

    PinControl(int bit, String title) {
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
