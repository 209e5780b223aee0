package dev.ringmaster.svm.vmcb;

import dev.ringmaster.cpu.arch.Flag;

/**
 * What a hypervisor may ask to be called for: one bit in one of the six intercept vectors.
 *
 * @apm Vol. 2, Intercept Operation; Instruction Intercepts; Exception Intercepts; Interrupt
 *     Intercepts
 */
public enum Intercept implements Flag {
    /** MOV from CR0, SMSW. */
    CR0_READ(0, 0, 0x0, "MOV from CR0, SMSW"),
    /** MOV from CR1. */
    CR1_READ(0, 1, 0x1, "MOV from CR1"),
    /** MOV from CR2. */
    CR2_READ(0, 2, 0x2, "MOV from CR2"),
    /** MOV from CR3. */
    CR3_READ(0, 3, 0x3, "MOV from CR3"),
    /** MOV from CR4. */
    CR4_READ(0, 4, 0x4, "MOV from CR4"),
    /** MOV from CR5. */
    CR5_READ(0, 5, 0x5, "MOV from CR5"),
    /** MOV from CR6. */
    CR6_READ(0, 6, 0x6, "MOV from CR6"),
    /** MOV from CR7. */
    CR7_READ(0, 7, 0x7, "MOV from CR7"),
    /** MOV from CR8. */
    CR8_READ(0, 8, 0x8, "MOV from CR8"),
    /** MOV from CR9. */
    CR9_READ(0, 9, 0x9, "MOV from CR9"),
    /** MOV from CR10. */
    CR10_READ(0, 10, 0xa, "MOV from CR10"),
    /** MOV from CR11. */
    CR11_READ(0, 11, 0xb, "MOV from CR11"),
    /** MOV from CR12. */
    CR12_READ(0, 12, 0xc, "MOV from CR12"),
    /** MOV from CR13. */
    CR13_READ(0, 13, 0xd, "MOV from CR13"),
    /** MOV from CR14. */
    CR14_READ(0, 14, 0xe, "MOV from CR14"),
    /** MOV from CR15. */
    CR15_READ(0, 15, 0xf, "MOV from CR15"),
    /** MOV to CR0, LMSW, CLTS. */
    CR0_WRITE(0, 16, 0x10, "MOV to CR0, LMSW, CLTS"),
    /** MOV to CR1. */
    CR1_WRITE(0, 17, 0x11, "MOV to CR1"),
    /** MOV to CR2. */
    CR2_WRITE(0, 18, 0x12, "MOV to CR2"),
    /** MOV to CR3. */
    CR3_WRITE(0, 19, 0x13, "MOV to CR3"),
    /** MOV to CR4. */
    CR4_WRITE(0, 20, 0x14, "MOV to CR4"),
    /** MOV to CR5. */
    CR5_WRITE(0, 21, 0x15, "MOV to CR5"),
    /** MOV to CR6. */
    CR6_WRITE(0, 22, 0x16, "MOV to CR6"),
    /** MOV to CR7. */
    CR7_WRITE(0, 23, 0x17, "MOV to CR7"),
    /** MOV to CR8. */
    CR8_WRITE(0, 24, 0x18, "MOV to CR8"),
    /** MOV to CR9. */
    CR9_WRITE(0, 25, 0x19, "MOV to CR9"),
    /** MOV to CR10. */
    CR10_WRITE(0, 26, 0x1a, "MOV to CR10"),
    /** MOV to CR11. */
    CR11_WRITE(0, 27, 0x1b, "MOV to CR11"),
    /** MOV to CR12. */
    CR12_WRITE(0, 28, 0x1c, "MOV to CR12"),
    /** MOV to CR13. */
    CR13_WRITE(0, 29, 0x1d, "MOV to CR13"),
    /** MOV to CR14. */
    CR14_WRITE(0, 30, 0x1e, "MOV to CR14"),
    /** MOV to CR15. */
    CR15_WRITE(0, 31, 0x1f, "MOV to CR15"),
    /** MOV from DR0. */
    DR0_READ(1, 0, 0x20, "MOV from DR0"),
    /** MOV from DR1. */
    DR1_READ(1, 1, 0x21, "MOV from DR1"),
    /** MOV from DR2. */
    DR2_READ(1, 2, 0x22, "MOV from DR2"),
    /** MOV from DR3. */
    DR3_READ(1, 3, 0x23, "MOV from DR3"),
    /** MOV from DR4. */
    DR4_READ(1, 4, 0x24, "MOV from DR4"),
    /** MOV from DR5. */
    DR5_READ(1, 5, 0x25, "MOV from DR5"),
    /** MOV from DR6. */
    DR6_READ(1, 6, 0x26, "MOV from DR6"),
    /** MOV from DR7. */
    DR7_READ(1, 7, 0x27, "MOV from DR7"),
    /** MOV from DR8. */
    DR8_READ(1, 8, 0x28, "MOV from DR8"),
    /** MOV from DR9. */
    DR9_READ(1, 9, 0x29, "MOV from DR9"),
    /** MOV from DR10. */
    DR10_READ(1, 10, 0x2a, "MOV from DR10"),
    /** MOV from DR11. */
    DR11_READ(1, 11, 0x2b, "MOV from DR11"),
    /** MOV from DR12. */
    DR12_READ(1, 12, 0x2c, "MOV from DR12"),
    /** MOV from DR13. */
    DR13_READ(1, 13, 0x2d, "MOV from DR13"),
    /** MOV from DR14. */
    DR14_READ(1, 14, 0x2e, "MOV from DR14"),
    /** MOV from DR15. */
    DR15_READ(1, 15, 0x2f, "MOV from DR15"),
    /** MOV to DR0. */
    DR0_WRITE(1, 16, 0x30, "MOV to DR0"),
    /** MOV to DR1. */
    DR1_WRITE(1, 17, 0x31, "MOV to DR1"),
    /** MOV to DR2. */
    DR2_WRITE(1, 18, 0x32, "MOV to DR2"),
    /** MOV to DR3. */
    DR3_WRITE(1, 19, 0x33, "MOV to DR3"),
    /** MOV to DR4. */
    DR4_WRITE(1, 20, 0x34, "MOV to DR4"),
    /** MOV to DR5. */
    DR5_WRITE(1, 21, 0x35, "MOV to DR5"),
    /** MOV to DR6. */
    DR6_WRITE(1, 22, 0x36, "MOV to DR6"),
    /** MOV to DR7. */
    DR7_WRITE(1, 23, 0x37, "MOV to DR7"),
    /** MOV to DR8. */
    DR8_WRITE(1, 24, 0x38, "MOV to DR8"),
    /** MOV to DR9. */
    DR9_WRITE(1, 25, 0x39, "MOV to DR9"),
    /** MOV to DR10. */
    DR10_WRITE(1, 26, 0x3a, "MOV to DR10"),
    /** MOV to DR11. */
    DR11_WRITE(1, 27, 0x3b, "MOV to DR11"),
    /** MOV to DR12. */
    DR12_WRITE(1, 28, 0x3c, "MOV to DR12"),
    /** MOV to DR13. */
    DR13_WRITE(1, 29, 0x3d, "MOV to DR13"),
    /** MOV to DR14. */
    DR14_WRITE(1, 30, 0x3e, "MOV to DR14"),
    /** MOV to DR15. */
    DR15_WRITE(1, 31, 0x3f, "MOV to DR15"),
    /** Exception 0: #DE. */
    EXCEPTION_0(2, 0, 0x40, "Exception 0: #DE"),
    /** Exception 1: #DB. */
    EXCEPTION_1(2, 1, 0x41, "Exception 1: #DB"),
    /** Exception 2: NMI vector (vector 2 reserved, use NMI intercept). */
    EXCEPTION_2(2, 2, 0x42, "Exception 2: NMI vector (vector 2 reserved, use NMI intercept)"),
    /** Exception 3: #BP. */
    EXCEPTION_3(2, 3, 0x43, "Exception 3: #BP"),
    /** Exception 4: #OF. */
    EXCEPTION_4(2, 4, 0x44, "Exception 4: #OF"),
    /** Exception 5: #BR. */
    EXCEPTION_5(2, 5, 0x45, "Exception 5: #BR"),
    /** Exception 6: #UD. */
    EXCEPTION_6(2, 6, 0x46, "Exception 6: #UD"),
    /** Exception 7: #NM. */
    EXCEPTION_7(2, 7, 0x47, "Exception 7: #NM"),
    /** Exception 8: #DF. */
    EXCEPTION_8(2, 8, 0x48, "Exception 8: #DF"),
    /** Exception 9: vector 9 (reserved). */
    EXCEPTION_9(2, 9, 0x49, "Exception 9: vector 9 (reserved)"),
    /** Exception 10: #TS. */
    EXCEPTION_10(2, 10, 0x4a, "Exception 10: #TS"),
    /** Exception 11: #NP. */
    EXCEPTION_11(2, 11, 0x4b, "Exception 11: #NP"),
    /** Exception 12: #SS. */
    EXCEPTION_12(2, 12, 0x4c, "Exception 12: #SS"),
    /** Exception 13: #GP. */
    EXCEPTION_13(2, 13, 0x4d, "Exception 13: #GP"),
    /** Exception 14: #PF. */
    EXCEPTION_14(2, 14, 0x4e, "Exception 14: #PF"),
    /** Exception 15: vector 15 (reserved). */
    EXCEPTION_15(2, 15, 0x4f, "Exception 15: vector 15 (reserved)"),
    /** Exception 16: #MF. */
    EXCEPTION_16(2, 16, 0x50, "Exception 16: #MF"),
    /** Exception 17: #AC. */
    EXCEPTION_17(2, 17, 0x51, "Exception 17: #AC"),
    /** Exception 18: #MC. */
    EXCEPTION_18(2, 18, 0x52, "Exception 18: #MC"),
    /** Exception 19: #XF. */
    EXCEPTION_19(2, 19, 0x53, "Exception 19: #XF"),
    /** Exception 20: vector 20 (reserved). */
    EXCEPTION_20(2, 20, 0x54, "Exception 20: vector 20 (reserved)"),
    /** Exception 21: #CP. */
    EXCEPTION_21(2, 21, 0x55, "Exception 21: #CP"),
    /** Exception 22: vector 22 (reserved). */
    EXCEPTION_22(2, 22, 0x56, "Exception 22: vector 22 (reserved)"),
    /** Exception 23: vector 23 (reserved). */
    EXCEPTION_23(2, 23, 0x57, "Exception 23: vector 23 (reserved)"),
    /** Exception 24: vector 24 (reserved). */
    EXCEPTION_24(2, 24, 0x58, "Exception 24: vector 24 (reserved)"),
    /** Exception 25: vector 25 (reserved). */
    EXCEPTION_25(2, 25, 0x59, "Exception 25: vector 25 (reserved)"),
    /** Exception 26: vector 26 (reserved). */
    EXCEPTION_26(2, 26, 0x5a, "Exception 26: vector 26 (reserved)"),
    /** Exception 27: vector 27 (reserved). */
    EXCEPTION_27(2, 27, 0x5b, "Exception 27: vector 27 (reserved)"),
    /** Exception 28: #HV. */
    EXCEPTION_28(2, 28, 0x5c, "Exception 28: #HV"),
    /** Exception 29: #VC. */
    EXCEPTION_29(2, 29, 0x5d, "Exception 29: #VC"),
    /** Exception 30: #SX. */
    EXCEPTION_30(2, 30, 0x5e, "Exception 30: #SX"),
    /** Exception 31: vector 31 (reserved). */
    EXCEPTION_31(2, 31, 0x5f, "Exception 31: vector 31 (reserved)"),
    /** Physical maskable interrupt. */
    INTR(3, 0, 0x60, "Physical maskable interrupt"),
    /** Physical NMI. */
    NMI(3, 1, 0x61, "Physical NMI"),
    /** Physical SMI. */
    SMI(3, 2, 0x62, "Physical SMI"),
    /** Physical INIT. */
    INIT(3, 3, 0x63, "Physical INIT"),
    /** Virtual interrupt about to be taken. */
    VINTR(3, 4, 0x64, "Virtual interrupt about to be taken"),
    /** Writes of CR0 bits other than TS and MP. */
    CR0_SEL_WRITE(3, 5, 0x65, "Writes of CR0 bits other than TS and MP"),
    /** SIDT. */
    IDTR_READ(3, 6, 0x66, "SIDT"),
    /** SGDT. */
    GDTR_READ(3, 7, 0x67, "SGDT"),
    /** SLDT. */
    LDTR_READ(3, 8, 0x68, "SLDT"),
    /** STR. */
    TR_READ(3, 9, 0x69, "STR"),
    /** LIDT. */
    IDTR_WRITE(3, 10, 0x6a, "LIDT"),
    /** LGDT. */
    GDTR_WRITE(3, 11, 0x6b, "LGDT"),
    /** LLDT. */
    LDTR_WRITE(3, 12, 0x6c, "LLDT"),
    /** LTR. */
    TR_WRITE(3, 13, 0x6d, "LTR"),
    /** RDTSC. */
    RDTSC(3, 14, 0x6e, "RDTSC"),
    /** RDPMC. */
    RDPMC(3, 15, 0x6f, "RDPMC"),
    /** PUSHF. */
    PUSHF(3, 16, 0x70, "PUSHF"),
    /** POPF. */
    POPF(3, 17, 0x71, "POPF"),
    /** CPUID. */
    CPUID(3, 18, 0x72, "CPUID"),
    /** RSM. */
    RSM(3, 19, 0x73, "RSM"),
    /** IRET. */
    IRET(3, 20, 0x74, "IRET"),
    /** Software interrupt INTn. */
    INTN(3, 21, 0x75, "Software interrupt INTn"),
    /** INVD. */
    INVD(3, 22, 0x76, "INVD"),
    /** PAUSE. */
    PAUSE(3, 23, 0x77, "PAUSE"),
    /** HLT. */
    HLT(3, 24, 0x78, "HLT"),
    /** INVLPG. */
    INVLPG(3, 25, 0x79, "INVLPG"),
    /** INVLPGA. */
    INVLPGA(3, 26, 0x7a, "INVLPGA"),
    /** IN/OUT/INS/OUTS selected by IOPM. */
    IOIO_PROT(3, 27, 0x7b, "IN/OUT/INS/OUTS selected by IOPM"),
    /** RDMSR/WRMSR selected by MSRPM. */
    MSR_PROT(3, 28, 0x7c, "RDMSR/WRMSR selected by MSRPM"),
    /** Task switches. */
    TASK_SWITCH(3, 29, 0x7d, "Task switches"),
    /** Processor freeze for legacy FP errors. */
    FERR_FREEZE(3, 30, 0x7e, "Processor freeze for legacy FP errors"),
    /** Shutdown events. */
    SHUTDOWN(3, 31, 0x7f, "Shutdown events"),
    /** VMRUN. */
    VMRUN(4, 0, 0x80, "VMRUN"),
    /** VMMCALL. */
    VMMCALL(4, 1, 0x81, "VMMCALL"),
    /** VMLOAD. */
    VMLOAD(4, 2, 0x82, "VMLOAD"),
    /** VMSAVE. */
    VMSAVE(4, 3, 0x83, "VMSAVE"),
    /** STGI. */
    STGI(4, 4, 0x84, "STGI"),
    /** CLGI. */
    CLGI(4, 5, 0x85, "CLGI"),
    /** SKINIT. */
    SKINIT(4, 6, 0x86, "SKINIT"),
    /** RDTSCP. */
    RDTSCP(4, 7, 0x87, "RDTSCP"),
    /** INT1. */
    ICEBP(4, 8, 0x88, "INT1"),
    /** WBINVD, WBNOINVD. */
    WBINVD(4, 9, 0x89, "WBINVD, WBNOINVD"),
    /** MONITOR, MONITORX. */
    MONITOR(4, 10, 0x8a, "MONITOR, MONITORX"),
    /** MWAIT, MWAITX always. */
    MWAIT(4, 11, 0x8b, "MWAIT, MWAITX always"),
    /** MWAIT, MWAITX when the monitor is armed. */
    MWAIT_CONDITIONAL(4, 12, 0x8c, "MWAIT, MWAITX when the monitor is armed"),
    /** XSETBV. */
    XSETBV(4, 13, 0x8d, "XSETBV"),
    /** RDPRU. */
    RDPRU(4, 14, 0x8e, "RDPRU"),
    /** Writes of EFER, after they finish. */
    EFER_WRITE_TRAP(4, 15, 0x8f, "Writes of EFER, after they finish"),
    /** Writes of CR0, after they finish. */
    CR0_WRITE_TRAP(4, 16, 0x90, "Writes of CR0, after they finish"),
    /** Writes of CR1, after they finish. */
    CR1_WRITE_TRAP(4, 17, 0x91, "Writes of CR1, after they finish"),
    /** Writes of CR2, after they finish. */
    CR2_WRITE_TRAP(4, 18, 0x92, "Writes of CR2, after they finish"),
    /** Writes of CR3, after they finish. */
    CR3_WRITE_TRAP(4, 19, 0x93, "Writes of CR3, after they finish"),
    /** Writes of CR4, after they finish. */
    CR4_WRITE_TRAP(4, 20, 0x94, "Writes of CR4, after they finish"),
    /** Writes of CR5, after they finish. */
    CR5_WRITE_TRAP(4, 21, 0x95, "Writes of CR5, after they finish"),
    /** Writes of CR6, after they finish. */
    CR6_WRITE_TRAP(4, 22, 0x96, "Writes of CR6, after they finish"),
    /** Writes of CR7, after they finish. */
    CR7_WRITE_TRAP(4, 23, 0x97, "Writes of CR7, after they finish"),
    /** Writes of CR8, after they finish. */
    CR8_WRITE_TRAP(4, 24, 0x98, "Writes of CR8, after they finish"),
    /** Writes of CR9, after they finish. */
    CR9_WRITE_TRAP(4, 25, 0x99, "Writes of CR9, after they finish"),
    /** Writes of CR10, after they finish. */
    CR10_WRITE_TRAP(4, 26, 0x9a, "Writes of CR10, after they finish"),
    /** Writes of CR11, after they finish. */
    CR11_WRITE_TRAP(4, 27, 0x9b, "Writes of CR11, after they finish"),
    /** Writes of CR12, after they finish. */
    CR12_WRITE_TRAP(4, 28, 0x9c, "Writes of CR12, after they finish"),
    /** Writes of CR13, after they finish. */
    CR13_WRITE_TRAP(4, 29, 0x9d, "Writes of CR13, after they finish"),
    /** Writes of CR14, after they finish. */
    CR14_WRITE_TRAP(4, 30, 0x9e, "Writes of CR14, after they finish"),
    /** Writes of CR15, after they finish. */
    CR15_WRITE_TRAP(4, 31, 0x9f, "Writes of CR15, after they finish"),
    /** All INVLPGB. */
    INVLPGB(5, 0, 0xa0, "All INVLPGB"),
    /** INVLPGB forms illegal for a guest. */
    INVLPGB_ILLEGAL(5, 1, 0xa1, "INVLPGB forms illegal for a guest"),
    /** INVPCID. */
    INVPCID(5, 2, 0xa2, "INVPCID"),
    /** MCOMMIT. */
    MCOMMIT(5, 3, 0xa3, "MCOMMIT"),
    /** TLBSYNC. */
    TLBSYNC(5, 4, 0xa4, "TLBSYNC"),
    /** Bus lock when the counter is 0. */
    BUS_LOCK(5, 5, 0xa5, "Bus lock when the counter is 0"),
    /** HLT with no virtual interrupt pending. */
    IDLE_HLT(5, 6, 0xa6, "HLT with no virtual interrupt pending");

    private static final VmcbField[] VECTORS = {
        VmcbField.INTERCEPT_CR,
        VmcbField.INTERCEPT_DR,
        VmcbField.INTERCEPT_EXCEPTION,
        VmcbField.INTERCEPT_WORD3,
        VmcbField.INTERCEPT_WORD4,
        VmcbField.INTERCEPT_WORD5
    };

    private final int vector;
    private final int bit;
    private final int exitCode;
    private final String title;

    Intercept(int vector, int bit, int exitCode, String title) {
        this.vector = vector;
        this.bit = bit;
        this.exitCode = exitCode;
        this.title = title;
    }

    /** The number of its vector, 0 to 5. */
    public int vector() {
        return vector;
    }

    /** The field that holds its vector. */
    public VmcbField field() {
        return VECTORS[vector];
    }

    @Override
    public int bit() {
        return bit;
    }

    /** The EXITCODE that it leads to. */
    public int exitCode() {
        return exitCode;
    }

    /** What is intercepted, in words. */
    public String title() {
        return title;
    }

    /** Whether {@code vmcb} asks for it. */
    public boolean in(Vmcb vmcb) {
        return in(vmcb.get(field()));
    }
}
