package dev.ringmaster.svm.vmcb;

import dev.ringmaster.cpu.rule.StateField;

import java.util.Optional;

/**
 * The fields of the virtual machine control block, each at most 64 bits wide. The manual's wider
 * rows (branch stack, requested interrupts, instruction bytes, host software area) are split into
 * numbered parts. Rows without a value are {@link VmcbReserved}; what only the encrypted save area
 * has is {@link VmsaField}.
 *
 * @apm Vol. 2, Layout of VMCB
 */
public enum VmcbField implements StateField {
    /** Intercepts of control register reads (15:0) and writes (31:16). */
    INTERCEPT_CR(
            0x000, 4, CleanBit.I, "Intercepts of control register reads (15:0) and writes (31:16)"),
    /** Intercepts of debug register reads (15:0) and writes (31:16). */
    INTERCEPT_DR(
            0x004, 4, CleanBit.I, "Intercepts of debug register reads (15:0) and writes (31:16)"),
    /** Intercepts of exception vectors 0 to 31. */
    INTERCEPT_EXCEPTION(0x008, 4, CleanBit.I, "Intercepts of exception vectors 0 to 31"),
    /** Intercepts of interrupts, descriptor tables and instructions. */
    INTERCEPT_WORD3(
            0x00c, 4, CleanBit.I, "Intercepts of interrupts, descriptor tables and instructions"),
    /** Intercepts of SVM and later instructions, and write traps. */
    INTERCEPT_WORD4(
            0x010, 4, CleanBit.I, "Intercepts of SVM and later instructions, and write traps"),
    /** Intercepts of the newest instructions. */
    INTERCEPT_WORD5(0x014, 4, CleanBit.I, "Intercepts of the newest instructions"),
    /** Cycles between two PAUSEs that restart the count. */
    PAUSE_FILTER_THRESHOLD(
            0x03c, 2, CleanBit.I, "Cycles between two PAUSEs that restart the count"),
    /** PAUSEs to let pass before one is intercepted. */
    PAUSE_FILTER_COUNT(0x03e, 2, CleanBit.I, "PAUSEs to let pass before one is intercepted"),
    /** Host-physical address of the I/O permission map. */
    IOPM_BASE_PA(0x040, 8, CleanBit.IOPM, "Host-physical address of the I/O permission map"),
    /** Host-physical address of the MSR permission map. */
    MSRPM_BASE_PA(0x048, 8, CleanBit.IOPM, "Host-physical address of the MSR permission map"),
    /** Added to the time-stamp counter that the guest reads. */
    TSC_OFFSET(0x050, 8, CleanBit.I, "Added to the time-stamp counter that the guest reads"),
    /** Address-space identifier of the guest. */
    GUEST_ASID(0x058, 4, CleanBit.ASID, "Address-space identifier of the guest"),
    /** What VMRUN flushes from the TLB. */
    TLB_CONTROL(0x05c, 1, FieldUse.NOT_CACHED, "What VMRUN flushes from the TLB"),
    /** Return address predictor controls. */
    RAP_CONTROL(0x05d, 3, FieldUse.OTHER, "Return address predictor controls"),
    /** Virtual interrupt control. */
    VINTR(0x060, 8, CleanBit.TPR, "Virtual interrupt control"),
    /** Interrupt shadow and interrupt mask of the guest. */
    INTERRUPT_STATE(
            0x068, 8, FieldUse.NOT_CACHED, "Interrupt shadow and interrupt mask of the guest"),
    /** Why the guest was left. */
    EXITCODE(0x070, 8, FieldUse.WRITTEN_ON_EXIT, "Why the guest was left"),
    /** First word of detail about the exit. */
    EXITINFO1(0x078, 8, FieldUse.WRITTEN_ON_EXIT, "First word of detail about the exit"),
    /** Second word of detail about the exit. */
    EXITINFO2(0x080, 8, FieldUse.WRITTEN_ON_EXIT, "Second word of detail about the exit"),
    /** The event whose delivery the exit interrupted. */
    EXITINTINFO(
            0x088, 8, FieldUse.WRITTEN_ON_EXIT, "The event whose delivery the exit interrupted"),
    /** Nested paging and encryption controls. */
    NESTED_CONTROL(0x090, 8, CleanBit.NP, "Nested paging and encryption controls"),
    /** Guest-physical address of the virtual APIC page. */
    AVIC_APIC_BAR(0x098, 8, CleanBit.AVIC, "Guest-physical address of the virtual APIC page"),
    /** Guest-physical address of the communication block of an encrypted guest. */
    GHCB_PA(
            0x0a0,
            8,
            FieldUse.OTHER,
            "Guest-physical address of the communication block of an encrypted guest"),
    /** The event to inject. */
    EVENTINJ(0x0a8, 8, FieldUse.NOT_CACHED, "The event to inject"),
    /** Host-physical address of the nested page table root. */
    N_CR3(0x0b0, 8, CleanBit.NP, "Host-physical address of the nested page table root"),
    /** LBR, VMLOAD and VMSAVE, IBS and PMC virtualization controls. */
    VIRT_EXT(0x0b8, 8, CleanBit.LBR, "LBR, VMLOAD and VMSAVE, IBS and PMC virtualization controls"),
    /** Groups of fields that software did not change since the last exit. */
    VMCB_CLEAN(
            0x0c0,
            4,
            FieldUse.NOT_CACHED,
            "Groups of fields that software did not change since the last exit"),
    /** Address of the next sequential instruction. */
    NRIP(0x0c8, 8, FieldUse.WRITTEN_ON_EXIT, "Address of the next sequential instruction"),
    /** How many guest instruction bytes follow. */
    BYTES_FETCHED(0x0d0, 1, FieldUse.WRITTEN_ON_EXIT, "How many guest instruction bytes follow"),
    /** Guest instruction bytes 0 to 6. */
    GUEST_INSTRUCTION_BYTES_0(0x0d1, 7, FieldUse.WRITTEN_ON_EXIT, "Guest instruction bytes 0 to 6"),
    /** Guest instruction bytes 7 to 14. */
    GUEST_INSTRUCTION_BYTES_7(
            0x0d8, 8, FieldUse.WRITTEN_ON_EXIT, "Guest instruction bytes 7 to 14"),
    /** Host-physical address of the virtual APIC backing page. */
    AVIC_BACKING_PAGE(
            0x0e0, 8, CleanBit.AVIC, "Host-physical address of the virtual APIC backing page"),
    /** Host-physical address of the logical APIC ID table. */
    AVIC_LOGICAL_TABLE(
            0x0f0, 8, CleanBit.AVIC, "Host-physical address of the logical APIC ID table"),
    /** Host-physical address of the physical APIC ID table, and its last index. */
    AVIC_PHYSICAL_TABLE(
            0x0f8,
            8,
            CleanBit.AVIC,
            "Host-physical address of the physical APIC ID table, and its last index"),
    /** Host-physical address of the encrypted save area. */
    VMSA_POINTER(0x108, 8, FieldUse.OTHER, "Host-physical address of the encrypted save area"),
    /** RAX of the guest at VMGEXIT. */
    VMGEXIT_RAX(0x110, 8, FieldUse.OTHER, "RAX of the guest at VMGEXIT"),
    /** CPL of the guest at VMGEXIT. */
    VMGEXIT_CPL(0x118, 1, FieldUse.OTHER, "CPL of the guest at VMGEXIT"),
    /** Bus locks to let pass before one is intercepted. */
    BUS_LOCK_COUNTER(0x120, 2, FieldUse.OTHER, "Bus locks to let pass before one is intercepted"),
    /** Asks for the requested interrupts to be taken over. */
    UPDATE_IRR(0x134, 4, FieldUse.OTHER, "Asks for the requested interrupts to be taken over"),
    /** SEV features that the save area may ask for. */
    ALLOWED_SEV_FEATURES(0x138, 8, FieldUse.OTHER, "SEV features that the save area may ask for"),
    /** SEV features that the guest runs with. */
    GUEST_SEV_FEATURES(0x140, 8, FieldUse.OTHER, "SEV features that the guest runs with"),
    /** Requested virtual interrupts 0 to 63. */
    REQUESTED_IRR_0(0x150, 8, FieldUse.OTHER, "Requested virtual interrupts 0 to 63"),
    /** Requested virtual interrupts 64 to 127. */
    REQUESTED_IRR_1(0x158, 8, FieldUse.OTHER, "Requested virtual interrupts 64 to 127"),
    /** Requested virtual interrupts 128 to 191. */
    REQUESTED_IRR_2(0x160, 8, FieldUse.OTHER, "Requested virtual interrupts 128 to 191"),
    /** Requested virtual interrupts 192 to 255. */
    REQUESTED_IRR_3(0x168, 8, FieldUse.OTHER, "Requested virtual interrupts 192 to 255"),
    /** For host software, bytes 0 to 7. */
    HOST_SOFTWARE_0(0x3e0, 8, FieldUse.OTHER, "For host software, bytes 0 to 7"),
    /** For host software, bytes 8 to 15. */
    HOST_SOFTWARE_1(0x3e8, 8, FieldUse.OTHER, "For host software, bytes 8 to 15"),
    /** For host software, bytes 16 to 23. */
    HOST_SOFTWARE_2(0x3f0, 8, FieldUse.OTHER, "For host software, bytes 16 to 23"),
    /** For host software, bytes 24 to 31. */
    HOST_SOFTWARE_3(0x3f8, 8, FieldUse.OTHER, "For host software, bytes 24 to 31"),
    /** ES selector. */
    ES_SELECTOR(0x400, 2, CleanBit.SEG, "ES selector"),
    /** ES attributes, packed. */
    ES_ATTRIB(0x402, 2, CleanBit.SEG, "ES attributes, packed"),
    /** ES limit. */
    ES_LIMIT(0x404, 4, CleanBit.SEG, "ES limit"),
    /** ES base. */
    ES_BASE(0x408, 8, CleanBit.SEG, "ES base"),
    /** CS selector. */
    CS_SELECTOR(0x410, 2, CleanBit.SEG, "CS selector"),
    /** CS attributes, packed. */
    CS_ATTRIB(0x412, 2, CleanBit.SEG, "CS attributes, packed"),
    /** CS limit. */
    CS_LIMIT(0x414, 4, CleanBit.SEG, "CS limit"),
    /** CS base. */
    CS_BASE(0x418, 8, CleanBit.SEG, "CS base"),
    /** SS selector. */
    SS_SELECTOR(0x420, 2, CleanBit.SEG, "SS selector"),
    /** SS attributes, packed. */
    SS_ATTRIB(0x422, 2, CleanBit.SEG, "SS attributes, packed"),
    /** SS limit. */
    SS_LIMIT(0x424, 4, CleanBit.SEG, "SS limit"),
    /** SS base. */
    SS_BASE(0x428, 8, CleanBit.SEG, "SS base"),
    /** DS selector. */
    DS_SELECTOR(0x430, 2, CleanBit.SEG, "DS selector"),
    /** DS attributes, packed. */
    DS_ATTRIB(0x432, 2, CleanBit.SEG, "DS attributes, packed"),
    /** DS limit. */
    DS_LIMIT(0x434, 4, CleanBit.SEG, "DS limit"),
    /** DS base. */
    DS_BASE(0x438, 8, CleanBit.SEG, "DS base"),
    /** FS selector. */
    FS_SELECTOR(0x440, 2, FieldUse.VMLOAD_VMSAVE, "FS selector"),
    /** FS attributes, packed. */
    FS_ATTRIB(0x442, 2, FieldUse.VMLOAD_VMSAVE, "FS attributes, packed"),
    /** FS limit. */
    FS_LIMIT(0x444, 4, FieldUse.VMLOAD_VMSAVE, "FS limit"),
    /** FS base. */
    FS_BASE(0x448, 8, FieldUse.VMLOAD_VMSAVE, "FS base"),
    /** GS selector. */
    GS_SELECTOR(0x450, 2, FieldUse.VMLOAD_VMSAVE, "GS selector"),
    /** GS attributes, packed. */
    GS_ATTRIB(0x452, 2, FieldUse.VMLOAD_VMSAVE, "GS attributes, packed"),
    /** GS limit. */
    GS_LIMIT(0x454, 4, FieldUse.VMLOAD_VMSAVE, "GS limit"),
    /** GS base. */
    GS_BASE(0x458, 8, FieldUse.VMLOAD_VMSAVE, "GS base"),
    /** GDTR selector. */
    GDTR_SELECTOR(0x460, 2, CleanBit.DT, "GDTR selector"),
    /** GDTR attributes, packed. */
    GDTR_ATTRIB(0x462, 2, CleanBit.DT, "GDTR attributes, packed"),
    /** GDTR limit. */
    GDTR_LIMIT(0x464, 4, CleanBit.DT, "GDTR limit"),
    /** GDTR base. */
    GDTR_BASE(0x468, 8, CleanBit.DT, "GDTR base"),
    /** LDTR selector. */
    LDTR_SELECTOR(0x470, 2, FieldUse.VMLOAD_VMSAVE, "LDTR selector"),
    /** LDTR attributes, packed. */
    LDTR_ATTRIB(0x472, 2, FieldUse.VMLOAD_VMSAVE, "LDTR attributes, packed"),
    /** LDTR limit. */
    LDTR_LIMIT(0x474, 4, FieldUse.VMLOAD_VMSAVE, "LDTR limit"),
    /** LDTR base. */
    LDTR_BASE(0x478, 8, FieldUse.VMLOAD_VMSAVE, "LDTR base"),
    /** IDTR selector. */
    IDTR_SELECTOR(0x480, 2, CleanBit.DT, "IDTR selector"),
    /** IDTR attributes, packed. */
    IDTR_ATTRIB(0x482, 2, CleanBit.DT, "IDTR attributes, packed"),
    /** IDTR limit. */
    IDTR_LIMIT(0x484, 4, CleanBit.DT, "IDTR limit"),
    /** IDTR base. */
    IDTR_BASE(0x488, 8, CleanBit.DT, "IDTR base"),
    /** TR selector. */
    TR_SELECTOR(0x490, 2, FieldUse.VMLOAD_VMSAVE, "TR selector"),
    /** TR attributes, packed. */
    TR_ATTRIB(0x492, 2, FieldUse.VMLOAD_VMSAVE, "TR attributes, packed"),
    /** TR limit. */
    TR_LIMIT(0x494, 4, FieldUse.VMLOAD_VMSAVE, "TR limit"),
    /** TR base. */
    TR_BASE(0x498, 8, FieldUse.VMLOAD_VMSAVE, "TR base"),
    /** Current privilege level. */
    CPL(0x4cb, 1, CleanBit.SEG, "Current privilege level"),
    /** Extended feature enable register. */
    EFER(0x4d0, 8, CleanBit.CRX, "Extended feature enable register"),
    /** Performance event select 0. */
    PERF_CTL0(0x4e0, 8, FieldUse.OTHER, "Performance event select 0"),
    /** Performance counter 0. */
    PERF_CTR0(0x4e8, 8, FieldUse.OTHER, "Performance counter 0"),
    /** Performance event select 1. */
    PERF_CTL1(0x4f0, 8, FieldUse.OTHER, "Performance event select 1"),
    /** Performance counter 1. */
    PERF_CTR1(0x4f8, 8, FieldUse.OTHER, "Performance counter 1"),
    /** Performance event select 2. */
    PERF_CTL2(0x500, 8, FieldUse.OTHER, "Performance event select 2"),
    /** Performance counter 2. */
    PERF_CTR2(0x508, 8, FieldUse.OTHER, "Performance counter 2"),
    /** Performance event select 3. */
    PERF_CTL3(0x510, 8, FieldUse.OTHER, "Performance event select 3"),
    /** Performance counter 3. */
    PERF_CTR3(0x518, 8, FieldUse.OTHER, "Performance counter 3"),
    /** Performance event select 4. */
    PERF_CTL4(0x520, 8, FieldUse.OTHER, "Performance event select 4"),
    /** Performance counter 4. */
    PERF_CTR4(0x528, 8, FieldUse.OTHER, "Performance counter 4"),
    /** Performance event select 5. */
    PERF_CTL5(0x530, 8, FieldUse.OTHER, "Performance event select 5"),
    /** Performance counter 5. */
    PERF_CTR5(0x538, 8, FieldUse.OTHER, "Performance counter 5"),
    /** Control register 4. */
    CR4(0x548, 8, CleanBit.CRX, "Control register 4"),
    /** Control register 3. */
    CR3(0x550, 8, CleanBit.CRX, "Control register 3"),
    /** Control register 0. */
    CR0(0x558, 8, CleanBit.CRX, "Control register 0"),
    /** Debug control register. */
    DR7(0x560, 8, CleanBit.DRX, "Debug control register"),
    /** Debug status register. */
    DR6(0x568, 8, CleanBit.DRX, "Debug status register"),
    /** Flags register. */
    RFLAGS(0x570, 8, FieldUse.NOT_CACHED, "Flags register"),
    /** Instruction pointer. */
    RIP(0x578, 8, FieldUse.NOT_CACHED, "Instruction pointer"),
    /** Retired instruction counter. */
    INSTR_RETIRED_CTR(0x5c0, 8, FieldUse.OTHER, "Retired instruction counter"),
    /** Counter overflow status. */
    PERF_CTR_GLOBAL_STS(0x5c8, 8, FieldUse.OTHER, "Counter overflow status"),
    /** Counter enables. */
    PERF_CTR_GLOBAL_CTL(0x5d0, 8, FieldUse.OTHER, "Counter enables"),
    /** Stack pointer. */
    RSP(0x5d8, 8, FieldUse.NOT_CACHED, "Stack pointer"),
    /** Supervisor shadow stack control. */
    S_CET(0x5e0, 8, CleanBit.CET, "Supervisor shadow stack control"),
    /** Shadow stack pointer. */
    SSP(0x5e8, 8, CleanBit.CET, "Shadow stack pointer"),
    /** Address of the interrupt shadow stack table. */
    ISST_ADDR(0x5f0, 8, CleanBit.CET, "Address of the interrupt shadow stack table"),
    /** Accumulator. */
    RAX(0x5f8, 8, FieldUse.NOT_CACHED, "Accumulator"),
    /** SYSCALL selectors. */
    STAR(0x600, 8, FieldUse.VMLOAD_VMSAVE, "SYSCALL selectors"),
    /** SYSCALL target in 64-bit mode. */
    LSTAR(0x608, 8, FieldUse.VMLOAD_VMSAVE, "SYSCALL target in 64-bit mode"),
    /** SYSCALL target in compatibility mode. */
    CSTAR(0x610, 8, FieldUse.VMLOAD_VMSAVE, "SYSCALL target in compatibility mode"),
    /** Flags that SYSCALL clears. */
    SFMASK(0x618, 8, FieldUse.VMLOAD_VMSAVE, "Flags that SYSCALL clears"),
    /** The GS base that SWAPGS exchanges. */
    KERNEL_GS_BASE(0x620, 8, FieldUse.VMLOAD_VMSAVE, "The GS base that SWAPGS exchanges"),
    /** SYSENTER code selector. */
    SYSENTER_CS(0x628, 8, FieldUse.VMLOAD_VMSAVE, "SYSENTER code selector"),
    /** SYSENTER stack pointer. */
    SYSENTER_ESP(0x630, 8, FieldUse.VMLOAD_VMSAVE, "SYSENTER stack pointer"),
    /** SYSENTER target. */
    SYSENTER_EIP(0x638, 8, FieldUse.VMLOAD_VMSAVE, "SYSENTER target"),
    /** Page-fault address. */
    CR2(0x640, 8, CleanBit.CR2, "Page-fault address"),
    /** Page attribute table of the guest, used with nested paging. */
    G_PAT(0x668, 8, CleanBit.NP, "Page attribute table of the guest, used with nested paging"),
    /** Debug control MSR. */
    DBGCTL(0x670, 8, CleanBit.LBR, "Debug control MSR"),
    /** Source of the last branch. */
    BR_FROM(0x678, 8, CleanBit.LBR, "Source of the last branch"),
    /** Target of the last branch. */
    BR_TO(0x680, 8, CleanBit.LBR, "Target of the last branch"),
    /** Source of the last exception. */
    LASTEXCPFROM(0x688, 8, CleanBit.LBR, "Source of the last exception"),
    /** Target of the last exception. */
    LASTEXCPTO(0x690, 8, CleanBit.LBR, "Target of the last exception"),
    /** Debug extension control MSR. */
    DBGEXTNCTL(0x698, 8, CleanBit.LBR, "Debug extension control MSR"),
    /** Speculation control of the guest. */
    SPEC_CTRL(0x6e0, 8, FieldUse.OTHER, "Speculation control of the guest"),
    /** Branch stack entry 0, source. */
    LBR_FROM_0(0xa70, 8, CleanBit.LBR, "Branch stack entry 0, source"),
    /** Branch stack entry 0, target. */
    LBR_TO_0(0xa78, 8, CleanBit.LBR, "Branch stack entry 0, target"),
    /** Branch stack entry 1, source. */
    LBR_FROM_1(0xa80, 8, CleanBit.LBR, "Branch stack entry 1, source"),
    /** Branch stack entry 1, target. */
    LBR_TO_1(0xa88, 8, CleanBit.LBR, "Branch stack entry 1, target"),
    /** Branch stack entry 2, source. */
    LBR_FROM_2(0xa90, 8, CleanBit.LBR, "Branch stack entry 2, source"),
    /** Branch stack entry 2, target. */
    LBR_TO_2(0xa98, 8, CleanBit.LBR, "Branch stack entry 2, target"),
    /** Branch stack entry 3, source. */
    LBR_FROM_3(0xaa0, 8, CleanBit.LBR, "Branch stack entry 3, source"),
    /** Branch stack entry 3, target. */
    LBR_TO_3(0xaa8, 8, CleanBit.LBR, "Branch stack entry 3, target"),
    /** Branch stack entry 4, source. */
    LBR_FROM_4(0xab0, 8, CleanBit.LBR, "Branch stack entry 4, source"),
    /** Branch stack entry 4, target. */
    LBR_TO_4(0xab8, 8, CleanBit.LBR, "Branch stack entry 4, target"),
    /** Branch stack entry 5, source. */
    LBR_FROM_5(0xac0, 8, CleanBit.LBR, "Branch stack entry 5, source"),
    /** Branch stack entry 5, target. */
    LBR_TO_5(0xac8, 8, CleanBit.LBR, "Branch stack entry 5, target"),
    /** Branch stack entry 6, source. */
    LBR_FROM_6(0xad0, 8, CleanBit.LBR, "Branch stack entry 6, source"),
    /** Branch stack entry 6, target. */
    LBR_TO_6(0xad8, 8, CleanBit.LBR, "Branch stack entry 6, target"),
    /** Branch stack entry 7, source. */
    LBR_FROM_7(0xae0, 8, CleanBit.LBR, "Branch stack entry 7, source"),
    /** Branch stack entry 7, target. */
    LBR_TO_7(0xae8, 8, CleanBit.LBR, "Branch stack entry 7, target"),
    /** Branch stack entry 8, source. */
    LBR_FROM_8(0xaf0, 8, CleanBit.LBR, "Branch stack entry 8, source"),
    /** Branch stack entry 8, target. */
    LBR_TO_8(0xaf8, 8, CleanBit.LBR, "Branch stack entry 8, target"),
    /** Branch stack entry 9, source. */
    LBR_FROM_9(0xb00, 8, CleanBit.LBR, "Branch stack entry 9, source"),
    /** Branch stack entry 9, target. */
    LBR_TO_9(0xb08, 8, CleanBit.LBR, "Branch stack entry 9, target"),
    /** Branch stack entry 10, source. */
    LBR_FROM_10(0xb10, 8, CleanBit.LBR, "Branch stack entry 10, source"),
    /** Branch stack entry 10, target. */
    LBR_TO_10(0xb18, 8, CleanBit.LBR, "Branch stack entry 10, target"),
    /** Branch stack entry 11, source. */
    LBR_FROM_11(0xb20, 8, CleanBit.LBR, "Branch stack entry 11, source"),
    /** Branch stack entry 11, target. */
    LBR_TO_11(0xb28, 8, CleanBit.LBR, "Branch stack entry 11, target"),
    /** Branch stack entry 12, source. */
    LBR_FROM_12(0xb30, 8, CleanBit.LBR, "Branch stack entry 12, source"),
    /** Branch stack entry 12, target. */
    LBR_TO_12(0xb38, 8, CleanBit.LBR, "Branch stack entry 12, target"),
    /** Branch stack entry 13, source. */
    LBR_FROM_13(0xb40, 8, CleanBit.LBR, "Branch stack entry 13, source"),
    /** Branch stack entry 13, target. */
    LBR_TO_13(0xb48, 8, CleanBit.LBR, "Branch stack entry 13, target"),
    /** Branch stack entry 14, source. */
    LBR_FROM_14(0xb50, 8, CleanBit.LBR, "Branch stack entry 14, source"),
    /** Branch stack entry 14, target. */
    LBR_TO_14(0xb58, 8, CleanBit.LBR, "Branch stack entry 14, target"),
    /** Branch stack entry 15, source. */
    LBR_FROM_15(0xb60, 8, CleanBit.LBR, "Branch stack entry 15, source"),
    /** Branch stack entry 15, target. */
    LBR_TO_15(0xb68, 8, CleanBit.LBR, "Branch stack entry 15, target"),
    /** Which branches are recorded. */
    LBR_SELECT(0xb70, 8, CleanBit.LBR, "Which branches are recorded"),
    /** Instruction-based sampling, IBS_FETCH_CTL. */
    IBS_FETCH_CTL(0xb78, 8, FieldUse.OTHER, "Instruction-based sampling, IBS_FETCH_CTL"),
    /** Instruction-based sampling, IBS_FETCH_LINADDR. */
    IBS_FETCH_LINADDR(0xb80, 8, FieldUse.OTHER, "Instruction-based sampling, IBS_FETCH_LINADDR"),
    /** Instruction-based sampling, IBS_OP_CTL. */
    IBS_OP_CTL(0xb88, 8, FieldUse.OTHER, "Instruction-based sampling, IBS_OP_CTL"),
    /** Instruction-based sampling, IBS_OP_RIP. */
    IBS_OP_RIP(0xb90, 8, FieldUse.OTHER, "Instruction-based sampling, IBS_OP_RIP"),
    /** Instruction-based sampling, IBS_OP_DATA. */
    IBS_OP_DATA(0xb98, 8, FieldUse.OTHER, "Instruction-based sampling, IBS_OP_DATA"),
    /** Instruction-based sampling, IBS_OP_DATA2. */
    IBS_OP_DATA2(0xba0, 8, FieldUse.OTHER, "Instruction-based sampling, IBS_OP_DATA2"),
    /** Instruction-based sampling, IBS_OP_DATA3. */
    IBS_OP_DATA3(0xba8, 8, FieldUse.OTHER, "Instruction-based sampling, IBS_OP_DATA3"),
    /** Instruction-based sampling, IBS_DC_LINADDR. */
    IBS_DC_LINADDR(0xbb0, 8, FieldUse.OTHER, "Instruction-based sampling, IBS_DC_LINADDR"),
    /** Instruction-based sampling, BP_IBSTGT_RIP. */
    BP_IBSTGT_RIP(0xbb8, 8, FieldUse.OTHER, "Instruction-based sampling, BP_IBSTGT_RIP"),
    /** Instruction-based sampling, IC_IBS_EXTD_CTL. */
    IC_IBS_EXTD_CTL(0xbc0, 8, FieldUse.OTHER, "Instruction-based sampling, IC_IBS_EXTD_CTL");

