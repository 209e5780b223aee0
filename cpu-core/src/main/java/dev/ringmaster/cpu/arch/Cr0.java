package dev.ringmaster.cpu.arch;

/** The bits of CR0. @sdm Vol. 3A, Control Registers */
public enum Cr0 implements Flag {
    /** Protection enable. */
    PE(0),
    /** Monitor coprocessor: WAIT obeys TS. */
    MP(1),
    /** Emulation: no x87. */
    EM(2),
    /** Task switched: the next x87 or SSE instruction faults. */
    TS(3),
    /** Extension type, fixed to 1. */
    ET(4),
    /** Numeric errors are reported by exception. */
    NE(5),
    /** Write protect: supervisor writes obey read-only pages. */
    WP(16),
    /** Alignment mask: RFLAGS.AC checks alignment in ring 3. */
    AM(18),
    /** Not write-through. */
    NW(29),
    /** Cache disable. */
    CD(30),
    /** Paging. */
    PG(31);

    private final int bit;

    Cr0(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
