package dev.ringmaster.testkit.arbitrary;

/** What control registers say about paging beside the mode. @sdm Vol. 3A, Paging-Mode Modifiers */
public enum PagingControl {
    /** CR0.WP: supervisor writes respect read-only pages. */
    WRITE_PROTECT,
    /** EFER.NXE: pages may forbid fetches. */
    NO_EXECUTE,
    /** CR4.SMEP: the supervisor does not execute user pages. */
    SMEP,
    /** CR4.SMAP: the supervisor does not access user pages unless RFLAGS.AC. */
    SMAP
}