    /** The size of a VMCB in bytes. */
    public static final int PAGE_SIZE = 0x1000;

    /** The offset of the state save area in the VMCB. */
    public static final int SAVE_AREA = 0x400;

    private static final VmcbField[] ALL = values();

    private final int offset;
    private final int size;
    private final FieldUse use;
    private final CleanBit cleanBit;
    private final String title;

    VmcbField(int offset, int size, CleanBit cleanBit, String title) {
        this(offset, size, FieldUse.CACHED, cleanBit, title);
    }

    VmcbField(int offset, int size, FieldUse use, String title) {
        this(offset, size, use, null, title);
    }

    VmcbField(int offset, int size, FieldUse use, CleanBit cleanBit, String title) {
        this.offset = offset;
        this.size = size;
        this.use = use;
        this.cleanBit = cleanBit;
        this.title = title;
    }

    /** The number of fields. */
    public static int count() {
        return ALL.length;
    }

    /** The field with this ordinal. */
    public static VmcbField at(int ordinal) {
        return ALL[ordinal];
    }

    /** The offset from the start of the VMCB in bytes. */
    public int offset() {
        return offset;
    }

    /** The size in bytes, 1 to 8. */
    public int size() {
        return size;
    }

    @Override
    public int width() {
        return 8 * size;
    }

    /** The value with all bits of the field 1. */
    public long mask() {
        return -1L >>> 64 - 8 * size;
    }

    /** Which half of the VMCB it is in. */
    public Area area() {
        return offset < SAVE_AREA ? Area.CONTROL : Area.SAVE;
    }

    /** When the processor reads or writes it. */
    public FieldUse use() {
        return use;
    }

    /**
     * The clean bit that says whether the processor may use its cached copy; empty if it is never
     * cached.
     */
    public Optional<CleanBit> cleanBit() {
        return Optional.ofNullable(cleanBit);
    }

    /** What it holds, in words. */
    public String title() {
        return title;
    }

    /** The halves of a VMCB. */
    public enum Area {
        /** What the hypervisor wants, and what an exit reports. */
        CONTROL,
        /** The state of the guest. */
        SAVE
    }
}
