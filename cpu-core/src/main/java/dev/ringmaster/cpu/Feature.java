package dev.ringmaster.cpu;

/**
 * Features that CPUID shows and on which the base processor's behaviour depends. @sdm Vol. 2A,
 * CPUID
 */
public enum Feature {
    VME(1, 3, 1),
    DE(1, 3, 2),
    PSE(1, 3, 3),
    TSC(1, 3, 4),
    MSR(1, 3, 5),
    PAE(1, 3, 6),
    MCE(1, 3, 7),
    CX8(1, 3, 8),
    APIC(1, 3, 9),
    SEP(1, 3, 11),
    MTRR(1, 3, 12),
    PGE(1, 3, 13),
    MCA(1, 3, 14),
    CMOV(1, 3, 15),
    PAT(1, 3, 16),
    CLFSH(1, 3, 19),
    MMX(1, 3, 23),
    FXSR(1, 3, 24),
    SSE(1, 3, 25),
    SSE2(1, 3, 26),
    SSE3(1, 2, 0),
    MONITOR(1, 2, 3),
    VMX(1, 2, 5),
    SSSE3(1, 2, 9),
    CX16(1, 2, 13),
    PCID(1, 2, 17),
    SSE42(1, 2, 20),
    X2APIC(1, 2, 21),
    MOVBE(1, 2, 22),
    POPCNT(1, 2, 23),
    TSC_DEADLINE(1, 2, 24),
    XSAVE(1, 2, 26),
    RDRAND(1, 2, 30),
    HYPERVISOR(1, 2, 31),
    FSGSBASE(7, 1, 0),
    BMI1(7, 1, 3),
    SMEP(7, 1, 7),
    BMI2(7, 1, 8),
    INVPCID(7, 1, 10),
    RDSEED(7, 1, 18),
    ADX(7, 1, 19),
    SMAP(7, 1, 20),
    CLFLUSHOPT(7, 1, 23),
    CLWB(7, 1, 24),
    UMIP(7, 2, 2),
    RDPID(7, 2, 22),
    LAHF64(0x80000001, 2, 0),
    SVM(0x80000001, 2, 2),
    CR8_LEGACY(0x80000001, 2, 4),
    LZCNT(0x80000001, 2, 5),
    SYSCALL(0x80000001, 3, 11),
    NX(0x80000001, 3, 20),
    PAGE1GB(0x80000001, 3, 26),
    RDTSCP(0x80000001, 3, 27),
    LM(0x80000001, 3, 29);

    private final int leaf;
    private final int register;
    private final int bit;

    Feature(int leaf, int register, int bit) {
        this.leaf = leaf;
        this.register = register;
        this.bit = bit;
    }

    /** The leaf of CPUID that shows it. */
    public int leaf() {
        return leaf;
    }

    /** The subleaf, 0. */
    public int subleaf() {
        return 0;
    }

    /** Whether the feature is in a result of its leaf. */
    public boolean in(CpuidResult result) {
        int word =
                switch (register) {
                    case 0 -> result.eax();
                    case 1 -> result.ebx();
                    case 2 -> result.ecx();
                    default -> result.edx();
                };
        return (word >>> bit & 1) != 0;
    }

    /** The result of its leaf with its bit 1. */
    CpuidResult addTo(CpuidResult r) {
        int mask = 1 << bit;
        return switch (register) {
            case 0 -> r.withEax(r.eax() | mask);
            case 1 -> r.withEbx(r.ebx() | mask);
            case 2 -> r.withEcx(r.ecx() | mask);
            default -> r.withEdx(r.edx() | mask);
        };
    }
}
