package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * A stack that several values are pushed on before its register changes: the pushes of a call, an
 * event or a stack switch. Nothing is committed before {@link #commit()}.
 */
final class StackCursor {
    private final Cpu cpu;
    private final Segment ss = new Segment();
    private final int width;
    private final boolean switched;
    private final boolean supervisor;
    private long top;

    private StackCursor(Cpu cpu, int width, long top, boolean switched, boolean supervisor) {
        this.cpu = cpu;
        this.width = width;
        this.top = Bits.zeroExtend(top, width);
        this.switched = switched;
        this.supervisor = supervisor;
    }

    /** The current stack. */
    static StackCursor current(Cpu cpu) {
        CpuState s = cpu.state;
        StackCursor c = new StackCursor(cpu, s.stackSize(), s.gpr[Stack.RSP], false, false);
        c.ss.set(s.segments[Segment.SS]);
        return c;
    }

    /** The current stack of IA-32e mode from {@code top} downward, whatever the code size was. */
    static StackCursor long64(Cpu cpu, long top) {
        StackCursor c = new StackCursor(cpu, 8, top, false, false);
        c.ss.set(cpu.state.segments[Segment.SS]);
        return c;
    }

    /** The stack of an inner ring outside IA-32e mode. */
    static StackCursor inner(Cpu cpu, Descriptor d, long top) {
        StackCursor c = new StackCursor(cpu, d.big() ? 4 : 2, top, true, true);
        c.ss.set(d.selector(), d.base(), d.limit(), d.access() | Segment.ACCESSED);
        return c;
    }

    /** The stack of inner ring {@code cpl} in IA-32e mode: SS is null. */
    static StackCursor inner64(Cpu cpu, int cpl, long top) {
        StackCursor c = new StackCursor(cpu, 8, top, true, true);
        c.ss.set(cpl, 0, 0, SegmentLoading.NULL | cpl << 5);
        return c;
    }

    /** Writes {@code size} bytes below what was pushed last. */
    void push(int size, long value) {
        top = Bits.zeroExtend(top - size, width);
        long linear = linear(size);
        if (supervisor) {
            cpu.memory.systemWrite(linear, size, value);
        } else {
            cpu.memory.write(linear, size, value);
        }
    }

    private long linear(int size) {
        if (width == 8) {
            if (!Bits.canonical(top) || !Bits.canonical(top + size - 1)) {
                throw full();
            }
            return top;
        }
        if (ss.unusable() || !ss.flat() && !Segmentation.within(ss, top, size)) {
            throw full();
        }
        return ss.base + top & 0xffffffffL;
    }

    /**
     * #SS with the selector of a new stack; with 0 for the current one and for those of IA-32e
     * mode.
     */
    private Fault full() {
        int selector = switched && width != 8 ? ss.selector : 0;
        return Fault.ss(Descriptors.errorCode(cpu, selector));
    }

    /** Makes it the current stack. */
    void commit() {
        CpuState s = cpu.state;
        s.segments[Segment.SS].set(ss);
        s.reg(Stack.RSP, width, top);
    }
}
