package dev.ringmaster.guest.kernel;

/** Where things are in the memory of the small kernels; linear and physical unless said. */
final class Layout {
    /** The multiboot image: the kernel's text and data. */
    static final long KERNEL = 0x100000;

    /** The tasks' text and strings: ring 3 reads and executes, nobody writes. */
    static final long USER_TEXT = 0x110000;

    /** The end of the tasks' text. */
    static final long USER_TEXT_END = 0x112000;

    /** Where paging tables begin; a page for each level. */
    static final long TABLES = 0x120000;

    static final int PAGE = 0x1000;
    static final long PML4 = TABLES;

    /** The one table of 32-bit paging with large pages, which only the 32-bit kernel tries. */
    static final long SHORT_DIRECTORY = TABLES;

    static final long POINTERS = TABLES + PAGE;
    static final long DIRECTORY = TABLES + 2 * PAGE;
    static final long TABLE = TABLES + 3 * PAGE;

    /** A kernel stack of one page for the kernel's own thread and each task; then the end. */
    static final long STACKS = 0x130000;

    static final long STACKS_END = STACKS + 3 * PAGE;

    /** The tasks' data page, and a stack page for each of them. */
    static final long USER_DATA = 0x138000;

    static final long USER_DATA_END = USER_DATA + 3 * PAGE;

    /** The tasks' results, over which the digest goes. */
    static final long RESULTS = 0x13c000;

    /** A page that is present and not writable. */
    static final long READ_ONLY = 0x140000;

    /** Page frames that are handed out when a page is touched first: physical. */
    static final long FRAME_FOR_KERNEL = 0x141000;

    static final long FRAME_FOR_TASK = 0x142000;

    /** Pages that nothing maps at first: linear. */
    static final long UNMAPPED_KERNEL = 0x150000;

    static final long UNMAPPED_USER = 0x151000;

    /** Where the memory that the image needs ends. */
    static final long END = 0x160000;

    /** The first 2 MiB once more, as one large page: linear. */
    static final long WINDOW = 0x200000;

    /** The first 4 MiB once more, under 32-bit paging: linear. */
    static final long SHORT_WINDOW = 0x400000;

    private Layout() {}

    /** Where the entry of the page table stands that maps {@code linear}, below 2 MiB. */
    static long entryOf(long linear) {
        return TABLE + linear / PAGE * 8;
    }
}
