package dev.ringmaster.board;

/**
 * The registers of the local APIC: a number is the MMIO offset divided by 16, and the x2APIC MSR
 * index less 0x800. Each names what x2APIC mode allows and which bits are then reserved.
 *
 * @sdm Vol. 3A, x2APIC Register Address Space
 */
enum ApicRegister {
    ID(0x02, "r", 0),
    VERSION(0x03, "r", 0),
    TPR(0x08, "rw", 0xff),
    PPR(0x0a, "r", 0),
    EOI(0x0b, "w", 0),
    LDR(0x0d, "r", 0),
    DFR(0x0e, "", 0),
    SVR(0x0f, "rw", 0x3ff),
    ISR(0x10, "r", 0),
    TMR(0x18, "r", 0),
    IRR(0x20, "r", 0),
    ESR(0x28, "rw", 0),
    ICR(0x30, "rw", 0xffff_ffff_000c_dfffL),
    ICR_HIGH(0x31, "", 0),
    LVT_TIMER(0x32, "rw", 0x7_10ff),
    LVT_THERMAL(0x33, "rw", 0x1_17ff),
    LVT_PERFORMANCE(0x34, "rw", 0x1_17ff),
    LVT_LINT0(0x35, "rw", 0x1_f7ff),
    LVT_LINT1(0x36, "rw", 0x1_f7ff),
    LVT_ERROR(0x37, "rw", 0x1_10ff),
    INITIAL_COUNT(0x38, "rw", 0xffff_ffffL),
    CURRENT_COUNT(0x39, "r", 0),
    DIVIDE(0x3e, "rw", 0xb),
    SELF_IPI(0x3f, "w", 0xff);

    private static final ApicRegister[] BY_NUMBER = new ApicRegister[0x40];

    static {
        for (ApicRegister r : values()) {
            int words = r == ISR || r == TMR || r == IRR ? 8 : 1;
            java.util.Arrays.fill(BY_NUMBER, r.number, r.number + words, r);
        }
    }

    private final int number;
    private final String access;
    private final long allowed;

    ApicRegister(int number, String access, long allowed) {
        this.number = number;
        this.access = access;
        this.allowed = allowed;
    }

    /** The register with this number, or null; each word of the 256-bit registers has one. */
    static ApicRegister of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    int number() {
        return number;
    }

    /** Whether RDMSR may read it in x2APIC mode. */
    boolean readable() {
        return access.startsWith("r");
    }

    /** Whether WRMSR may write {@code value} to it in x2APIC mode. */
    boolean accepts(long value) {
        return access.endsWith("w") && (value & ~allowed) == 0;
    }

    boolean isLvt() {
        return number >= LVT_TIMER.number && number <= LVT_ERROR.number;
    }

    /**
     * The bits of a local vector table entry that software writes; delivery status and remote IRR
     * are read-only.
     */
    int lvtMask() {
        return (int) allowed & ~0x5000;
    }
}
