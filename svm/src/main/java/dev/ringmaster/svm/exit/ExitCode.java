package dev.ringmaster.svm.exit;

import dev.ringmaster.svm.vmcb.Intercept;

import java.util.Optional;

/**
 * The values of EXITCODE. Codes are 64 bits wide; those of a failed VMRUN are negative.
 *
 * @apm Vol. 2, SVM Intercept Codes
 */
public enum ExitCode {
    /** Read of CR0 by MOV from CR or SMSW. */
    VMEXIT_CR0_READ(0x0L, "Read of CR0 by MOV from CR or SMSW"),
    /** Read of CR1 by MOV from CR. */
    VMEXIT_CR1_READ(0x1L, "Read of CR1 by MOV from CR"),
    /** Read of CR2 by MOV from CR. */
    VMEXIT_CR2_READ(0x2L, "Read of CR2 by MOV from CR"),
    /** Read of CR3 by MOV from CR. */
    VMEXIT_CR3_READ(0x3L, "Read of CR3 by MOV from CR"),
    /** Read of CR4 by MOV from CR. */
    VMEXIT_CR4_READ(0x4L, "Read of CR4 by MOV from CR"),
    /** Read of CR5 by MOV from CR. */
    VMEXIT_CR5_READ(0x5L, "Read of CR5 by MOV from CR"),
    /** Read of CR6 by MOV from CR. */
    VMEXIT_CR6_READ(0x6L, "Read of CR6 by MOV from CR"),
    /** Read of CR7 by MOV from CR. */
    VMEXIT_CR7_READ(0x7L, "Read of CR7 by MOV from CR"),
    /** Read of CR8 by MOV from CR. */
    VMEXIT_CR8_READ(0x8L, "Read of CR8 by MOV from CR"),
    /** Read of CR9 by MOV from CR. */
    VMEXIT_CR9_READ(0x9L, "Read of CR9 by MOV from CR"),
    /** Read of CR10 by MOV from CR. */
    VMEXIT_CR10_READ(0xaL, "Read of CR10 by MOV from CR"),
    /** Read of CR11 by MOV from CR. */
    VMEXIT_CR11_READ(0xbL, "Read of CR11 by MOV from CR"),
    /** Read of CR12 by MOV from CR. */
    VMEXIT_CR12_READ(0xcL, "Read of CR12 by MOV from CR"),
    /** Read of CR13 by MOV from CR. */
    VMEXIT_CR13_READ(0xdL, "Read of CR13 by MOV from CR"),
    /** Read of CR14 by MOV from CR. */
    VMEXIT_CR14_READ(0xeL, "Read of CR14 by MOV from CR"),
    /** Read of CR15 by MOV from CR. */
    VMEXIT_CR15_READ(0xfL, "Read of CR15 by MOV from CR"),
    /** Write of CR0 by MOV to CR or LMSW/CLTS. */
    VMEXIT_CR0_WRITE(0x10L, "Write of CR0 by MOV to CR or LMSW/CLTS"),
    /** Write of CR1 by MOV to CR. */
    VMEXIT_CR1_WRITE(0x11L, "Write of CR1 by MOV to CR"),
    /** Write of CR2 by MOV to CR. */
    VMEXIT_CR2_WRITE(0x12L, "Write of CR2 by MOV to CR"),
    /** Write of CR3 by MOV to CR. */
    VMEXIT_CR3_WRITE(0x13L, "Write of CR3 by MOV to CR"),
    /** Write of CR4 by MOV to CR. */
    VMEXIT_CR4_WRITE(0x14L, "Write of CR4 by MOV to CR"),
    /** Write of CR5 by MOV to CR. */
    VMEXIT_CR5_WRITE(0x15L, "Write of CR5 by MOV to CR"),
    /** Write of CR6 by MOV to CR. */
    VMEXIT_CR6_WRITE(0x16L, "Write of CR6 by MOV to CR"),
    /** Write of CR7 by MOV to CR. */
    VMEXIT_CR7_WRITE(0x17L, "Write of CR7 by MOV to CR"),
    /** Write of CR8 by MOV to CR. */
    VMEXIT_CR8_WRITE(0x18L, "Write of CR8 by MOV to CR"),
    /** Write of CR9 by MOV to CR. */
    VMEXIT_CR9_WRITE(0x19L, "Write of CR9 by MOV to CR"),
    /** Write of CR10 by MOV to CR. */
    VMEXIT_CR10_WRITE(0x1aL, "Write of CR10 by MOV to CR"),
    /** Write of CR11 by MOV to CR. */
    VMEXIT_CR11_WRITE(0x1bL, "Write of CR11 by MOV to CR"),
    /** Write of CR12 by MOV to CR. */
    VMEXIT_CR12_WRITE(0x1cL, "Write of CR12 by MOV to CR"),
    /** Write of CR13 by MOV to CR. */
    VMEXIT_CR13_WRITE(0x1dL, "Write of CR13 by MOV to CR"),
    /** Write of CR14 by MOV to CR. */
    VMEXIT_CR14_WRITE(0x1eL, "Write of CR14 by MOV to CR"),
    /** Write of CR15 by MOV to CR. */
    VMEXIT_CR15_WRITE(0x1fL, "Write of CR15 by MOV to CR"),
    /** Read of DR0. */
    VMEXIT_DR0_READ(0x20L, "Read of DR0"),
    /** Read of DR1. */
    VMEXIT_DR1_READ(0x21L, "Read of DR1"),
    /** Read of DR2. */
    VMEXIT_DR2_READ(0x22L, "Read of DR2"),
    /** Read of DR3. */
    VMEXIT_DR3_READ(0x23L, "Read of DR3"),
    /** Read of DR4. */
    VMEXIT_DR4_READ(0x24L, "Read of DR4"),
    /** Read of DR5. */
    VMEXIT_DR5_READ(0x25L, "Read of DR5"),
    /** Read of DR6. */
    VMEXIT_DR6_READ(0x26L, "Read of DR6"),
    /** Read of DR7. */
    VMEXIT_DR7_READ(0x27L, "Read of DR7"),
    /** Read of DR8. */
    VMEXIT_DR8_READ(0x28L, "Read of DR8"),
    /** Read of DR9. */
    VMEXIT_DR9_READ(0x29L, "Read of DR9"),
    /** Read of DR10. */
    VMEXIT_DR10_READ(0x2aL, "Read of DR10"),
    /** Read of DR11. */
    VMEXIT_DR11_READ(0x2bL, "Read of DR11"),
    /** Read of DR12. */
    VMEXIT_DR12_READ(0x2cL, "Read of DR12"),
    /** Read of DR13. */
    VMEXIT_DR13_READ(0x2dL, "Read of DR13"),
    /** Read of DR14. */
    VMEXIT_DR14_READ(0x2eL, "Read of DR14"),
    /** Read of DR15. */
    VMEXIT_DR15_READ(0x2fL, "Read of DR15"),
    /** Write of DR0. */
    VMEXIT_DR0_WRITE(0x30L, "Write of DR0"),
    /** Write of DR1. */
    VMEXIT_DR1_WRITE(0x31L, "Write of DR1"),
    /** Write of DR2. */
    VMEXIT_DR2_WRITE(0x32L, "Write of DR2"),
    /** Write of DR3. */
    VMEXIT_DR3_WRITE(0x33L, "Write of DR3"),
    /** Write of DR4. */
    VMEXIT_DR4_WRITE(0x34L, "Write of DR4"),
    /** Write of DR5. */
    VMEXIT_DR5_WRITE(0x35L, "Write of DR5"),
    /** Write of DR6. */
    VMEXIT_DR6_WRITE(0x36L, "Write of DR6"),
    /** Write of DR7. */
    VMEXIT_DR7_WRITE(0x37L, "Write of DR7"),
    /** Write of DR8. */
    VMEXIT_DR8_WRITE(0x38L, "Write of DR8"),
    /** Write of DR9. */
    VMEXIT_DR9_WRITE(0x39L, "Write of DR9"),
    /** Write of DR10. */
    VMEXIT_DR10_WRITE(0x3aL, "Write of DR10"),
    /** Write of DR11. */
    VMEXIT_DR11_WRITE(0x3bL, "Write of DR11"),
    /** Write of DR12. */
    VMEXIT_DR12_WRITE(0x3cL, "Write of DR12"),
    /** Write of DR13. */
    VMEXIT_DR13_WRITE(0x3dL, "Write of DR13"),
    /** Write of DR14. */
    VMEXIT_DR14_WRITE(0x3eL, "Write of DR14"),
    /** Write of DR15. */
    VMEXIT_DR15_WRITE(0x3fL, "Write of DR15"),
    /** Exception vector 0: #DE. */
    VMEXIT_EXCP0(0x40L, "Exception vector 0: #DE"),
    /** Exception vector 1: #DB. */
    VMEXIT_EXCP1(0x41L, "Exception vector 1: #DB"),
    /** Exception vector 2: NMI vector (vector 2 reserved, use NMI intercept). */
    VMEXIT_EXCP2(0x42L, "Exception vector 2: NMI vector (vector 2 reserved, use NMI intercept)"),
    /** Exception vector 3: #BP. */
    VMEXIT_EXCP3(0x43L, "Exception vector 3: #BP"),
    /** Exception vector 4: #OF. */
    VMEXIT_EXCP4(0x44L, "Exception vector 4: #OF"),
    /** Exception vector 5: #BR. */
    VMEXIT_EXCP5(0x45L, "Exception vector 5: #BR"),
    /** Exception vector 6: #UD. */
    VMEXIT_EXCP6(0x46L, "Exception vector 6: #UD"),
    /** Exception vector 7: #NM. */
    VMEXIT_EXCP7(0x47L, "Exception vector 7: #NM"),
    /** Exception vector 8: #DF. */
    VMEXIT_EXCP8(0x48L, "Exception vector 8: #DF"),
    /** Exception vector 9: vector 9 (reserved). */
    VMEXIT_EXCP9(0x49L, "Exception vector 9: vector 9 (reserved)"),
    /** Exception vector 10: #TS. */
    VMEXIT_EXCP10(0x4aL, "Exception vector 10: #TS"),
    /** Exception vector 11: #NP. */
    VMEXIT_EXCP11(0x4bL, "Exception vector 11: #NP"),
    /** Exception vector 12: #SS. */
    VMEXIT_EXCP12(0x4cL, "Exception vector 12: #SS"),
    /** Exception vector 13: #GP. */
    VMEXIT_EXCP13(0x4dL, "Exception vector 13: #GP"),
    /** Exception vector 14: #PF. */
    VMEXIT_EXCP14(0x4eL, "Exception vector 14: #PF"),
    /** Exception vector 15: vector 15 (reserved). */
    VMEXIT_EXCP15(0x4fL, "Exception vector 15: vector 15 (reserved)"),
    /** Exception vector 16: #MF. */
    VMEXIT_EXCP16(0x50L, "Exception vector 16: #MF"),
    /** Exception vector 17: #AC. */
    VMEXIT_EXCP17(0x51L, "Exception vector 17: #AC"),
    /** Exception vector 18: #MC. */
    VMEXIT_EXCP18(0x52L, "Exception vector 18: #MC"),
    /** Exception vector 19: #XF. */
    VMEXIT_EXCP19(0x53L, "Exception vector 19: #XF"),
    /** Exception vector 20: vector 20 (reserved). */
    VMEXIT_EXCP20(0x54L, "Exception vector 20: vector 20 (reserved)"),
    /** Exception vector 21: #CP. */
    VMEXIT_EXCP21(0x55L, "Exception vector 21: #CP"),
    /** Exception vector 22: vector 22 (reserved). */
    VMEXIT_EXCP22(0x56L, "Exception vector 22: vector 22 (reserved)"),
    /** Exception vector 23: vector 23 (reserved). */
    VMEXIT_EXCP23(0x57L, "Exception vector 23: vector 23 (reserved)"),
    /** Exception vector 24: vector 24 (reserved). */
    VMEXIT_EXCP24(0x58L, "Exception vector 24: vector 24 (reserved)"),
    /** Exception vector 25: vector 25 (reserved). */
    VMEXIT_EXCP25(0x59L, "Exception vector 25: vector 25 (reserved)"),
    /** Exception vector 26: vector 26 (reserved). */
    VMEXIT_EXCP26(0x5aL, "Exception vector 26: vector 26 (reserved)"),
    /** Exception vector 27: vector 27 (reserved). */
    VMEXIT_EXCP27(0x5bL, "Exception vector 27: vector 27 (reserved)"),
    /** Exception vector 28: #HV. */
    VMEXIT_EXCP28(0x5cL, "Exception vector 28: #HV"),
    /** Exception vector 29: #VC. */
    VMEXIT_EXCP29(0x5dL, "Exception vector 29: #VC"),
    /** Exception vector 30: #SX. */
    VMEXIT_EXCP30(0x5eL, "Exception vector 30: #SX"),
    /** Exception vector 31: vector 31 (reserved). */
    VMEXIT_EXCP31(0x5fL, "Exception vector 31: vector 31 (reserved)"),
    /** Physical maskable interrupt. */
    VMEXIT_INTR(0x60L, "Physical maskable interrupt"),
    /** Physical NMI. */
    VMEXIT_NMI(0x61L, "Physical NMI"),
    /** Physical SMI (ignored when HWCR.SMMLOCK is set). */
    VMEXIT_SMI(0x62L, "Physical SMI (ignored when HWCR.SMMLOCK is set)"),
    /** INIT asserted. */
    VMEXIT_INIT(0x63L, "INIT asserted"),
    /** Just before a virtual interrupt is taken. */
    VMEXIT_VINTR(0x64L, "Just before a virtual interrupt is taken"),
    /** Write of CR0 changing bits other than TS or MP (LMSW counts as such, CLTS never). */
    VMEXIT_CR0_SEL_WRITE(
            0x65L,
            "Write of CR0 changing bits other than TS or MP (LMSW counts as such, CLTS never)"),
    /** SIDT executed. */
    VMEXIT_IDTR_READ(0x66L, "SIDT executed"),
    /** SGDT executed. */
    VMEXIT_GDTR_READ(0x67L, "SGDT executed"),
    /** SLDT executed. */
    VMEXIT_LDTR_READ(0x68L, "SLDT executed"),
    /** STR executed. */
    VMEXIT_TR_READ(0x69L, "STR executed"),
    /** LIDT executed. */
    VMEXIT_IDTR_WRITE(0x6aL, "LIDT executed"),
    /** LGDT executed. */
    VMEXIT_GDTR_WRITE(0x6bL, "LGDT executed"),
    /** LLDT executed. */
    VMEXIT_LDTR_WRITE(0x6cL, "LLDT executed"),
    /** LTR executed. */
    VMEXIT_TR_WRITE(0x6dL, "LTR executed"),
    /** RDTSC executed. */
    VMEXIT_RDTSC(0x6eL, "RDTSC executed"),
    /** RDPMC executed. */
    VMEXIT_RDPMC(0x6fL, "RDPMC executed"),
    /** PUSHF executed. */
    VMEXIT_PUSHF(0x70L, "PUSHF executed"),
    /** POPF executed. */
    VMEXIT_POPF(0x71L, "POPF executed"),
    /** CPUID executed. */
    VMEXIT_CPUID(0x72L, "CPUID executed"),
    /** RSM executed. */
    VMEXIT_RSM(0x73L, "RSM executed"),
    /** IRET executed. */
    VMEXIT_IRET(0x74L, "IRET executed"),
    /** INTn executed. */
    VMEXIT_SWINT(0x75L, "INTn executed"),
    /** INVD executed. */
    VMEXIT_INVD(0x76L, "INVD executed"),
    /** PAUSE executed (subject to pause filter). */
    VMEXIT_PAUSE(0x77L, "PAUSE executed (subject to pause filter)"),
    /** HLT executed. */
    VMEXIT_HLT(0x78L, "HLT executed"),
    /** INVLPG executed. */
    VMEXIT_INVLPG(0x79L, "INVLPG executed"),
    /** INVLPGA executed. */
    VMEXIT_INVLPGA(0x7aL, "INVLPGA executed"),
    /** IN/OUT/INS/OUTS to a port whose IOPM bit is set. */
    VMEXIT_IOIO(0x7bL, "IN/OUT/INS/OUTS to a port whose IOPM bit is set"),
    /** RDMSR/WRMSR with its MSRPM bit set or out of map range. */
    VMEXIT_MSR(0x7cL, "RDMSR/WRMSR with its MSRPM bit set or out of map range"),
    /** Task switch. */
    VMEXIT_TASK_SWITCH(0x7dL, "Task switch"),
    /** FP legacy handling: processor frozen for an x87 error. */
    VMEXIT_FERR_FREEZE(0x7eL, "FP legacy handling: processor frozen for an x87 error"),
    /** Shutdown (triple fault). */
    VMEXIT_SHUTDOWN(0x7fL, "Shutdown (triple fault)"),
    /** VMRUN executed. */
    VMEXIT_VMRUN(0x80L, "VMRUN executed"),
    /** VMMCALL executed. */
    VMEXIT_VMMCALL(0x81L, "VMMCALL executed"),
    /** VMLOAD executed. */
    VMEXIT_VMLOAD(0x82L, "VMLOAD executed"),
    /** VMSAVE executed. */
    VMEXIT_VMSAVE(0x83L, "VMSAVE executed"),
    /** STGI executed. */
    VMEXIT_STGI(0x84L, "STGI executed"),
    /** CLGI executed. */
    VMEXIT_CLGI(0x85L, "CLGI executed"),
    /** SKINIT executed. */
    VMEXIT_SKINIT(0x86L, "SKINIT executed"),
    /** RDTSCP executed. */
    VMEXIT_RDTSCP(0x87L, "RDTSCP executed"),
    /** INT1 executed. */
    VMEXIT_ICEBP(0x88L, "INT1 executed"),
    /** WBINVD or WBNOINVD executed. */
    VMEXIT_WBINVD(0x89L, "WBINVD or WBNOINVD executed"),
    /** MONITOR or MONITORX executed. */
    VMEXIT_MONITOR(0x8aL, "MONITOR or MONITORX executed"),
    /** MWAIT or MWAITX executed (unconditional intercept). */
    VMEXIT_MWAIT(0x8bL, "MWAIT or MWAITX executed (unconditional intercept)"),
    /** MWAIT or MWAITX executed with the monitor armed. */
    VMEXIT_MWAIT_CONDITIONAL(0x8cL, "MWAIT or MWAITX executed with the monitor armed"),
    /** XSETBV executed. */
    VMEXIT_XSETBV(0x8dL, "XSETBV executed"),
    /** RDPRU executed. */
    VMEXIT_RDPRU(0x8eL, "RDPRU executed"),
    /** Guest wrote EFER. */
    VMEXIT_EFER_WRITE_TRAP(0x8fL, "Guest wrote EFER"),
    /** Guest wrote CR0. */
    VMEXIT_CR0_WRITE_TRAP(0x90L, "Guest wrote CR0"),
    /** Guest wrote CR1. */
    VMEXIT_CR1_WRITE_TRAP(0x91L, "Guest wrote CR1"),
    /** Guest wrote CR2. */
    VMEXIT_CR2_WRITE_TRAP(0x92L, "Guest wrote CR2"),
    /** Guest wrote CR3. */
    VMEXIT_CR3_WRITE_TRAP(0x93L, "Guest wrote CR3"),
    /** Guest wrote CR4. */
    VMEXIT_CR4_WRITE_TRAP(0x94L, "Guest wrote CR4"),
    /** Guest wrote CR5. */
    VMEXIT_CR5_WRITE_TRAP(0x95L, "Guest wrote CR5"),
    /** Guest wrote CR6. */
    VMEXIT_CR6_WRITE_TRAP(0x96L, "Guest wrote CR6"),
    /** Guest wrote CR7. */
    VMEXIT_CR7_WRITE_TRAP(0x97L, "Guest wrote CR7"),
    /** Guest wrote CR8. */
    VMEXIT_CR8_WRITE_TRAP(0x98L, "Guest wrote CR8"),
    /** Guest wrote CR9. */
    VMEXIT_CR9_WRITE_TRAP(0x99L, "Guest wrote CR9"),
    /** Guest wrote CR10. */
    VMEXIT_CR10_WRITE_TRAP(0x9aL, "Guest wrote CR10"),
    /** Guest wrote CR11. */
    VMEXIT_CR11_WRITE_TRAP(0x9bL, "Guest wrote CR11"),
    /** Guest wrote CR12. */
    VMEXIT_CR12_WRITE_TRAP(0x9cL, "Guest wrote CR12"),
    /** Guest wrote CR13. */
    VMEXIT_CR13_WRITE_TRAP(0x9dL, "Guest wrote CR13"),
    /** Guest wrote CR14. */
    VMEXIT_CR14_WRITE_TRAP(0x9eL, "Guest wrote CR14"),
    /** Guest wrote CR15. */
    VMEXIT_CR15_WRITE_TRAP(0x9fL, "Guest wrote CR15"),
    /** INVLPGB executed. */
    VMEXIT_INVLPGB(0xa0L, "INVLPGB executed"),
    /** INVLPGB with an illegal form for a guest. */
    VMEXIT_INVLPGB_ILLEGAL(0xa1L, "INVLPGB with an illegal form for a guest"),
    /** INVPCID executed. */
    VMEXIT_INVPCID(0xa2L, "INVPCID executed"),
    /** MCOMMIT executed. */
    VMEXIT_MCOMMIT(0xa3L, "MCOMMIT executed"),
    /** TLBSYNC executed. */
    VMEXIT_TLBSYNC(0xa4L, "TLBSYNC executed"),
    /** Bus lock about to happen while the bus-lock counter is 0. */
    VMEXIT_BUSLOCK(0xa5L, "Bus lock about to happen while the bus-lock counter is 0"),
    /** HLT executed with no pending virtual interrupt. */
    VMEXIT_IDLE_HLT(0xa6L, "HLT executed with no pending virtual interrupt"),
    /** Nested page fault. */
    VMEXIT_NPF(0x400L, "Nested page fault"),
    /** AVIC could not deliver an IPI to all targets. */
    VMEXIT_AVIC_INCOMPLETE_IPI(0x401L, "AVIC could not deliver an IPI to all targets"),
    /** Access to an APIC register AVIC does not accelerate. */
    VMEXIT_AVIC_NOACCEL(0x402L, "Access to an APIC register AVIC does not accelerate"),
    /** VMGEXIT executed by an SEV-ES guest. */
    VMEXIT_VMGEXIT(0x403L, "VMGEXIT executed by an SEV-ES guest"),
    /** First of the codes that are left to host software. */
    VMEXIT_HOST_RESERVED(0xf0000000L, "First of the codes that are left to host software"),
    /** VMRUN: invalid performance-counter virtualisation state. */
    VMEXIT_INVALID_PMC(-4L, "VMRUN: invalid performance-counter virtualisation state"),
    /** VMRUN of an SNP guest: sibling thread not idle. */
    VMEXIT_IDLE_REQUIRED(-3L, "VMRUN of an SNP guest: sibling thread not idle"),
    /** VMRUN: VMSA busy (SEV-ES/SNP). */
    VMEXIT_BUSY(-2L, "VMRUN: VMSA busy (SEV-ES/SNP)"),
    /** VMRUN consistency check failed. */
    VMEXIT_INVALID(-1L, "VMRUN consistency check failed");

    private static final ExitCode[] ALL = values();
    private static final int INTERCEPTS = 0xa7;

    private final long code;
    private final String title;

    ExitCode(long code, String title) {
        this.code = code;
        this.title = title;
    }

    /** The value in EXITCODE. */
    public long code() {
        return code;
    }

    /** What happened, in words. */
    public String title() {
        return title;
    }

    /** Whether VMRUN failed, so that the guest did not run. */
    public boolean failedEntry() {
        return code < 0;
    }

    /** The exit that an intercept leads to. */
    public static ExitCode of(Intercept intercept) {
        return ALL[intercept.exitCode()];
    }

    /** The exit with this value of EXITCODE; empty if the manual defines none. */
    public static Optional<ExitCode> of(long code) {
        if (code >= 0 && code < INTERCEPTS) {
            return Optional.of(ALL[(int) code]);
        }
        for (int i = INTERCEPTS; i < ALL.length; i++) {
            if (ALL[i].code == code) {
                return Optional.of(ALL[i]);
            }
        }
        return Optional.empty();
    }
}
