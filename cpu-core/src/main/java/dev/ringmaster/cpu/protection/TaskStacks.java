package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.state.Segment;

/** The stacks of the inner rings, which the current TSS names. @sdm Vol. 3A, Stack Switching */
final class TaskStacks {
    private static final int FIRST_STACK = 4;
    private static final int FIRST_INTERRUPT_STACK = 0x24;

    private TaskStacks() {}

    /**
     * The stack of ring {@code cpl}, outside IA-32e mode. The accessed bit of its descriptor has
     * been written.
     */
    static StackCursor inner(Cpu cpu, int cpl) {
        Segment tr = cpu.state.tr;
        boolean wide = (tr.access & 8) != 0;
        int offset = wide ? FIRST_STACK + 8 * cpl : 2 + 4 * cpl;
        requireWithin(cpu, offset + (wide ? 5 : 3));
        long top = cpu.memory.systemRead(tr.base + offset & 0xffffffffL, wide ? 4 : 2);
        long at = tr.base + offset + (wide ? 4 : 2) & 0xffffffffL;
        int selector = (int) cpu.memory.systemRead(at, 2);
        if (Descriptors.isNull(selector)) {
            throw Fault.ts(Descriptors.external(cpu));
        }
        Descriptor d = SegmentLoading.stack(cpu, selector, cpl, Fault::ts);
        Descriptors.markAccessed(cpu, d);
        return StackCursor.inner(cpu, d, top);
    }

    /** RSP0 to RSP2. @sdm Vol. 3A, 64-Bit Mode Stack Switching */
    static long rsp(Cpu cpu, int cpl) {
        return pointer(cpu, FIRST_STACK + 8 * cpl);
    }

    /** IST1 to IST7. @sdm Vol. 3A, Interrupt Stack Table */
    static long interruptStack(Cpu cpu, int index) {
        return pointer(cpu, FIRST_INTERRUPT_STACK + 8 * (index - 1));
    }

    private static long pointer(Cpu cpu, int offset) {
        requireWithin(cpu, offset + 7);
        return cpu.memory.systemRead(cpu.state.tr.base + offset, 8);
    }

    private static void requireWithin(Cpu cpu, int last) {
        Segment tr = cpu.state.tr;
        if (last > tr.limit) {
            throw Fault.ts(Descriptors.errorCode(cpu, tr.selector));
        }
    }
}
