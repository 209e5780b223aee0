package dev.ringmaster.hypervisor.host;

/** Hands out the host's memory in whole pages, from low addresses up; nothing is given back. */
public final class FrameAllocator {
    private static final int PAGE = 0x1000;

    private final long end;
    private long next;

    /** Owns host-physical {@code start} to {@code end}. */
    public FrameAllocator(long start, long end) {
        this.next = start;
        this.end = end;
    }

    /** The host-physical address of a fresh page, which holds zeros. */
    public long page() {
        return pages(1, PAGE);
    }

    /**
     * The host-physical address of {@code count} pages in a row.
     *
     * @param alignment a power of two, at least 4096
     * @throws IllegalArgumentException if the host has no more memory
     */
    public long pages(long count, long alignment) {
        long start = next + alignment - 1 & -alignment;
        if (start + count * PAGE > end) {
            throw new IllegalArgumentException(
                    "the host has "
                            + (end - next >> 10)
                            + " KiB left, not "
                            + (count * PAGE >> 10));
        }
        next = start + count * PAGE;
        return start;
    }
}
