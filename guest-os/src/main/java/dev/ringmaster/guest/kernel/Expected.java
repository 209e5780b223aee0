package dev.ringmaster.guest.kernel;

/**
 * What a probe must lead to.
 *
 * @param vector the exception
 * @param error its error code, 0 if it has none
 * @param cr2 the linear address of a page fault, else 0
 * @param pageTableEntry the physical address of the entry that the handler fills, or 0
 * @param entryValue what it puts there
 * @param line what it prints
 */
record Expected(
        int vector, int error, long cr2, long pageTableEntry, long entryValue, String line) {

    /** A fault that the handler skips. */
    static Expected fault(int vector, int error, String line) {
        return new Expected(vector, error, 0, 0, 0, line);
    }

    /** A page fault that the handler skips. */
    static Expected pageFault(int error, long cr2, String line) {
        return new Expected(Vectors.PAGE_FAULT, error, cr2, 0, 0, line);
    }

    /** A page fault that the handler resolves with a page frame. */
    static Expected missingPage(int error, long cr2, long entryValue, String line) {
        return new Expected(
                Vectors.PAGE_FAULT, error, cr2, Layout.entryOf(cr2 & -0x1000), entryValue, line);
    }
}
