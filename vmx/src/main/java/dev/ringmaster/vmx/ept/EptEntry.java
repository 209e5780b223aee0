package dev.ringmaster.vmx.ept;

/** The bits of an EPT paging-structure entry. @sdm Vol. 3C, EPT Translation Mechanism */
final class EptEntry {
    static final long READ = 1;
    static final long WRITE = 2;
    static final long EXECUTE = 4;
    static final long PERMISSIONS = READ | WRITE | EXECUTE;
    static final long LARGE = 1 << 7;
    static final long ACCESSED = 1 << 8;
    static final long DIRTY = 1 << 9;
    static final long ADDRESS = 0xf_ffff_ffff_f000L;

    private EptEntry() {}

    static boolean present(long entry) {
        return (entry & PERMISSIONS) != 0;
    }

    /** Whether an entry of this level maps a page. */
    static boolean leaf(long entry, int level) {
        return level == 1 || level < 4 && (entry & LARGE) != 0;
    }

    /** The number of address bits below what an entry of this level maps or refers to. */
    static int shift(int level) {
        return 12 + 9 * (level - 1);
    }

    /** Memory types 2, 3 and 7 do not exist. */
    static boolean reservedMemoryType(long entry) {
        int type = (int) (entry >> 3) & 7;
        return type == 2 || type == 3 || type == 7;
    }
}
