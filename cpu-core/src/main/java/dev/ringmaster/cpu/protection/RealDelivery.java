package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * Events in real-address mode: the table holds far pointers. @sdm Vol. 3A, Interrupt and Exception
 * Handling in Real-Address Mode
 */
final class RealDelivery {
    private RealDelivery() {}

    static void deliver(Cpu cpu, Event event) {
        CpuState s = cpu.state;
        int entry = event.vector() * 4;
        if (entry + 3 > s.idtr.limit) {
            throw Fault.gp(0);
        }
        long pointer = cpu.memory.systemRead(s.idtr.base + entry & 0xffffffffL, 4);
        CodeSegments.requireRealTarget(cpu, pointer & 0xffff);
        StackCursor stack = StackCursor.current(cpu);
        stack.push(2, EventDelivery.savedFlags(s, event));
        stack.push(2, s.segments[Segment.CS].selector);
        stack.push(2, s.rip);
        stack.commit();
        s.flags.put(Rflags.IF, false);
        s.flags.put(Rflags.TF, false);
        s.flags.put(Rflags.RF, false);
        s.flags.put(Rflags.AC, false);
        CodeSegments.installReal(cpu, (int) (pointer >>> 16), pointer & 0xffff);
    }
}
