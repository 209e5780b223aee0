package dev.ringmaster.testkit.contract;

import dev.ringmaster.board.MemoryBus;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.function.Consumer;

/** The modes in which small guests start: their registers, and the tables in their memory. */
enum GuestCode {
    /** Real mode with all segments at 0x10000. */
    REAL(2, 0x10000),
    /** 32-bit protected mode without paging, flat. */
    PROTECTED(4, 0),
    /** 64-bit mode; the first two MiB are mapped to themselves, twice what is there. */
    LONG(8, 0);

    /** The guest's RAM in bytes. */
    static final int MEMORY = 1 << 20;

    /** Offsets in the code segment: the program, its data, the top of its stack. */
    static final int ORIGIN = 0x1000;

    static final int DATA = 0x6000;
    static final int STACK = 0x5800;

    private static final int GDT = 0x40000;
    private static final int IDT = 0x41000;
    private static final int TABLES = 0x42000;
    private static final int VECTORS = 48;

    private final int size;
    private final int base;

    GuestCode(int size, int base) {
        this.size = size;
        this.base = base;
    }

    /** Bytes of a machine word: 2, 4 or 8. */
    int size() {
        return size;
    }

    /** The linear address of an offset in the code segment. */
    int linear(int offset) {
        return base + offset;
    }

    /** An empty program that will stand at {@link #ORIGIN}. */
    Code code() {
        return new Code(size, ORIGIN);
    }

    /** Puts {@code program} and the tables into memory; every exception goes to {@code handler}. */
    void load(byte[] program, int handler, MemoryBus memory) {
        memory.load(linear(ORIGIN), program);
        switch (this) {
            case REAL -> gates(0, 4, at -> gate16(memory, at, handler));
            case PROTECTED -> {
                descriptors(memory, 0x00cf9b000000ffffL);
                gates(IDT, 8, at -> gate(memory, at, handler));
            }
            case LONG -> {
                descriptors(memory, 0x00af9b000000ffffL);
                gates(IDT, 16, at -> gate(memory, at, handler));
                memory.write(TABLES, 8, TABLES + 0x1000 | 7);
                memory.write(TABLES + 0x1000, 8, TABLES + 0x2000 | 7);
                memory.write(TABLES + 0x2000, 8, 0x87);
            }
        }
    }

    private static void descriptors(MemoryBus memory, long code) {
        memory.write(GDT + 8, 8, code);
        memory.write(GDT + 16, 8, 0x00cf93000000ffffL);
    }

    private static void gates(int table, int step, Consumer<Integer> write) {
        for (int vector = 0; vector < VECTORS; vector++) {
            write.accept(table + step * vector);
        }
    }

    private void gate16(MemoryBus memory, int at, int handler) {
        memory.write(at, 4, (long) base >> 4 << 16 | handler);
    }

    private static void gate(MemoryBus memory, int at, int handler) {
        memory.write(at, 8, 0x00008e0000080000L | handler & 0xffff);
    }

    /** The registers at {@link #ORIGIN}. */
    CpuState start() {
        CpuState s = new CpuState();
        s.flags.set(2);
        s.dr[6] = 0xffff0ff0L;
        s.dr[7] = 0x400;
        s.cr0 = this == REAL ? 0x10 : 0x11;
        s.ldtr.set(0, 0, 0, Segment.UNUSABLE);
        s.tr.set(0, 0, 0xffff, 0x8b);
        s.gdtr.base = GDT;
        s.gdtr.limit = 0x17;
        s.idtr.base = this == REAL ? 0 : IDT;
        s.idtr.limit = this == REAL ? 0x3ff : VECTORS * 2 * size - 1;
        segments(s);
        if (this == LONG) {
            s.cr0 = 0x80000011L;
            s.cr3 = TABLES;
            s.cr4 = 0x620;
            s.efer = 0xd00;
        }
        s.rip = ORIGIN;
        s.gpr[4] = STACK;
        return s;
    }

    private void segments(CpuState s) {
        for (Segment segment : s.segments) {
            if (this == REAL) {
                segment.set(base >> 4, base, 0xffff, 0x93);
            } else {
                segment.set(0x10, 0, 0xffffffffL, 0xc093);
            }
        }
        switch (this) {
            case REAL -> s.segments[Segment.CS].set(base >> 4, base, 0xffff, 0x9b);
            case PROTECTED -> s.segments[Segment.CS].set(8, 0, 0xffffffffL, 0xc09b);
            case LONG -> s.segments[Segment.CS].set(8, 0, 0xffffffffL, 0xa09b);
        }
    }
}
