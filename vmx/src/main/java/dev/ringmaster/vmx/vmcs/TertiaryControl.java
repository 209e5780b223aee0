package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of the tertiary processor-based VM-execution controls. The newest features, in force
 * only if {@link PrimaryControl#ACTIVATE_TERTIARY_CONTROLS} is 1; the word has 64 bits.
 *
 * @sdm Vol. 3C, Processor-Based VM-Execution Controls
 */
public enum TertiaryControl implements Flag {
    /** LOADIWKEY exits. */
    LOADIWKEY_EXITING(0, "LOADIWKEY exiting"),
    /** Hypervisor-managed linear-address translation is used. */
    ENABLE_HLAT(1, "Enable HLAT"),
    /** EPT bit 58 lets paging writes through pages that are otherwise read-only. */
    EPT_PAGING_WRITE_CONTROL(2, "EPT paging-write control"),
    /** EPT bit 57 requires paging structures used to lie in paging-write pages. */
    GUEST_PAGING_VERIFICATION(3, "Guest-paging verification"),
    /** Guest ICR/X2APIC writes send IPIs via the PID-pointer table. */
    IPI_VIRTUALIZATION(4, "IPI virtualization"),
    /** Affects EPT/shared EPT bit position in SEAM. */
    SEAM_GUEST_PHYSICAL_ADDRESS_WIDTH(5, "SEAM guest-physical address width"),
    /** RDMSRLIST/WRMSRLIST allowed; else #UD. */
    ENABLE_MSR_LIST_INSTRUCTIONS(6, "Enable MSR-list instructions"),
    /** Guest accesses to IA32_SPEC_CTRL use mask and shadow. */
    VIRTUALIZE_IA32_SPEC_CTRL(7, "Virtualize IA32_SPEC_CTRL"),
    /** Guest writes to IA32_TSC_DEADLINE arm a guest timer that posts the virtual timer vector. */
    APIC_TIMER_VIRTUALIZATION(8, "APIC-timer virtualization"),
    /** PBNDKB allowed; else #UD. */
    ENABLE_PBNDKB(9, "Enable PBNDKB"),
    /** Architectural PEBS buffer addresses are guest-physical. */
    PEBS_USES_GUEST_PHYSICAL_ADDRESSES(12, "PEBS uses guest physical addresses");

    private final int bit;
    private final String title;

    TertiaryControl(int bit, String title) {
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
