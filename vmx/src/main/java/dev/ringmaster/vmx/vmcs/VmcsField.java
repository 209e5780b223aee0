package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.rule.StateField;

import java.util.List;

/**
 * The fields of a VMCS. An encoding says everything else about its field: bit 0 is the access type
 * (1 is the high half of a 64-bit field), bits 9:1 the index, bits 11:10 the {@link Type}, bits
 * 14:13 the width.
 *
 * <p>A field exists on a processor if one of the controls of {@link #existsWith()} may be 1 there;
 * a field without such controls exists always.
 *
 * @sdm Vol. 3D, Field Encoding in VMCS
 */
public enum VmcsField implements StateField {
    // 16-bit control fields
    /** Virtual-processor identifier (VPID). */
    VIRTUAL_PROCESSOR_ID(
            0x0000, "Virtual-processor identifier (VPID)", SecondaryControl.ENABLE_VPID),
    /** Posted-interrupt notification vector. */
    POSTED_INTERRUPT_NOTIFICATION_VECTOR(
            0x0002, "Posted-interrupt notification vector", PinControl.PROCESS_POSTED_INTERRUPTS),
    /** EPTP index. */
    EPTP_INDEX(0x0004, "EPTP index", SecondaryControl.EPT_VIOLATION_VE),
    /** HLAT prefix size. */
    HLAT_PREFIX_SIZE(0x0006, "HLAT prefix size", TertiaryControl.ENABLE_HLAT),
    /** Last PID-pointer index. */
    LAST_PID_POINTER_INDEX(0x0008, "Last PID-pointer index", TertiaryControl.IPI_VIRTUALIZATION),
    /** Virtual timer vector. */
    VIRTUAL_TIMER_VECTOR(0x000a, "Virtual timer vector", TertiaryControl.APIC_TIMER_VIRTUALIZATION),
    // 16-bit guest state fields
    /** Guest ES selector. */
    GUEST_ES_SELECTOR(0x0800, "Guest ES selector"),
    /** Guest CS selector. */
    GUEST_CS_SELECTOR(0x0802, "Guest CS selector"),
    /** Guest SS selector. */
    GUEST_SS_SELECTOR(0x0804, "Guest SS selector"),
    /** Guest DS selector. */
    GUEST_DS_SELECTOR(0x0806, "Guest DS selector"),
    /** Guest FS selector. */
    GUEST_FS_SELECTOR(0x0808, "Guest FS selector"),
    /** Guest GS selector. */
    GUEST_GS_SELECTOR(0x080a, "Guest GS selector"),
    /** Guest LDTR selector. */
    GUEST_LDTR_SELECTOR(0x080c, "Guest LDTR selector"),
    /** Guest TR selector. */
    GUEST_TR_SELECTOR(0x080e, "Guest TR selector"),
    /** Guest interrupt status. */
    GUEST_INTERRUPT_STATUS(
            0x0810, "Guest interrupt status", SecondaryControl.VIRTUAL_INTERRUPT_DELIVERY),
    /** PML index. */
    PML_INDEX(0x0812, "PML index", SecondaryControl.ENABLE_PML),
    /** Guest UINV. */
    GUEST_UINV(0x0814, "Guest UINV", ExitControl.CLEAR_UINV, EntryControl.LOAD_UINV),
    // 16-bit host state fields
    /** Host ES selector. */
    HOST_ES_SELECTOR(0x0c00, "Host ES selector"),
    /** Host CS selector. */
    HOST_CS_SELECTOR(0x0c02, "Host CS selector"),
    /** Host SS selector. */
    HOST_SS_SELECTOR(0x0c04, "Host SS selector"),
    /** Host DS selector. */
    HOST_DS_SELECTOR(0x0c06, "Host DS selector"),
    /** Host FS selector. */
    HOST_FS_SELECTOR(0x0c08, "Host FS selector"),
    /** Host GS selector. */
    HOST_GS_SELECTOR(0x0c0a, "Host GS selector"),
    /** Host TR selector. */
    HOST_TR_SELECTOR(0x0c0c, "Host TR selector"),
    // 64-bit control fields
    /** Address of I/O bitmap A. */
    IO_BITMAP_A(0x2000, "Address of I/O bitmap A"),
    /** Address of I/O bitmap B. */
    IO_BITMAP_B(0x2002, "Address of I/O bitmap B"),
    /** Address of MSR bitmaps. */
    MSR_BITMAP(0x2004, "Address of MSR bitmaps", PrimaryControl.USE_MSR_BITMAPS),
    /** VM-exit MSR-store address. */
    VM_EXIT_MSR_STORE_ADDRESS(0x2006, "VM-exit MSR-store address"),
    /** VM-exit MSR-load address. */
    VM_EXIT_MSR_LOAD_ADDRESS(0x2008, "VM-exit MSR-load address"),
    /** VM-entry MSR-load address. */
    VM_ENTRY_MSR_LOAD_ADDRESS(0x200a, "VM-entry MSR-load address"),
    /** Executive-VMCS pointer. */
    EXECUTIVE_VMCS_POINTER(0x200c, "Executive-VMCS pointer"),
    /** PML address. */
    PML_ADDRESS(0x200e, "PML address", SecondaryControl.ENABLE_PML),
    /** TSC offset. */
    TSC_OFFSET(0x2010, "TSC offset"),
    /** Virtual-APIC address. */
    VIRTUAL_APIC_ADDRESS(0x2012, "Virtual-APIC address", PrimaryControl.USE_TPR_SHADOW),
    /** APIC-access address. */
    APIC_ACCESS_ADDRESS(0x2014, "APIC-access address", SecondaryControl.VIRTUALIZE_APIC_ACCESSES),
    /** Posted-interrupt descriptor address. */
    POSTED_INTERRUPT_DESCRIPTOR_ADDRESS(
            0x2016, "Posted-interrupt descriptor address", PinControl.PROCESS_POSTED_INTERRUPTS),
    /** VM-function controls. */
    VM_FUNCTION_CONTROLS(0x2018, "VM-function controls", SecondaryControl.ENABLE_VM_FUNCTIONS),
    /** EPT pointer (EPTP). */
    EPT_POINTER(0x201a, "EPT pointer (EPTP)", SecondaryControl.ENABLE_EPT),
    /** EOI-exit bitmap 0. */
    EOI_EXIT_BITMAP_0(0x201c, "EOI-exit bitmap 0", SecondaryControl.VIRTUAL_INTERRUPT_DELIVERY),
    /** EOI-exit bitmap 1. */
    EOI_EXIT_BITMAP_1(0x201e, "EOI-exit bitmap 1", SecondaryControl.VIRTUAL_INTERRUPT_DELIVERY),
    /** EOI-exit bitmap 2. */
    EOI_EXIT_BITMAP_2(0x2020, "EOI-exit bitmap 2", SecondaryControl.VIRTUAL_INTERRUPT_DELIVERY),
    /** EOI-exit bitmap 3. */
    EOI_EXIT_BITMAP_3(0x2022, "EOI-exit bitmap 3", SecondaryControl.VIRTUAL_INTERRUPT_DELIVERY),
    /** EPTP-list address. */
    EPTP_LIST_ADDRESS(0x2024, "EPTP-list address", VmFunction.EPTP_SWITCHING),
    /** VMREAD-bitmap address. */
    VMREAD_BITMAP(0x2026, "VMREAD-bitmap address", SecondaryControl.VMCS_SHADOWING),
    /** VMWRITE-bitmap address. */
    VMWRITE_BITMAP(0x2028, "VMWRITE-bitmap address", SecondaryControl.VMCS_SHADOWING),
    /** Virtualization-exception information address. */
    VIRTUALIZATION_EXCEPTION_INFORMATION_ADDRESS(
            0x202a,
            "Virtualization-exception information address",
            SecondaryControl.EPT_VIOLATION_VE),
    /** XSS-exiting bitmap. */
    XSS_EXITING_BITMAP(0x202c, "XSS-exiting bitmap", SecondaryControl.ENABLE_XSAVES_XRSTORS),
    /** ENCLS-exiting bitmap. */
    ENCLS_EXITING_BITMAP(0x202e, "ENCLS-exiting bitmap", SecondaryControl.ENABLE_ENCLS_EXITING),
    /** Sub-page-permission-table pointer (SPPTP). */
    SPP_TABLE_POINTER(
            0x2030,
            "Sub-page-permission-table pointer (SPPTP)",
            SecondaryControl.SUB_PAGE_WRITE_PERMISSIONS_FOR_EPT),
    /** TSC multiplier. */
    TSC_MULTIPLIER(0x2032, "TSC multiplier", SecondaryControl.USE_TSC_SCALING),
    /** Tertiary processor-based VM-execution controls. */
    TERTIARY_VM_EXEC_CONTROL(
            0x2034,
            "Tertiary processor-based VM-execution controls",
            PrimaryControl.ACTIVATE_TERTIARY_CONTROLS),
    /** ENCLV-exiting bitmap. */
    ENCLV_EXITING_BITMAP(0x2036, "ENCLV-exiting bitmap", SecondaryControl.ENABLE_ENCLV_EXITING),
    /** Low PASID directory address. */
    LOW_PASID_DIRECTORY_ADDRESS(
            0x2038, "Low PASID directory address", SecondaryControl.PASID_TRANSLATION),
    /** High PASID directory address. */
    HIGH_PASID_DIRECTORY_ADDRESS(
            0x203a, "High PASID directory address", SecondaryControl.PASID_TRANSLATION),
    /** Shared EPT pointer. */
    SHARED_EPT_POINTER(
            0x203c, "Shared EPT pointer", TertiaryControl.SEAM_GUEST_PHYSICAL_ADDRESS_WIDTH),
    /** PCONFIG-exiting bitmap. */
    PCONFIG_EXITING_BITMAP(0x203e, "PCONFIG-exiting bitmap", SecondaryControl.ENABLE_PCONFIG),
    /** Hypervisor-managed linear-address translation pointer (HLATP). */
    HLAT_POINTER(
            0x2040,
            "Hypervisor-managed linear-address translation pointer (HLATP)",
            TertiaryControl.ENABLE_HLAT),
    /** PID-pointer table address. */
    PID_POINTER_TABLE_ADDRESS(
            0x2042, "PID-pointer table address", TertiaryControl.IPI_VIRTUALIZATION),
    /** Secondary VM-exit controls. */
    SECONDARY_VM_EXIT_CONTROLS(
            0x2044, "Secondary VM-exit controls", ExitControl.ACTIVATE_SECONDARY_CONTROLS),
    /** IA32_SPEC_CTRL mask. */
    IA32_SPEC_CTRL_MASK(0x204a, "IA32_SPEC_CTRL mask", TertiaryControl.VIRTUALIZE_IA32_SPEC_CTRL),
    /** IA32_SPEC_CTRL shadow. */
    IA32_SPEC_CTRL_SHADOW(
            0x204c, "IA32_SPEC_CTRL shadow", TertiaryControl.VIRTUALIZE_IA32_SPEC_CTRL),
    /** Guest deadline shadow. */
    GUEST_DEADLINE_SHADOW(
            0x204e, "Guest deadline shadow", TertiaryControl.APIC_TIMER_VIRTUALIZATION),
    /** Injected-event data. */
    INJECTED_EVENT_DATA(0x2052, "Injected-event data", EntryControl.LOAD_IA32_FRED_MSRS),
    // 64-bit read-only fields
    /** Guest-physical address. */
    GUEST_PHYSICAL_ADDRESS(0x2400, "Guest-physical address", SecondaryControl.ENABLE_EPT),
    /** MSR data. */
    MSR_DATA(0x2402, "MSR data", TertiaryControl.ENABLE_MSR_LIST_INSTRUCTIONS),
    /** Original-event data. */
    ORIGINAL_EVENT_DATA(
            0x2404,
            "Original-event data",
            EntryControl.LOAD_IA32_FRED_MSRS,
            SecondaryExitControl.SAVE_IA32_FRED_MSRS,
            SecondaryExitControl.LOAD_IA32_FRED_MSRS),
    // 64-bit guest state fields
    /** VMCS link pointer. */
    VMCS_LINK_POINTER(0x2800, "VMCS link pointer"),
    /** Guest IA32_DEBUGCTL. */
    GUEST_IA32_DEBUGCTL(0x2802, "Guest IA32_DEBUGCTL"),
    /** Guest IA32_PAT. */
    GUEST_IA32_PAT(0x2804, "Guest IA32_PAT", ExitControl.SAVE_IA32_PAT, EntryControl.LOAD_IA32_PAT),
    /** Guest IA32_EFER. */
    GUEST_IA32_EFER(
            0x2806, "Guest IA32_EFER", ExitControl.SAVE_IA32_EFER, EntryControl.LOAD_IA32_EFER),
    /** Guest IA32_PERF_GLOBAL_CTRL. */
    GUEST_IA32_PERF_GLOBAL_CTRL(
            0x2808,
            "Guest IA32_PERF_GLOBAL_CTRL",
            EntryControl.LOAD_IA32_PERF_GLOBAL_CTRL,
            ExitControl.SAVE_IA32_PERF_GLOBAL_CTRL),
    /** Guest PDPTE0. */
    GUEST_PDPTE0(0x280a, "Guest PDPTE0", SecondaryControl.ENABLE_EPT),
    /** Guest PDPTE1. */
    GUEST_PDPTE1(0x280c, "Guest PDPTE1", SecondaryControl.ENABLE_EPT),
    /** Guest PDPTE2. */
    GUEST_PDPTE2(0x280e, "Guest PDPTE2", SecondaryControl.ENABLE_EPT),
    /** Guest PDPTE3. */
    GUEST_PDPTE3(0x2810, "Guest PDPTE3", SecondaryControl.ENABLE_EPT),
    /** Guest IA32_BNDCFGS. */
    GUEST_IA32_BNDCFGS(
            0x2812,
            "Guest IA32_BNDCFGS",
            EntryControl.LOAD_IA32_BNDCFGS,
            ExitControl.CLEAR_IA32_BNDCFGS),
    /** Guest IA32_RTIT_CTL. */
    GUEST_IA32_RTIT_CTL(
            0x2814,
            "Guest IA32_RTIT_CTL",
            EntryControl.LOAD_IA32_RTIT_CTL,
            ExitControl.CLEAR_IA32_RTIT_CTL),
    /** Guest IA32_LBR_CTL. */
    GUEST_IA32_LBR_CTL(
            0x2816,
            "Guest IA32_LBR_CTL",
            EntryControl.LOAD_GUEST_IA32_LBR_CTL,
            ExitControl.CLEAR_IA32_LBR_CTL),
    /** Guest IA32_PKRS. */
    GUEST_IA32_PKRS(0x2818, "Guest IA32_PKRS", EntryControl.LOAD_PKRS),
    /** Guest IA32_FRED_CONFIG. */
    GUEST_IA32_FRED_CONFIG(
            0x281a,
            "Guest IA32_FRED_CONFIG",
            EntryControl.LOAD_IA32_FRED_MSRS,
            SecondaryExitControl.SAVE_IA32_FRED_MSRS),
    /** Guest IA32_FRED_RSP1. */
    GUEST_IA32_FRED_RSP1(
            0x281c,
            "Guest IA32_FRED_RSP1",
            EntryControl.LOAD_IA32_FRED_MSRS,
            SecondaryExitControl.SAVE_IA32_FRED_MSRS),
    /** Guest IA32_FRED_RSP2. */
    GUEST_IA32_FRED_RSP2(
            0x281e,
            "Guest IA32_FRED_RSP2",
            EntryControl.LOAD_IA32_FRED_MSRS,
            SecondaryExitControl.SAVE_IA32_FRED_MSRS),
    /** Guest IA32_FRED_RSP3. */
    GUEST_IA32_FRED_RSP3(
            0x2820,
            "Guest IA32_FRED_RSP3",
            EntryControl.LOAD_IA32_FRED_MSRS,
            SecondaryExitControl.SAVE_IA32_FRED_MSRS),
    /** Guest IA32_FRED_STKLVLS. */
    GUEST_IA32_FRED_STKLVLS(
            0x2822,
            "Guest IA32_FRED_STKLVLS",
            EntryControl.LOAD_IA32_FRED_MSRS,
            SecondaryExitControl.SAVE_IA32_FRED_MSRS),
    /** Guest IA32_FRED_SSP1. */
    GUEST_IA32_FRED_SSP1(
            0x2824,
            "Guest IA32_FRED_SSP1",
            EntryControl.LOAD_IA32_FRED_MSRS,
            SecondaryExitControl.SAVE_IA32_FRED_MSRS),
    /** Guest IA32_FRED_SSP2. */
    GUEST_IA32_FRED_SSP2(
            0x2826,
            "Guest IA32_FRED_SSP2",
            EntryControl.LOAD_IA32_FRED_MSRS,
            SecondaryExitControl.SAVE_IA32_FRED_MSRS),
    /** Guest IA32_FRED_SSP3. */
    GUEST_IA32_FRED_SSP3(
            0x2828,
            "Guest IA32_FRED_SSP3",
            EntryControl.LOAD_IA32_FRED_MSRS,
            SecondaryExitControl.SAVE_IA32_FRED_MSRS),
    /** Guest IA32_SPEC_CTRL. */
    GUEST_IA32_SPEC_CTRL(0x282e, "Guest IA32_SPEC_CTRL", EntryControl.LOAD_IA32_SPEC_CTRL),
    /** Guest deadline. */
    GUEST_DEADLINE(0x2830, "Guest deadline", TertiaryControl.APIC_TIMER_VIRTUALIZATION),
    // 64-bit host state fields
    /** Host IA32_PAT. */
    HOST_IA32_PAT(0x2c00, "Host IA32_PAT", ExitControl.LOAD_IA32_PAT),
    /** Host IA32_EFER. */
    HOST_IA32_EFER(0x2c02, "Host IA32_EFER", ExitControl.LOAD_IA32_EFER),
    /** Host IA32_PERF_GLOBAL_CTRL. */
    HOST_IA32_PERF_GLOBAL_CTRL(
            0x2c04, "Host IA32_PERF_GLOBAL_CTRL", ExitControl.LOAD_IA32_PERF_GLOBAL_CTRL),
    /** Host IA32_PKRS. */
    HOST_IA32_PKRS(0x2c06, "Host IA32_PKRS", ExitControl.LOAD_PKRS),
    /** Host IA32_FRED_CONFIG. */
    HOST_IA32_FRED_CONFIG(
            0x2c08, "Host IA32_FRED_CONFIG", SecondaryExitControl.LOAD_IA32_FRED_MSRS),
    /** Host IA32_FRED_RSP1. */
    HOST_IA32_FRED_RSP1(0x2c0a, "Host IA32_FRED_RSP1", SecondaryExitControl.LOAD_IA32_FRED_MSRS),
    /** Host IA32_FRED_RSP2. */
    HOST_IA32_FRED_RSP2(0x2c0c, "Host IA32_FRED_RSP2", SecondaryExitControl.LOAD_IA32_FRED_MSRS),
    /** Host IA32_FRED_RSP3. */
    HOST_IA32_FRED_RSP3(0x2c0e, "Host IA32_FRED_RSP3", SecondaryExitControl.LOAD_IA32_FRED_MSRS),
    /** Host IA32_FRED_STKLVLS. */
    HOST_IA32_FRED_STKLVLS(
            0x2c10, "Host IA32_FRED_STKLVLS", SecondaryExitControl.LOAD_IA32_FRED_MSRS),
    /** Host IA32_FRED_SSP1. */
    HOST_IA32_FRED_SSP1(0x2c12, "Host IA32_FRED_SSP1", SecondaryExitControl.LOAD_IA32_FRED_MSRS),
    /** Host IA32_FRED_SSP2. */
    HOST_IA32_FRED_SSP2(0x2c14, "Host IA32_FRED_SSP2", SecondaryExitControl.LOAD_IA32_FRED_MSRS),
    /** Host IA32_FRED_SSP3. */
    HOST_IA32_FRED_SSP3(0x2c16, "Host IA32_FRED_SSP3", SecondaryExitControl.LOAD_IA32_FRED_MSRS),
    /** Host IA32_SPEC_CTRL. */
    HOST_IA32_SPEC_CTRL(0x2c1a, "Host IA32_SPEC_CTRL", SecondaryExitControl.LOAD_IA32_SPEC_CTRL),
    // 32-bit control fields
    /** Pin-based VM-execution controls. */
    PIN_BASED_VM_EXEC_CONTROL(0x4000, "Pin-based VM-execution controls"),
    /** Primary processor-based VM-execution controls. */
    CPU_BASED_VM_EXEC_CONTROL(0x4002, "Primary processor-based VM-execution controls"),
    /** Exception bitmap. */
    EXCEPTION_BITMAP(0x4004, "Exception bitmap"),
    /** Page-fault error-code mask. */
    PAGE_FAULT_ERROR_CODE_MASK(0x4006, "Page-fault error-code mask"),
    /** Page-fault error-code match. */
    PAGE_FAULT_ERROR_CODE_MATCH(0x4008, "Page-fault error-code match"),
    /** CR3-target count. */
    CR3_TARGET_COUNT(0x400a, "CR3-target count"),
    /** Primary VM-exit controls. */
    VM_EXIT_CONTROLS(0x400c, "Primary VM-exit controls"),
    /** VM-exit MSR-store count. */
    VM_EXIT_MSR_STORE_COUNT(0x400e, "VM-exit MSR-store count"),
    /** VM-exit MSR-load count. */
    VM_EXIT_MSR_LOAD_COUNT(0x4010, "VM-exit MSR-load count"),
    /** VM-entry controls. */
    VM_ENTRY_CONTROLS(0x4012, "VM-entry controls"),
    /** VM-entry MSR-load count. */
    VM_ENTRY_MSR_LOAD_COUNT(0x4014, "VM-entry MSR-load count"),
    /** Injected-event identification. */
    VM_ENTRY_INTR_INFO_FIELD(0x4016, "Injected-event identification"),
    /** Injected-event error code. */
    VM_ENTRY_EXCEPTION_ERROR_CODE(0x4018, "Injected-event error code"),
    /** VM-entry instruction length. */
    VM_ENTRY_INSTRUCTION_LEN(0x401a, "VM-entry instruction length"),
    /** TPR threshold. */
    TPR_THRESHOLD(0x401c, "TPR threshold", PrimaryControl.USE_TPR_SHADOW),
    /** Secondary processor-based VM-execution controls. */
    SECONDARY_VM_EXEC_CONTROL(
            0x401e,
            "Secondary processor-based VM-execution controls",
            PrimaryControl.ACTIVATE_SECONDARY_CONTROLS),
    /** PLE_Gap. */
    PLE_GAP(0x4020, "PLE_Gap", SecondaryControl.PAUSE_LOOP_EXITING),
    /** PLE_Window. */
    PLE_WINDOW(0x4022, "PLE_Window", SecondaryControl.PAUSE_LOOP_EXITING),
    /** Instruction-timeout control. */
    INSTRUCTION_TIMEOUT_CONTROL(
            0x4024, "Instruction-timeout control", SecondaryControl.INSTRUCTION_TIMEOUT),
    /** SEAM-guest KeyID. */
    SEAM_GUEST_KEYID(0x4026, "SEAM-guest KeyID", TertiaryControl.SEAM_GUEST_PHYSICAL_ADDRESS_WIDTH),
    // 32-bit read-only fields
    /** VM-instruction error. */
    VM_INSTRUCTION_ERROR(0x4400, "VM-instruction error"),
    /** Exit reason. */
    EXIT_REASON(0x4402, "Exit reason"),
    /** Exiting-event identification. */
    VM_EXIT_INTR_INFO(0x4404, "Exiting-event identification"),
    /** Exiting-event error code. */
    VM_EXIT_INTR_ERROR_CODE(0x4406, "Exiting-event error code"),
    /** Original-event identification. */
    IDT_VECTORING_INFO_FIELD(0x4408, "Original-event identification"),
    /** Original-event error code. */
    IDT_VECTORING_ERROR_CODE(0x440a, "Original-event error code"),
    /** VM-exit instruction length. */
    VM_EXIT_INSTRUCTION_LEN(0x440c, "VM-exit instruction length"),
    /** VM-exit instruction information. */
    VMX_INSTRUCTION_INFO(0x440e, "VM-exit instruction information"),
    // 32-bit guest state fields
    /** Guest ES limit. */
    GUEST_ES_LIMIT(0x4800, "Guest ES limit"),
    /** Guest CS limit. */
    GUEST_CS_LIMIT(0x4802, "Guest CS limit"),
    /** Guest SS limit. */
    GUEST_SS_LIMIT(0x4804, "Guest SS limit"),
    /** Guest DS limit. */
    GUEST_DS_LIMIT(0x4806, "Guest DS limit"),
    /** Guest FS limit. */
    GUEST_FS_LIMIT(0x4808, "Guest FS limit"),
    /** Guest GS limit. */
    GUEST_GS_LIMIT(0x480a, "Guest GS limit"),
    /** Guest LDTR limit. */
    GUEST_LDTR_LIMIT(0x480c, "Guest LDTR limit"),
    /** Guest TR limit. */
    GUEST_TR_LIMIT(0x480e, "Guest TR limit"),
    /** Guest GDTR limit. */
    GUEST_GDTR_LIMIT(0x4810, "Guest GDTR limit"),
    /** Guest IDTR limit. */
    GUEST_IDTR_LIMIT(0x4812, "Guest IDTR limit"),
    /** Guest ES access rights. */
    GUEST_ES_ACCESS_RIGHTS(0x4814, "Guest ES access rights"),
    /** Guest CS access rights. */
    GUEST_CS_ACCESS_RIGHTS(0x4816, "Guest CS access rights"),
    /** Guest SS access rights. */
    GUEST_SS_ACCESS_RIGHTS(0x4818, "Guest SS access rights"),
    /** Guest DS access rights. */
    GUEST_DS_ACCESS_RIGHTS(0x481a, "Guest DS access rights"),
    /** Guest FS access rights. */
    GUEST_FS_ACCESS_RIGHTS(0x481c, "Guest FS access rights"),
    /** Guest GS access rights. */
    GUEST_GS_ACCESS_RIGHTS(0x481e, "Guest GS access rights"),
    /** Guest LDTR access rights. */
    GUEST_LDTR_ACCESS_RIGHTS(0x4820, "Guest LDTR access rights"),
    /** Guest TR access rights. */
    GUEST_TR_ACCESS_RIGHTS(0x4822, "Guest TR access rights"),
    /** Guest interruptibility state. */
    GUEST_INTERRUPTIBILITY_INFO(0x4824, "Guest interruptibility state"),
    /** Guest activity state. */
    GUEST_ACTIVITY_STATE(0x4826, "Guest activity state"),
    /** Guest SMBASE. */
    GUEST_SMBASE(0x4828, "Guest SMBASE"),
    /** Guest IA32_SYSENTER_CS. */
    GUEST_SYSENTER_CS(0x482a, "Guest IA32_SYSENTER_CS"),
    /** VMX-preemption timer value. */
    VMX_PREEMPTION_TIMER_VALUE(
            0x482e, "VMX-preemption timer value", PinControl.ACTIVATE_VMX_PREEMPTION_TIMER),
    // 32-bit host state fields
    /** Host IA32_SYSENTER_CS. */
    HOST_IA32_SYSENTER_CS(0x4c00, "Host IA32_SYSENTER_CS"),
    // natural-width control fields
    /** CR0 guest/host mask. */
    CR0_GUEST_HOST_MASK(0x6000, "CR0 guest/host mask"),
    /** CR4 guest/host mask. */
    CR4_GUEST_HOST_MASK(0x6002, "CR4 guest/host mask"),
    /** CR0 read shadow. */
    CR0_READ_SHADOW(0x6004, "CR0 read shadow"),
    /** CR4 read shadow. */
    CR4_READ_SHADOW(0x6006, "CR4 read shadow"),
    /** CR3-target value 0. */
    CR3_TARGET_VALUE_0(0x6008, "CR3-target value 0"),
    /** CR3-target value 1. */
    CR3_TARGET_VALUE_1(0x600a, "CR3-target value 1"),
    /** CR3-target value 2. */
    CR3_TARGET_VALUE_2(0x600c, "CR3-target value 2"),
    /** CR3-target value 3. */
    CR3_TARGET_VALUE_3(0x600e, "CR3-target value 3"),
    // natural-width read-only fields
    /** Exit qualification. */
    EXIT_QUALIFICATION(0x6400, "Exit qualification"),
    /** I/O RCX. */
    IO_RCX(0x6402, "I/O RCX"),
    /** I/O RSI. */
    IO_RSI(0x6404, "I/O RSI"),
    /** I/O RDI. */
    IO_RDI(0x6406, "I/O RDI"),
    /** I/O RIP. */
    IO_RIP(0x6408, "I/O RIP"),
    /** Guest-linear address. */
    GUEST_LINEAR_ADDRESS(0x640a, "Guest-linear address"),
    // natural-width guest state fields
    /** Guest CR0. */
    GUEST_CR0(0x6800, "Guest CR0"),
    /** Guest CR3. */
    GUEST_CR3(0x6802, "Guest CR3"),
    /** Guest CR4. */
    GUEST_CR4(0x6804, "Guest CR4"),
    /** Guest ES base. */
    GUEST_ES_BASE(0x6806, "Guest ES base"),
    /** Guest CS base. */
    GUEST_CS_BASE(0x6808, "Guest CS base"),
    /** Guest SS base. */
    GUEST_SS_BASE(0x680a, "Guest SS base"),
    /** Guest DS base. */
    GUEST_DS_BASE(0x680c, "Guest DS base"),
    /** Guest FS base. */
    GUEST_FS_BASE(0x680e, "Guest FS base"),
    /** Guest GS base. */
    GUEST_GS_BASE(0x6810, "Guest GS base"),
    /** Guest LDTR base. */
    GUEST_LDTR_BASE(0x6812, "Guest LDTR base"),
    /** Guest TR base. */
    GUEST_TR_BASE(0x6814, "Guest TR base"),
    /** Guest GDTR base. */
    GUEST_GDTR_BASE(0x6816, "Guest GDTR base"),
    /** Guest IDTR base. */
    GUEST_IDTR_BASE(0x6818, "Guest IDTR base"),
    /** Guest DR7. */
    GUEST_DR7(0x681a, "Guest DR7"),
    /** Guest RSP. */
    GUEST_RSP(0x681c, "Guest RSP"),
    /** Guest RIP. */
    GUEST_RIP(0x681e, "Guest RIP"),
    /** Guest RFLAGS. */
    GUEST_RFLAGS(0x6820, "Guest RFLAGS"),
    /** Guest pending debug exceptions. */
    GUEST_PENDING_DEBUG_EXCEPTIONS(0x6822, "Guest pending debug exceptions"),
    /** Guest IA32_SYSENTER_ESP. */
    GUEST_SYSENTER_ESP(0x6824, "Guest IA32_SYSENTER_ESP"),
    /** Guest IA32_SYSENTER_EIP. */
    GUEST_SYSENTER_EIP(0x6826, "Guest IA32_SYSENTER_EIP"),
    /** Guest IA32_S_CET. */
    GUEST_IA32_S_CET(0x6828, "Guest IA32_S_CET", EntryControl.LOAD_CET_STATE),
    /** Guest SSP. */
    GUEST_SSP(0x682a, "Guest SSP", EntryControl.LOAD_CET_STATE),
    /** Guest IA32_INTERRUPT_SSP_TABLE_ADDR. */
    GUEST_IA32_INTERRUPT_SSP_TABLE_ADDR(
            0x682c, "Guest IA32_INTERRUPT_SSP_TABLE_ADDR", EntryControl.LOAD_CET_STATE),
    // natural-width host state fields
    /** Host CR0. */
    HOST_CR0(0x6c00, "Host CR0"),
    /** Host CR3. */
    HOST_CR3(0x6c02, "Host CR3"),
    /** Host CR4. */
    HOST_CR4(0x6c04, "Host CR4"),
    /** Host FS base. */
    HOST_FS_BASE(0x6c06, "Host FS base"),
    /** Host GS base. */
    HOST_GS_BASE(0x6c08, "Host GS base"),
    /** Host TR base. */
    HOST_TR_BASE(0x6c0a, "Host TR base"),
    /** Host GDTR base. */
    HOST_GDTR_BASE(0x6c0c, "Host GDTR base"),
    /** Host IDTR base. */
    HOST_IDTR_BASE(0x6c0e, "Host IDTR base"),
    /** Host IA32_SYSENTER_ESP. */
    HOST_IA32_SYSENTER_ESP(0x6c10, "Host IA32_SYSENTER_ESP"),
    /** Host IA32_SYSENTER_EIP. */
    HOST_IA32_SYSENTER_EIP(0x6c12, "Host IA32_SYSENTER_EIP"),
    /** Host RSP. */
    HOST_RSP(0x6c14, "Host RSP"),
    /** Host RIP. */
    HOST_RIP(0x6c16, "Host RIP"),
    /** Host IA32_S_CET. */
    HOST_IA32_S_CET(0x6c18, "Host IA32_S_CET", ExitControl.LOAD_CET_STATE),
    /** Host SSP. */
    HOST_SSP(0x6c1a, "Host SSP", ExitControl.LOAD_CET_STATE),
    /** Host IA32_INTERRUPT_SSP_TABLE_ADDR. */
    HOST_IA32_INTERRUPT_SSP_TABLE_ADDR(
            0x6c1c, "Host IA32_INTERRUPT_SSP_TABLE_ADDR", ExitControl.LOAD_CET_STATE);

