package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;

/**
 * The ways of paging. Levels count from 1, the page tables, upwards. @sdm Vol. 3A, Four Paging
 * Modes
 */
public enum PagingMode {
    /** Two levels of 4-byte entries, with pages of 4 MBytes. */
    LEGACY_32(2, 2, 4, 10, 32),
    /** Three levels of 8-byte entries, the uppermost of four PDPTEs; pages of 2 MBytes. */
    PAE(3, 2, 8, 9, 32),
    /** Four levels of 8-byte entries; pages of 2 MBytes and 1 GByte. */
    LONG_4(4, 3, 8, 9, 48);

    private final int levels;
    private final int largest;
    private final int entrySize;
    private final int indexBits;
    private final int linearBits;

    PagingMode(int levels, int largest, int entrySize, int indexBits, int linearBits) {
        this.levels = levels;
        this.largest = largest;
        this.entrySize = entrySize;
        this.indexBits = indexBits;
        this.linearBits = linearBits;
    }

    /** How many tables a walk to a small page reads. */
    public int levels() {
        return levels;
    }

    /** The highest level whose entries can map a page. */
    public int largestLevel() {
        return largest;
    }

    /** 4 or 8 bytes. */
    public int entrySize() {
        return entrySize;
    }

    /** How far an entry of a level reaches: the size of its range is 2 to this power bytes. */
    public int shift(int level) {
        return 12 + indexBits * (level - 1);
    }

    /** Which entry of a table of a level translates a linear address. */
    public int index(long linear, int level) {
        long width = Math.min(indexBits, linearBits - shift(level));
        return (int) (linear >>> shift(level)) & (1 << width) - 1;
    }

    /** A linear address of this mode: cut to 32 bits, or made canonical. */
    public long linear(long address) {
        return linearBits == 32 ? address & 0xffffffffL : address << 16 >> 16;
    }

    /** Whether entries of a level say something about access: all but PDPTEs of PAE paging do. */
    public boolean hasRights(int level) {
        return this != PAE || level < 3;
    }

    /** A bit that must be 0 in an entry, or 0 if there is none. */
    long reserved(int level, boolean page) {
        if (this == LEGACY_32) {
            return page && level == 2 ? 1 << 21 : 0;
        }
        return 1L << 51;
    }

    /** CR4 without modifiers. */
    long cr4() {
        return this == LEGACY_32 ? Cr4.PSE.mask() : Cr4.PAE.mask();
    }

    /** EFER without modifiers. */
    long efer() {
        return this == LONG_4 ? Efer.LME.mask() | Efer.LMA.mask() : 0;
    }
}
