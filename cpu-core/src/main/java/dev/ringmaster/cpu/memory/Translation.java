package dev.ringmaster.cpu.memory;

/** The result of a page walk; one instance is reused by each walker. */
final class Translation {
    /** The host-physical address of the 4-KByte page. */
    long page;

    /** User-mode accesses are allowed. */
    boolean user;

    /** The paging entries allow writes (CR0.WP may allow them to supervisors all the same). */
    boolean writable;

    /** The paging entries forbid fetches. */
    boolean noExecute;

    /** The leaf's D bit is 1, so that a write needs no more bookkeeping. */
    boolean dirty;

    /** The mapping is larger than 4 KBytes. */
    boolean large;

    /** What the second level allows, as {@code SecondLevel} bits. */
    int second;
}
