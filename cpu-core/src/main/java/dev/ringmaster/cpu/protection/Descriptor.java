package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.state.Segment;

/**
 * A descriptor as it stands in a table.
 *
 * @param selector the selector that named it, with its RPL
 * @param address the linear address of its first byte
 * @param low the first 8 bytes
 * @param high the second 8 bytes of a system descriptor of IA-32e mode; else 0
 * @sdm Vol. 3A, Segment Descriptors
 * @sdm Vol. 3A, System Descriptor Types
 */
record Descriptor(int selector, long address, long low, long high) {
    static final int TSS16 = 1;
    static final int LDT = 2;
    static final int BUSY = 2;
    static final int CALL_GATE16 = 4;
    static final int TASK_GATE = 5;
    static final int INTERRUPT_GATE16 = 6;
    static final int TRAP_GATE16 = 7;
    static final int TSS32 = 9;
    static final int CALL_GATE = 12;
    static final int INTERRUPT_GATE = 14;
    static final int TRAP_GATE = 15;

    /** The four type bits. */
    int type() {
        return (int) (low >>> 40) & 0xf;
    }

    boolean system() {
        return (low >>> 44 & 1) == 0;
    }

    int dpl() {
        return (int) (low >>> 45) & 3;
    }

    int rpl() {
        return selector & 3;
    }

    boolean present() {
        return (low >>> 47 & 1) != 0;
    }

    boolean code() {
        return !system() && (type() & Segment.CODE) != 0;
    }

    boolean conforming() {
        return code() && (type() & Segment.EXPAND_DOWN_OR_CONFORMING) != 0;
    }

    boolean writableData() {
        return !system() && (type() & (Segment.CODE | Segment.WRITABLE_OR_READABLE)) == 2;
    }

    /** Whether loads from it are allowed: data, or code that may be read. */
    boolean readable() {
        return !system()
                && (type() & (Segment.CODE | Segment.WRITABLE_OR_READABLE)) != Segment.CODE;
    }

    boolean longCode() {
        return (low >>> 53 & 1) != 0;
    }

    boolean big() {
        return (low >>> 54 & 1) != 0;
    }

    boolean accessed() {
        return (low >>> 40 & 1) != 0;
    }

    /** The base address; 64 bits for a system descriptor of IA-32e mode. */
    long base() {
        return low >>> 16 & 0xffffff | low >>> 32 & 0xff000000L | high << 32;
    }

    /** The limit in bytes. */
    long limit() {
        long raw = low & 0xffff | low >>> 32 & 0xf0000;
        return (low >>> 55 & 1) != 0 ? raw << 12 | 0xfff : raw;
    }

    /** The access rights in the layout of {@link Segment#access}. */
    int access() {
        return (int) (low >>> 40) & 0xf0ff;
    }

    // --- gates

    /** Where a gate leads: the selector. */
    int gateSelector() {
        return (int) (low >>> 16) & 0xffff;
    }

    /** Where a gate leads: the offset. */
    long gateOffset() {
        long offset = low & 0xffff | low >>> 32 & 0xffff0000L | high << 32;
        return gateSize() == 2 ? offset & 0xffff : offset;
    }

    /** How many words or doublewords a call gate copies. */
    int gateParameters() {
        return (int) (low >>> 32) & 0x1f;
    }

    /** The index of the interrupt stack that a gate of IA-32e mode wants, 0 for none. */
    int gateStack() {
        return (int) (low >>> 32) & 7;
    }

    /** 2 for the gates of the 80286, else 4: the size of offset and pushes outside IA-32e mode. */
    int gateSize() {
        return (type() & 8) == 0 ? 2 : 4;
    }
}
