package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.guest.TaskSwitchSource;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * Events in protected and virtual-8086 mode. @sdm Vol. 3A, Exception- or Interrupt-Handler
 * Procedures
 */
final class ProtectedDelivery {
    private static final int IDT = 2;

    private ProtectedDelivery() {}

    static void deliver(Cpu cpu, Event event) {
        Descriptor gate = gate(cpu, event);
        if (gate.type() == Descriptor.TASK_GATE) {
            throughTask(cpu, event, gate);
        } else {
            throughGate(cpu, event, gate);
        }
    }

    private static Descriptor gate(Cpu cpu, Event event) {
        CpuState s = cpu.state;
        int entry = event.vector() * 8;
        if (entry + 7 > s.idtr.limit) {
            throw Fault.gp(entryCode(cpu, event));
        }
        long address = s.idtr.base + entry & 0xffffffffL;
        Descriptor gate = new Descriptor(0, address, cpu.memory.systemRead(address, 8), 0);
        boolean valid =
                gate.system()
                        && switch (gate.type()) {
                            case Descriptor.TASK_GATE,
                                    Descriptor.INTERRUPT_GATE16,
                                    Descriptor.TRAP_GATE16,
                                    Descriptor.INTERRUPT_GATE,
                                    Descriptor.TRAP_GATE ->
                                    true;
                            default -> false;
                        };
        return requireUsable(cpu, event, gate, valid);
    }

    /** Type, then privilege of those who ask by instruction, then presence. */
    static Descriptor requireUsable(Cpu cpu, Event event, Descriptor gate, boolean valid) {
        if (!valid || byProgram(event) && gate.dpl() < cpu.state.cpl) {
            throw Fault.gp(entryCode(cpu, event));
        }
        if (!gate.present()) {
            throw Fault.np(entryCode(cpu, event));
        }
        return gate;
    }

    /** INT n, INT3 and INTO need privilege; INT1 does not. */
    private static boolean byProgram(Event event) {
        return event.type() == Event.Type.SOFTWARE_INTERRUPT
                || event.type() == Event.Type.SOFTWARE_EXCEPTION;
    }

    /** The error code that names an entry of the IDT. @sdm Vol. 3A, Error Code */
    static int entryCode(Cpu cpu, Event event) {
        return event.vector() << 3 | IDT | Descriptors.external(cpu);
    }

    /** The handler's code segment, checked but not for presence of a stack. */
    static Descriptor handler(Cpu cpu, int selector) {
        CodeSegments.requireNotNull(cpu, selector);
        Descriptor d = Descriptors.require(cpu, selector, Fault::gp);
        if (!d.code() || d.dpl() > cpu.state.cpl) {
            throw Fault.gp(Descriptors.errorCode(cpu, selector));
        }
        return d;
    }

    private static void throughTask(Cpu cpu, Event event, Descriptor gate) {
        Descriptor tss = TaskSwitch.available(cpu, gate.gateSelector());
        long flags = EventDelivery.savedFlags(cpu.state, event);
        TaskSwitch task = new TaskSwitch(cpu, tss, TaskSwitchSource.GATE, event);
        task.run(flags);
        if (event.hasErrorCode()) {
            task.pushErrorCode(event.errorCode());
        }
    }

    private static void throughGate(Cpu cpu, Event event, Descriptor gate) {
        CpuState s = cpu.state;
        Descriptor code = handler(cpu, gate.gateSelector());
        CodeSegments.requireUsable(cpu, code);
        int cpl = code.conforming() ? s.cpl : code.dpl();
        if (s.virtual8086() && cpl != 0) {
            throw Fault.gp(Descriptors.errorCode(cpu, gate.gateSelector()));
        }
        StackCursor stack = cpl < s.cpl ? TaskStacks.inner(cpu, cpl) : StackCursor.current(cpu);
        CodeSegments.requireTarget(cpu, code, gate.gateOffset());
        pushFrame(cpu, event, stack, gate.gateSize(), cpl < s.cpl);
        Descriptors.markAccessed(cpu, code);
        stack.commit();
        if (s.virtual8086()) {
            leaveVirtual8086(s);
        }
        EventDelivery.enterHandler(s, (gate.type() & 1) == 0);
        CodeSegments.install(cpu, code, cpl, gate.gateOffset());
    }

    private static void pushFrame(
            Cpu cpu, Event event, StackCursor stack, int size, boolean switched) {
        CpuState s = cpu.state;
        if (s.virtual8086()) {
            stack.push(size, s.segments[Segment.GS].selector);
            stack.push(size, s.segments[Segment.FS].selector);
            stack.push(size, s.segments[Segment.DS].selector);
            stack.push(size, s.segments[Segment.ES].selector);
        }
        if (switched) {
            stack.push(size, s.segments[Segment.SS].selector);
            stack.push(size, s.gpr[Stack.RSP]);
        }
        stack.push(size, EventDelivery.savedFlags(s, event));
        stack.push(size, s.segments[Segment.CS].selector);
        stack.push(size, s.rip);
        if (event.hasErrorCode()) {
            stack.push(size, event.errorCode());
        }
    }

    /**
     * @sdm Vol. 3B, Handling Virtual-8086 Mode Interrupts and Exceptions Through a Protected-Mode
     *     Trap or Interrupt Gate
     */
    private static void leaveVirtual8086(CpuState s) {
        s.segments[Segment.ES].set(0, 0, 0, SegmentLoading.NULL);
        s.segments[Segment.DS].set(0, 0, 0, SegmentLoading.NULL);
        s.segments[Segment.FS].set(0, 0, 0, SegmentLoading.NULL);
        s.segments[Segment.GS].set(0, 0, 0, SegmentLoading.NULL);
    }
}
