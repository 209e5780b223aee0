package dev.ringmaster.cpu.state;

/**
 * A segment register with its hidden part. {@link #access} has the layout of the access-rights
 * fields of a VMCS: type in bits 3:0, S 4, DPL 6:5, P 7, AVL 12, L 13, D/B 14, G 15, unusable 16.
 * {@link #limit} is in bytes, already scaled by G, 0 to FFFFFFFFH.
 *
 * @sdm Vol. 3A, Segment Registers
 */
public final class Segment {
    public static final int ES = 0;
    public static final int CS = 1;
    public static final int SS = 2;
    public static final int DS = 3;
    public static final int FS = 4;
    public static final int GS = 5;

    /** Type bit: accessed. */
    public static final int ACCESSED = 1;

    /** Type bit: writable data or readable code. */
    public static final int WRITABLE_OR_READABLE = 2;

    /** Type bit: expand-down data or conforming code. */
    public static final int EXPAND_DOWN_OR_CONFORMING = 4;

    /** Type bit: code. */
    public static final int CODE = 8;

    public static final int S = 1 << 4;
    public static final int P = 1 << 7;
    public static final int AVL = 1 << 12;
    public static final int L = 1 << 13;
    public static final int DB = 1 << 14;
    public static final int G = 1 << 15;
    public static final int UNUSABLE = 1 << 16;

    /** The visible selector, 16 bits. */
    public int selector;

    /** The linear address at which the segment starts. */
    public long base;

    /** The last valid offset (for expand-down data, the last invalid one). */
    public long limit;

    /** The access rights in VMCS layout. */
    public int access;

    /** The four type bits. */
    public int type() {
        return access & 0xf;
    }

    /** The descriptor privilege level. */
    public int dpl() {
        return access >> 5 & 3;
    }

    public boolean present() {
        return (access & P) != 0;
    }

    public boolean unusable() {
        return (access & UNUSABLE) != 0;
    }

    public boolean isCode() {
        return (access & (S | CODE)) == (S | CODE);
    }

    /** Whether it is data that may be written, as far as the type says. */
    public boolean writable() {
        return (access & (CODE | WRITABLE_OR_READABLE)) == WRITABLE_OR_READABLE;
    }

    public boolean big() {
        return (access & DB) != 0;
    }

    public boolean longMode() {
        return (access & L) != 0;
    }

    /**
     * Whether it is usable, starts at 0 and reaches to FFFFFFFFH upwards: checks of offsets then
     * cannot fail.
     */
    public boolean flat() {
        return base == 0
                && limit == 0xffffffffL
                && (access & (UNUSABLE | P)) == P
                && (access & (CODE | EXPAND_DOWN_OR_CONFORMING)) != EXPAND_DOWN_OR_CONFORMING;
    }

    /** Sets everything at once. */
    public void set(int selector, long base, long limit, int access) {
        this.selector = selector;
        this.base = base;
        this.limit = limit;
        this.access = access;
    }

    /** Takes over another register's contents. */
    public void set(Segment other) {
        set(other.selector, other.base, other.limit, other.access);
    }
}
