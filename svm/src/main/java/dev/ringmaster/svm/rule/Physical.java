package dev.ringmaster.svm.rule;

import static dev.ringmaster.svm.rule.ContextField.LINEAR_ADDRESS_BITS;
import static dev.ringmaster.svm.rule.ContextField.MAXPHYADDR;

/** Comparisons of addresses with the widths that the processor has. */
final class Physical {
    static final long PAGE_OFFSET = 0xfff;

    private static final long PDPE_PRESENT = 1;
    private static final long PDPE_RESERVED = 0x1e6;

    private Physical() {}

    /** The first address that is too large: 2 to the power of MAXPHYADDR. */
    static long limit(VmrunState state) {
        return 1L << state.get(MAXPHYADDR);
    }

    /** Whether no bit at or above MAXPHYADDR is 1. */
    static boolean fits(VmrunState state, long address) {
        return address >>> state.get(MAXPHYADDR) == 0;
    }

    /**
     * Whether {@code bytes} bytes from the page of {@code base} end within the physical addresses.
     */
    static boolean fits(VmrunState state, long base, long bytes) {
        long limit = limit(state);
        long page = base & ~PAGE_OFFSET;
        return Long.compareUnsigned(page, limit) < 0 && page + bytes <= limit;
    }

    /** Whether the bits above the linear-address width are copies of its top bit. */
    static boolean canonical(VmrunState state, long linear) {
        return canonicalize(state, linear) == linear;
    }

    /** The address with the bits above the linear-address width as copies of its top bit. */
    static long canonicalize(VmrunState state, long linear) {
        int unused = 64 - (int) state.get(LINEAR_ADDRESS_BITS);
        return linear << unused >> unused;
    }

    /**
     * Whether a PAE page-directory-pointer entry has no reserved bit set. @apm Vol. 2, PAE Paging,
     * Page-Directory-Pointer Entry
     */
    static boolean legalPdpe(VmrunState state, long entry) {
        return (entry & PDPE_PRESENT) == 0 || (entry & PDPE_RESERVED) == 0 && fits(state, entry);
    }
}
