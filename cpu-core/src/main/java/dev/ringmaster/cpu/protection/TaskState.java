package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.state.CpuState;

/**
 * The layout of a task-state segment. Fields are numbered here; {@link #offset} says where a layout
 * has them.
 *
 * @sdm Vol. 3A, Task-State Segment (TSS)
 * @sdm Vol. 3A, 16-Bit Task-State Segment (TSS)
 */
enum TaskState {
    /** Of the 80286: words. */
    SIXTEEN(44),
    /** Of the 80386: doublewords. */
    THIRTY_TWO(104);

    static final int CR3 = 0;
    static final int EIP = 1;
    static final int EFLAGS = 2;
    static final int EAX = 3;
    static final int ES = 11;
    static final int LDTR = 17;
    static final int TRAP = 18;
    private static final int FIELDS = 19;
    private static final int ABSENT = -1;

    private final int size;

    TaskState(int size) {
        this.size = size;
    }

    static TaskState of(boolean wide) {
        return wide ? THIRTY_TWO : SIXTEEN;
    }

    boolean wide() {
        return this == THIRTY_TWO;
    }

    /** The number of bytes that a switch needs. */
    int size() {
        return size;
    }

    private int offset(int field) {
        if (wide()) {
            return field == TRAP ? 0x64 : 0x1c + 4 * field;
        }
        if (field == CR3 || field == TRAP || field == ES + 4 || field == ES + 5) {
            return ABSENT;
        }
        return field == LDTR ? 0x2a : 0x0e + 2 * (field - EIP);
    }

    /** The bytes of a field that mean something. */
    private int width(int field) {
        return !wide() || field >= ES ? 2 : 4;
    }

    /** Reads all fields; absent ones are 0. */
    long[] read(Cpu cpu, long base) {
        long[] image = new long[FIELDS];
        for (int field = 0; field < FIELDS; field++) {
            int offset = offset(field);
            if (offset != ABSENT) {
                image[field] = cpu.memory.systemRead(base + offset & 0xffffffffL, width(field));
            }
        }
        return image;
    }

    /** Saves what a switch saves: not CR3, LDTR or the inner stacks. */
    void save(Cpu cpu, long base, long flags) {
        CpuState s = cpu.state;
        write(cpu, base, EIP, s.rip);
        write(cpu, base, EFLAGS, flags);
        for (int i = 0; i < 8; i++) {
            write(cpu, base, EAX + i, s.gpr[i]);
        }
        for (int i = 0; i < 6; i++) {
            write(cpu, base, ES + i, s.segments[i].selector);
        }
    }

    private void write(Cpu cpu, long base, int field, long value) {
        int offset = offset(field);
        if (offset != ABSENT) {
            cpu.memory.systemWrite(base + offset & 0xffffffffL, width(field), value);
        }
    }
}
