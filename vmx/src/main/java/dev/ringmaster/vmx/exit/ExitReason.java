package dev.ringmaster.vmx.exit;

/**
 * Basic exit reasons: bits 15:0 of {@code EXIT_REASON}.
 *
 * @sdm Vol. 3D, VMX Basic Exit Reasons
 */
public enum ExitReason {
    /**
     * Exception whose vector bit is 1 in the exception bitmap (page faults filtered by PFEC
     * mask/match), or an NMI with 'NMI exiting' = 1.
     */
    EXCEPTION_OR_NMI(0, "Exception or non-maskable interrupt", Timing.FAULT, false, false),
    /** External interrupt with 'external-interrupt exiting' = 1. */
    EXTERNAL_INTERRUPT(1, "External interrupt", Timing.EVENT, false, false),
    /** Exception while invoking the double-fault handler, that exception not itself intercepted. */
    TRIPLE_FAULT(2, "Triple fault", Timing.EVENT, false, false),
    /** INIT arrives in VMX non-root operation (not in wait-for-SIPI). */
    INIT_SIGNAL(3, "INIT signal", Timing.EVENT, false, false),
    /** SIPI arrives while the guest is in wait-for-SIPI. */
    SIPI(4, "Start-up IPI (SIPI)", Timing.EVENT, false, false),
    /** SMI right after retirement of an I/O instruction under dual-monitor treatment. */
    IO_SMI(5, "I/O system-management interrupt (SMI)", Timing.EVENT, false, false),
    /** SMI under dual-monitor treatment not following an I/O instruction. */
    OTHER_SMI(6, "Other SMI", Timing.EVENT, false, false),
    /**
     * 'interrupt-window exiting' = 1, RFLAGS.IF = 1, no STI/MOV-SS blocking, at an instruction
     * boundary.
     */
    INTERRUPT_WINDOW(7, "Interrupt window", Timing.EVENT, false, false),
    /**
     * 'NMI-window exiting' = 1, no virtual-NMI blocking and no MOV-SS (and STI) blocking, at an
     * instruction boundary.
     */
    NMI_WINDOW(8, "NMI window", Timing.EVENT, false, false),
    /**
     * Any attempted task switch (CALL, JMP, IRET with NT, or a task gate in the IDT) after the
     * descriptor checks pass.
     */
    TASK_SWITCH(9, "Task switch", Timing.FAULT, false, false),
    /** CPUID executed. */
    CPUID(10, "CPUID", Timing.FAULT, true, false),
    /** GETSEC executed (CR4.SMXE = 1). */
    GETSEC(11, "GETSEC", Timing.FAULT, true, false),
    /** HLT with 'HLT exiting' = 1. */
    HLT(12, "HLT", Timing.FAULT, true, false),
    /** INVD executed. */
    INVD(13, "INVD", Timing.FAULT, true, false),
    /** INVLPG with 'INVLPG exiting' = 1. */
    INVLPG(14, "INVLPG", Timing.FAULT, true, false),
    /** RDPMC with 'RDPMC exiting' = 1. */
    RDPMC(15, "RDPMC", Timing.FAULT, true, false),
    /** RDTSC with 'RDTSC exiting' = 1. */
    RDTSC(16, "RDTSC", Timing.FAULT, true, false),
    /** RSM in SMM while in VMX non-root operation (dual-monitor). */
    RSM(17, "RSM", Timing.FAULT, true, false),
    /**
     * VMCALL in non-root operation, or VMCALL in VMX root operation outside SMM activating/entering
     * dual-monitor treatment.
     */
    VMCALL(18, "VMCALL", Timing.FAULT, true, false),
    /** VMCLEAR executed. */
    VMCLEAR(19, "VMCLEAR", Timing.FAULT, true, true),
    /** VMLAUNCH executed. */
    VMLAUNCH(20, "VMLAUNCH", Timing.FAULT, true, false),
    /** VMPTRLD executed. */
    VMPTRLD(21, "VMPTRLD", Timing.FAULT, true, true),
    /** VMPTRST executed. */
    VMPTRST(22, "VMPTRST", Timing.FAULT, true, true),
    /**
     * VMREAD executed without VMCS shadowing, or shadowing on with source-register bits above 14
     * set, or its VMREAD-bitmap bit set.
     */
    VMREAD(23, "VMREAD", Timing.FAULT, true, true),
    /** VMRESUME executed. */
    VMRESUME(24, "VMRESUME", Timing.FAULT, true, false),
    /**
     * VMWRITE executed without VMCS shadowing, or shadowing on with register bits above 14 set, or
     * its VMWRITE-bitmap bit set.
     */
    VMWRITE(25, "VMWRITE", Timing.FAULT, true, true),
    /** VMXOFF executed. */
    VMXOFF(26, "VMXOFF", Timing.FAULT, true, false),
    /** VMXON executed. */
    VMXON(27, "VMXON", Timing.FAULT, true, true),
    /**
     * MOV to/from CR0,CR3,CR4,CR8, CLTS or LMSW subject to guest/host masks, CR3-target list and
     * CR3/CR8 exiting controls.
     */
    CONTROL_REGISTER_ACCESS(28, "Control-register accesses", Timing.FAULT, true, false),
    /** MOV to/from a debug register with 'MOV-DR exiting' = 1. */
    MOV_DR(29, "MOV DR", Timing.FAULT, true, false),
    /**
     * IN/OUT/INS/OUTS with 'unconditional I/O exiting' = 1 (bitmaps off) or its I/O-bitmap bit set
     * / port wrap.
     */
    IO_INSTRUCTION(30, "I/O instruction", Timing.FAULT, true, false),
    /** RDMSR with MSR bitmaps off, MSR outside both ranges, or bitmap bit set. */
    RDMSR(31, "RDMSR", Timing.FAULT, true, false),
    /**
     * WRMSR (or non-immediate WRMSRNS) with MSR bitmaps off, MSR outside both ranges, or bitmap bit
     * set.
     */
    WRMSR(32, "WRMSR", Timing.FAULT, true, false),
    /** A guest-state check failed. */
    ENTRY_FAILURE_GUEST_STATE(
            33, "VM-entry failure due to invalid guest state", Timing.ENTRY_FAILURE, false, false),
    /** A VM-entry MSR-load entry failed. */
    ENTRY_FAILURE_MSR_LOADING(
            34, "VM-entry failure due to MSR loading", Timing.ENTRY_FAILURE, false, false),
    /** MWAIT with 'MWAIT exiting' = 1. */
    MWAIT(36, "MWAIT", Timing.FAULT, true, false),
    /**
     * MTF exit pending at an instruction boundary ('monitor trap flag' = 1 or injected pending MTF
     * exit).
     */
    MONITOR_TRAP_FLAG(37, "Monitor trap flag", Timing.TRAP, false, false),
    /** MONITOR with 'MONITOR exiting' = 1. */
    MONITOR(39, "MONITOR", Timing.FAULT, true, false),
    /** PAUSE with 'PAUSE exiting' = 1, or PAUSE-loop exiting window exceeded at CPL 0. */
    PAUSE(40, "PAUSE", Timing.FAULT, true, false),
    /** Machine check during VM entry handled as entry failure. */
    ENTRY_FAILURE_MACHINE_CHECK(
            41, "VM-entry failure due to machine-check event", Timing.ENTRY_FAILURE, false, false),
    /**
     * VTPR[7:4] below TPR threshold[3:0] after MOV to CR8, a virtual-APIC TPR write or VM entry.
     */
    TPR_BELOW_THRESHOLD(43, "TPR below threshold", Timing.TRAP, false, false),
    /** Access to the APIC-access page that is not virtualised. */
    APIC_ACCESS(44, "APIC access", Timing.FAULT, false, false),
    /** EOI virtualisation of a vector whose EOI-exit bitmap bit is 1. */
    VIRTUALIZED_EOI(45, "Virtualized EOI", Timing.TRAP, false, false),
    /** LGDT, LIDT, SGDT, SIDT with 'descriptor-table exiting' = 1. */
    GDTR_IDTR_ACCESS(46, "Access to GDTR or IDTR", Timing.FAULT, true, true),
    /** LLDT, LTR, SLDT, STR with 'descriptor-table exiting' = 1. */
    LDTR_TR_ACCESS(47, "Access to LDTR or TR", Timing.FAULT, true, true),
    /** Guest-physical access not allowed by EPT entries (not converted to #VE). */
    EPT_VIOLATION(48, "EPT violation", Timing.FAULT, false, false),
    /** EPT entry holds a reserved/unsupported setting. */
    EPT_MISCONFIGURATION(49, "EPT misconfiguration", Timing.FAULT, false, false),
    /** INVEPT executed. */
    INVEPT(50, "INVEPT", Timing.FAULT, true, true),
    /** RDTSCP with 'enable RDTSCP' = 1 and 'RDTSC exiting' = 1. */
    RDTSCP(51, "RDTSCP", Timing.FAULT, true, false),
    /** VMX-preemption timer reached zero. */
    PREEMPTION_TIMER(52, "VMX-preemption timer expired", Timing.EVENT, false, false),
    /** INVVPID executed. */
    INVVPID(53, "INVVPID", Timing.FAULT, true, true),
    /** WBINVD/WBNOINVD with 'WBINVD exiting' = 1. */
    WBINVD_OR_WBNOINVD(54, "WBINVD or WBNOINVD", Timing.FAULT, true, false),
    /** XSETBV executed. */
    XSETBV(55, "XSETBV", Timing.FAULT, true, false),
    /** A write completed to the virtual-APIC page needs emulation. */
    APIC_WRITE(56, "APIC write", Timing.TRAP, false, false),
    /** RDRAND with 'RDRAND exiting' = 1. */
    RDRAND(57, "RDRAND", Timing.FAULT, true, true),
    /** INVPCID with 'enable INVPCID' = 1 and 'INVLPG exiting' = 1. */
    INVPCID(58, "INVPCID", Timing.FAULT, true, true),
    /**
     * VMFUNC of a disabled function (EAXbelow64), or a function-specific failure (EPTP switching:
     * ECXat least512 or bad EPTP).
     */
    VMFUNC(59, "VMFUNC", Timing.FAULT, true, false),
    /** ENCLS leaf whose ENCLS-exiting bitmap bit is 1 (bit 63 for leaves at least63). */
    ENCLS(60, "ENCLS", Timing.FAULT, true, false),
    /** RDSEED with 'RDSEED exiting' = 1. */
    RDSEED(61, "RDSEED", Timing.FAULT, true, true),
    /** A dirty/accessed update needs a log entry while the PML index is outside 0..511. */
    PAGE_MODIFICATION_LOG_FULL(62, "Page-modification log full", Timing.FAULT, false, false),
    /** XSAVES with EDX:EAX and IA32_XSS and XSS-exiting bitmap not 0. */
    XSAVES(63, "XSAVES", Timing.FAULT, true, true),
    /** XRSTORS with EDX:EAX and IA32_XSS and XSS-exiting bitmap not 0. */
    XRSTORS(64, "XRSTORS", Timing.FAULT, true, true),
    /** PCONFIG leaf whose PCONFIG-exiting bitmap bit is 1. */
    PCONFIG(65, "PCONFIG", Timing.FAULT, true, false),
    /** SPP miss or SPP misconfiguration during a sub-page permission walk. */
    SPP_EVENT(66, "SPP-related event", Timing.FAULT, false, false),
    /** UMWAIT with 'enable user wait and pause' = 1 and 'RDTSC exiting' = 1. */
    UMWAIT(67, "UMWAIT", Timing.FAULT, true, true),
    /** TPAUSE with 'enable user wait and pause' = 1 and 'RDTSC exiting' = 1. */
    TPAUSE(68, "TPAUSE", Timing.FAULT, true, true),
    /** LOADIWKEY with 'LOADIWKEY exiting' = 1. */
    LOADIWKEY(69, "LOADIWKEY", Timing.FAULT, true, true),
    /** ENCLV leaf whose ENCLV-exiting bitmap bit is 1. */
    ENCLV(70, "ENCLV", Timing.FAULT, true, false),
    /** PASID translation for ENQCMD found no valid entry. */
    ENQCMD_PASID_TRANSLATION_FAILURE(
            72, "ENQCMD PASID translation failure", Timing.FAULT, true, false),
    /** PASID translation for ENQCMDS found no valid entry. */
    ENQCMDS_PASID_TRANSLATION_FAILURE(
            73, "ENQCMDS PASID translation failure", Timing.FAULT, true, false),
    /** Instruction asserted a bus lock with 'VMM bus-lock detection' = 1. */
    BUS_LOCK(74, "Bus lock", Timing.TRAP, false, false),
    /**
     * No instruction boundary reached within the instruction-timeout control ('instruction timeout'
     * = 1).
     */
    INSTRUCTION_TIMEOUT(75, "Instruction timeout", Timing.EVENT, false, false),
    /** SEAMCALL executed. */
    SEAMCALL(76, "SEAMCALL", Timing.FAULT, true, false),
    /** TDCALL executed. */
    TDCALL(77, "TDCALL", Timing.FAULT, true, false),
    /** RDMSRLIST with 'enable MSR-list instructions' = 1 and MSR bitmaps off or bitmap hit. */
    RDMSRLIST(78, "RDMSRLIST", Timing.FAULT, true, false),
    /** WRMSRLIST with 'enable MSR-list instructions' = 1 and MSR bitmaps off or bitmap hit. */
    WRMSRLIST(79, "WRMSRLIST", Timing.FAULT, true, false),
    /** URDMSR with MSR bitmaps off or bitmap hit (#GP(0) instead in enclave mode). */
    URDMSR(80, "URDMSR", Timing.FAULT, true, false),
    /** UWRMSR with MSR bitmaps off or bitmap hit (#GP(0) instead in enclave mode). */
    UWRMSR(81, "UWRMSR", Timing.FAULT, true, false),
    /** Immediate-form RDMSR with MSR bitmaps off or bitmap hit. */
    RDMSR_IMMEDIATE(84, "RDMSR (immediate form)", Timing.FAULT, true, true),
    /** Immediate-form WRMSRNS with MSR bitmaps off or bitmap hit. */
    WRMSRNS_IMMEDIATE(85, "WRMSRNS (immediate form)", Timing.FAULT, true, true);