    /** What a field is for: bits 11:10 of its encoding. */
    public enum Type {
        /** Software writes it to say how the guest runs. */
        CONTROL,
        /** A VM exit writes it to say what happened. */
        READ_ONLY,
        /** The guest's registers: loaded at entry, saved at exit. */
        GUEST,
        /** The host's registers: loaded at exit. */
        HOST
    }

    private static final Type[] TYPES = Type.values();
    private static final int ENCODINGS = 1 << 15;
    private static final VmcsField[] BY_ENCODING = byEncodings();

    private final int encoding;
    private final String title;
    private final List<Flag> existsWith;
    private final long mask;

    VmcsField(int encoding, String title, Flag... existsWith) {
        this.encoding = encoding;
        this.title = title;
        this.existsWith = List.of(existsWith);
        this.mask = -1L >>> (64 - width());
    }

    /**
     * The encoding that VMREAD and VMWRITE take; of a 64-bit field that of its full or low access.
     */
    public int encoding() {
        return encoding;
    }

    /** The name as the manual prints it. */
    public String title() {
        return title;
    }

    /**
     * The controls of which one must be allowed to be 1 for the field to exist; empty if it always
     * does.
     */
    public List<Flag> existsWith() {
        return existsWith;
    }

    /** 16, 32 or 64 bits; a natural-width field has 64, as on every Intel 64 processor. */
    @Override
    public int width() {
        return switch (encoding >> 13 & 3) {
            case 0 -> 16;
            case 2 -> 32;
            default -> 64;
        };
    }

