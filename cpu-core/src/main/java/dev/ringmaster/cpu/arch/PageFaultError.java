package dev.ringmaster.cpu.arch;

/** The bits of a page-fault error code. @sdm Vol. 3A, Page-Fault Exceptions */
public enum PageFaultError implements Flag {
    /** The fault is a protection violation, not an absent page. */
    P(0),
    /** The access was a write. */
    W(1),
    /** The access was a user-mode access. */
    U(2),
    /** A reserved bit was 1 in a paging entry. */
    RSVD(3),
    /** The access was an instruction fetch. */
    I(4),
    /** A protection key forbade it. */
    PK(5),
    /** A shadow-stack access. */
    SS(6);

    private final int bit;

    PageFaultError(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
