package dev.ringmaster.testkit.arbitrary;

/** What a paging entry may say beside an address. @sdm Vol. 3A, Paging */
public enum PageFlag {
    /** Bit 0. */
    PRESENT(1),
    /** Bit 1. */
    WRITABLE(1 << 1),
    /** Bit 2. */
    USER(1 << 2),
    /** Bit 5. */
    ACCESSED(1 << 5),
    /** Bit 6; of no meaning in an entry that refers to a table. */
    DIRTY(1 << 6),
    /** Bit 63, reserved unless EFER.NXE; without effect in 32-bit paging, which lacks it. */
    NO_EXECUTE(1L << 63),
    /**
     * A reserved bit is 1: an address bit beyond 51 physical address bits at most, bit 21 of a
     * 4-MByte page; without effect in entries that have none.
     */
    RESERVED(0);

    private final long mask;

    PageFlag(long mask) {
        this.mask = mask;
    }

    /** The bit in an entry; 0 for {@link #RESERVED}, whose place depends on the entry. */
    long mask() {
        return mask;
    }
}
