package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/** Events in IA-32e mode. @sdm Vol. 3A, Exception and Interrupt Handling in 64-bit Mode */
final class LongDelivery {
    private static final long ALIGNMENT = ~0xfL;

    private LongDelivery() {}

    static void deliver(Cpu cpu, Event event) {
        CpuState s = cpu.state;
        Descriptor gate = gate(cpu, event);
        int selector = gate.gateSelector();
        Descriptor code = ProtectedDelivery.handler(cpu, selector);
        if (!code.longCode() || code.big()) {
            throw Fault.gp(Descriptors.errorCode(cpu, selector));
        }
        CodeSegments.requireUsable(cpu, code);
        int cpl = code.conforming() ? s.cpl : code.dpl();
        StackCursor stack = stack(cpu, gate, cpl);
        CodeSegments.requireTarget(cpu, code, gate.gateOffset());
        pushFrame(event, s, stack);
        Descriptors.markAccessed(cpu, code);
        CodeSegments.install(cpu, code, cpl, gate.gateOffset());
        EventDelivery.enterHandler(s, (gate.type() & 1) == 0);
        stack.commit();
        cpu.modeChanged();
    }

    private static Descriptor gate(Cpu cpu, Event event) {
        CpuState s = cpu.state;
        int entry = event.vector() * 16;
        if (entry + 15 > s.idtr.limit) {
            throw Fault.gp(ProtectedDelivery.entryCode(cpu, event));
        }
        long address = s.idtr.base + entry;
        long low = cpu.memory.systemRead(address, 8);
        Descriptor gate = new Descriptor(0, address, low, cpu.memory.systemRead(address + 8, 8));
        boolean valid =
                gate.system()
                        && (gate.type() == Descriptor.INTERRUPT_GATE
                                || gate.type() == Descriptor.TRAP_GATE);
        return ProtectedDelivery.requireUsable(cpu, event, gate, valid);
    }

    /**
     * The stack of the gate's IST entry, of the inner ring, or the current one; aligned to 16
     * bytes.
     */
    private static StackCursor stack(Cpu cpu, Descriptor gate, int cpl) {
        CpuState s = cpu.state;
        boolean inner = cpl < s.cpl;
        long top;
        if (gate.gateStack() != 0) {
            top = TaskStacks.interruptStack(cpu, gate.gateStack());
        } else {
            top = inner ? TaskStacks.rsp(cpu, cpl) : s.gpr[Stack.RSP];
        }
        return inner
                ? StackCursor.inner64(cpu, cpl, top & ALIGNMENT)
                : StackCursor.long64(cpu, top & ALIGNMENT);
    }

    private static void pushFrame(Event event, CpuState s, StackCursor stack) {
        stack.push(8, s.segments[Segment.SS].selector);
        stack.push(8, s.gpr[Stack.RSP]);
        stack.push(8, EventDelivery.savedFlags(s, event));
        stack.push(8, s.segments[Segment.CS].selector);
        stack.push(8, s.rip);
        if (event.hasErrorCode()) {
            stack.push(8, event.errorCode() & 0xffffffffL);
        }
    }
}