    /** When an exit is taken, relative to the instruction that it names. */
    public enum Timing {
        /** Before the instruction completes: RIP points to it. */
        FAULT,
        /** After the instruction completed: RIP points behind it. */
        TRAP,
        /** Between instructions, by something from outside. */
        EVENT,
        /** Instead of entering: {@code EXIT_REASON} bit 31 is 1 and the guest never ran. */
        ENTRY_FAILURE
    }

    /** Bit 31 of {@code EXIT_REASON}: the exit is a failed VM entry. */
    public static final long ENTRY_FAILURE_BIT = 1L << 31;

    private static final ExitReason[] BY_NUMBER = byNumber();

    private final int number;
    private final String title;
    private final Timing timing;
    private final boolean instructionLength;
    private final boolean instructionInformation;

    ExitReason(
            int number,
            String title,
            Timing timing,
            boolean instructionLength,
            boolean instructionInformation) {
        this.number = number;
        this.title = title;
        this.timing = timing;
        this.instructionLength = instructionLength;
        this.instructionInformation = instructionInformation;
    }

    /** The number in bits 15:0 of the exit reason. */
    public int number() {
        return number;
    }

    /** The manual's name. */
    public String title() {
        return title;
    }

    /** When the exit is taken. */
    public Timing timing() {
        return timing;
    }

    /** Whether {@code VM_EXIT_INSTRUCTION_LEN} is defined after this exit by itself. */
    public boolean hasInstructionLength() {
        return instructionLength;
    }

    /** Whether {@code VMX_INSTRUCTION_INFO} is defined after this exit. */
    public boolean hasInstructionInformation() {
        return instructionInformation;
    }

    /**
     * The reason with a number.
     *
     * @throws IllegalArgumentException if no reason has it
     */
    public static ExitReason of(int number) {
        ExitReason found = number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        if (found == null) {
            throw new IllegalArgumentException(number + " is no basic exit reason");
        }
        return found;
    }

    private static ExitReason[] byNumber() {
        ExitReason[] values = values();
        ExitReason[] table = new ExitReason[values[values.length - 1].number + 1];
        for (ExitReason each : values) {
            table[each.number] = each;
        }
        return table;
    }
}