    /** Whether the field has the processor's natural width. */
    public boolean natural() {
        return (encoding >> 13 & 3) == 3;
    }

    /** The bits that a value of this field can have. */
    public long mask() {
        return mask;
    }

    /** What the field is for. */
    public Type type() {
        return TYPES[encoding >> 10 & 3];
    }

    /** The index among the fields of the same type and width: bits 9:1 of the encoding. */
    public int index() {
        return encoding >> 1 & 0x1ff;
    }

    /** Whether the field has a second encoding that reaches bits 63:32 alone. */
    public boolean hasHighHalf() {
        return (encoding >> 13 & 3) == 1;
    }

    /**
     * The field that an encoding names, by itself or as the high half; null if there is none.
     *
     * @param encoding the whole operand of VMREAD or VMWRITE
     */
    public static VmcsField byEncoding(long encoding) {
        return encoding >>> 15 == 0 ? BY_ENCODING[(int) encoding] : null;
    }

    /** Whether {@code encoding} asks for bits 63:32 of a 64-bit field. */
    public static boolean isHighHalf(long encoding) {
        return (encoding & 1) != 0;
    }

    private static VmcsField[] byEncodings() {
        VmcsField[] table = new VmcsField[ENCODINGS];
        for (VmcsField each : values()) {
            table[each.encoding] = each;
            if (each.hasHighHalf()) {
                table[each.encoding | 1] = each;
            }
        }
        return table;
    }
}
