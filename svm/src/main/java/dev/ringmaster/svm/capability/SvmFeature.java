package dev.ringmaster.svm.capability;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The CPUID bits that say what a processor's SVM can do.
 *
 * @apm Vol. 3, Obtaining Processor Information Via the CPUID Instruction
 */
public enum SvmFeature implements Flag {
    /** Nested paging. */
    NP(0x8000000a, Register.EDX, 0, "Nested paging"),
    /** LBR virtualization. */
    LBR_VIRT(0x8000000a, Register.EDX, 1, "LBR virtualization"),
    /** SVM lock (VM_CR.LOCK). */
    SVML(0x8000000a, Register.EDX, 2, "SVM lock (VM_CR.LOCK)"),
    /** Next RIP saved on #VMEXIT. */
    NRIPS(0x8000000a, Register.EDX, 3, "Next RIP saved on #VMEXIT"),
    /** MSR C000_0104 TSC ratio. */
    TSC_RATE_MSR(0x8000000a, Register.EDX, 4, "MSR C000_0104 TSC ratio"),
    /** VMCB clean bits. */
    VMCB_CLEAN(0x8000000a, Register.EDX, 5, "VMCB clean bits"),
    /** TLB_CONTROL flush-by-ASID encodings. */
    FLUSH_BY_ASID(0x8000000a, Register.EDX, 6, "TLB_CONTROL flush-by-ASID encodings"),
    /** Decode assists. */
    DECODE_ASSISTS(0x8000000a, Register.EDX, 7, "Decode assists"),
    /** Performance-counter virtualization. */
    PMC_VIRT(0x8000000a, Register.EDX, 8, "Performance-counter virtualization"),
    /** PAUSE filter count. */
    PAUSE_FILTER(0x8000000a, Register.EDX, 10, "PAUSE filter count"),
    /** PAUSE filter threshold. */
    PAUSE_FILTER_THRESHOLD(0x8000000a, Register.EDX, 12, "PAUSE filter threshold"),
    /** Advanced virtual interrupt controller. */
    AVIC(0x8000000a, Register.EDX, 13, "Advanced virtual interrupt controller"),
    /** Virtual VMSAVE/VMLOAD. */
    VMSAVE_VIRT(0x8000000a, Register.EDX, 15, "Virtual VMSAVE/VMLOAD"),
    /** Virtual GIF. */
    VGIF(0x8000000a, Register.EDX, 16, "Virtual GIF"),
    /** Guest mode execute trap. */
    GMET(0x8000000a, Register.EDX, 17, "Guest mode execute trap"),
    /** AVIC in x2APIC mode. */
    X2AVIC(0x8000000a, Register.EDX, 18, "AVIC in x2APIC mode"),
    /** Supervisor shadow-stack restrictions. */
    SSS_CHECK(0x8000000a, Register.EDX, 19, "Supervisor shadow-stack restrictions"),
    /** SPEC_CTRL virtualization. */
    SPEC_CTRL(0x8000000a, Register.EDX, 20, "SPEC_CTRL virtualization"),
    /** Read-only guest page tables. */
    ROGPT(0x8000000a, Register.EDX, 21, "Read-only guest page tables"),
    /** Host MCE override. */
    HOST_MCE_OVERRIDE(0x8000000a, Register.EDX, 23, "Host MCE override"),
    /** INVLPGB/TLBSYNC in a guest. */
    TLBI_CTL(0x8000000a, Register.EDX, 24, "INVLPGB/TLBSYNC in a guest"),
    /** NMI virtualization. */
    VNMI(0x8000000a, Register.EDX, 25, "NMI virtualization"),
    /** IBS virtualization. */
    IBS_VIRT(0x8000000a, Register.EDX, 26, "IBS virtualization"),
    /** Changed AVIC access to extended LVT. */
    EXT_LVT_AVIC_ACCESS_CHG(0x8000000a, Register.EDX, 27, "Changed AVIC access to extended LVT"),
    /** Guest VMCB address check. */
    NESTED_VIRT_VMCB_ADDR_CHK(0x8000000a, Register.EDX, 28, "Guest VMCB address check"),
    /** Bus lock threshold. */
    BUS_LOCK_THRESHOLD(0x8000000a, Register.EDX, 29, "Bus lock threshold"),
    /** Idle HLT intercept. */
    IDLE_HLT_INTERCEPT(0x8000000a, Register.EDX, 30, "Idle HLT intercept"),
    /** SVM supported. */
    SVM(0x80000001, Register.ECX, 2, "SVM supported"),
    /** SKINIT and STGI without SVME. */
    SKINIT(0x80000001, Register.ECX, 12, "SKINIT and STGI without SVME"),
    /** INVLPGB and TLBSYNC. */
    INVLPGB(0x80000008, Register.EBX, 3, "INVLPGB and TLBSYNC"),
    /** Secure encrypted virtualization. */
    SEV(0x8000001f, Register.EAX, 1, "Secure encrypted virtualization"),
    /** Encrypted state. */
    SEV_ES(0x8000001f, Register.EAX, 3, "Encrypted state"),
    /** Secure nested paging. */
    SEV_SNP(0x8000001f, Register.EAX, 4, "Secure nested paging");

    /** The CPUID function that describes SVM. */
    public static final int SVM_LEAF = 0x8000000a;

    private final int function;
    private final Register register;
    private final int bit;
    private final String title;

    SvmFeature(int function, Register register, int bit, String title) {
        this.function = function;
        this.register = register;
        this.bit = bit;
        this.title = title;
    }

    /** The CPUID function, for example 0x8000000a. */
    public int function() {
        return function;
    }

    /** The register that CPUID returns it in. */
    public Register register() {
        return register;
    }

    @Override
    public int bit() {
        return bit;
    }

    /** What it means, in words. */
    public String title() {
        return title;
    }

    /** The registers that CPUID returns. */
    public enum Register {
        /** EAX. */
        EAX,
        /** EBX. */
        EBX,
        /** ECX. */
        ECX,
        /** EDX. */
        EDX
    }
}
