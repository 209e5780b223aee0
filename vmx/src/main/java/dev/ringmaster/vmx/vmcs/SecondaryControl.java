package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of the secondary processor-based VM-execution controls. Newer features, in force only if
 * {@link PrimaryControl#ACTIVATE_SECONDARY_CONTROLS} is 1.
 *
 * @sdm Vol. 3C, Processor-Based VM-Execution Controls
 */
public enum SecondaryControl implements Flag {
    /** Accesses to the APIC-access page exit or are virtualised. */
    VIRTUALIZE_APIC_ACCESSES(0, "Virtualize APIC accesses"),
    /** Guest-physical addresses are translated by EPT. */
    ENABLE_EPT(1, "Enable EPT"),
    /** LGDT,LIDT,LLDT,LTR,SGDT,SIDT,SLDT,STR exit. */
    DESCRIPTOR_TABLE_EXITING(2, "Descriptor-table exiting"),
    /** RDTSCP and RDPID allowed; else #UD. */
    ENABLE_RDTSCP(3, "Enable RDTSCP"),
    /** RDMSR/WRMSR of x2APIC MSRs 800H-8FFH are virtualised. */
    VIRTUALIZE_X2APIC_MODE(4, "Virtualize x2APIC mode"),
    /** Linear translations are tagged with the VPID. */
    ENABLE_VPID(5, "Enable VPID"),
    /** WBINVD and WBNOINVD exit. */
    WBINVD_EXITING(6, "WBINVD exiting"),
    /** Guest may run with CR0.PE=0 or PG=0. */
    UNRESTRICTED_GUEST(7, "Unrestricted guest"),
    /** Most APIC register reads come from the virtual-APIC page; writes become APIC-write exits. */
    APIC_REGISTER_VIRTUALIZATION(8, "APIC-register virtualization"),
    /**
     * Pending virtual interrupts are evaluated and delivered; TPR, EOI and self-IPI virtualised.
     */
    VIRTUAL_INTERRUPT_DELIVERY(9, "Virtual-interrupt delivery"),
    /** Series of PAUSE at CPL 0 within PLE_Gap exits after PLE_Window. */
    PAUSE_LOOP_EXITING(10, "PAUSE-loop exiting"),
    /** RDRAND exits. */
    RDRAND_EXITING(11, "RDRAND exiting"),
    /** INVPCID allowed; else #UD. */
    ENABLE_INVPCID(12, "Enable INVPCID"),
    /** VMFUNC allowed; else #UD. */
    ENABLE_VM_FUNCTIONS(13, "Enable VM functions"),
    /** VMREAD/VMWRITE in non-root may access the shadow VMCS. */
    VMCS_SHADOWING(14, "VMCS shadowing"),
    /** ENCLS leaves selected by the bitmap exit. */
    ENABLE_ENCLS_EXITING(15, "Enable ENCLS exiting"),
    /** RDSEED exits. */
    RDSEED_EXITING(16, "RDSEED exiting"),
    /** EPT dirty-flag updates are logged. */
    ENABLE_PML(17, "Enable PML"),
    /** Convertible EPT violations raise #VE (vector 20). */
    EPT_VIOLATION_VE(18, "EPT-violation #VE"),
    /** Intel PT packets and modes hide VMX non-root operation. */
    CONCEAL_VMX_FROM_PT(19, "Conceal VMX from PT"),
    /** Allowed subject to the XSS-exiting bitmap; else #UD. */
    ENABLE_XSAVES_XRSTORS(20, "Enable XSAVES/XRSTORS"),
    /** ENQCMD/ENQCMDS PASIDs are translated. */
    PASID_TRANSLATION(21, "PASID translation"),
    /** Separate supervisor (bit 2) and user (bit 10) execute permissions. */
    MODE_BASED_EXECUTE_CONTROL_FOR_EPT(22, "Mode-based execute control for EPT"),
    /** Write permission at 128-byte granularity. */
    SUB_PAGE_WRITE_PERMISSIONS_FOR_EPT(23, "Sub-page write permissions for EPT"),
    /** PT output addresses are guest-physical. */
    INTEL_PT_USES_GUEST_PHYSICAL_ADDRESSES(24, "Intel PT uses guest physical addresses"),
    /**
     * RDTSC etc. multiply by the TSC multiplier (48 fraction bits) before adding the offset; only
     * effective with TSC offsetting.
     */
    USE_TSC_SCALING(25, "Use TSC scaling"),
    /** TPAUSE, UMONITOR, UMWAIT allowed; else #UD. */
    ENABLE_USER_WAIT_AND_PAUSE(26, "Enable user wait and pause"),
    /** PCONFIG allowed subject to the PCONFIG-exiting bitmap; else #UD. */
    ENABLE_PCONFIG(27, "Enable PCONFIG"),
    /** ENCLV leaves selected by the bitmap exit. */
    ENABLE_ENCLV_EXITING(28, "Enable ENCLV exiting"),
    /** Exit after an instruction asserts a bus lock. */
    VMM_BUS_LOCK_DETECTION(30, "VMM bus-lock detection"),
    /** Exit if no instruction boundary within the timeout. */
    INSTRUCTION_TIMEOUT(31, "Instruction timeout");

    private final int bit;
    private final String title;

    SecondaryControl(int bit, String title) {
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
