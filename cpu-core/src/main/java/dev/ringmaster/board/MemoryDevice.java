package dev.ringmaster.board;

/**
 * A device that answers a run of pages of the memory bus. Offsets count from the start of its
 * region.
 */
public interface MemoryDevice {

    /**
     * Reads {@code size} bytes (1, 2, 4 or 8) at {@code offset}, little-endian and zero-extended.
     */
    long read(int offset, int size);

    /** Writes the low {@code size} bytes (1, 2, 4 or 8) of {@code value} at {@code offset}. */
    void write(int offset, int size, long value);
}
