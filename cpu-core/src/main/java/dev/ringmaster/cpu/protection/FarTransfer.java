package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.guest.TaskSwitchSource;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * Far JMP and CALL: to code, through call gates, to tasks.
 *
 * @sdm Vol. 2A, JMP
 * @sdm Vol. 2A, CALL
 */
final class FarTransfer {
    private FarTransfer() {}

    static void jmp(Cpu cpu, Instruction i) {
        transfer(cpu, i, false);
    }

    static void call(Cpu cpu, Instruction i) {
        transfer(cpu, i, true);
    }

    private static void transfer(Cpu cpu, Instruction i, boolean call) {
        long offset;
        int selector;
        if (i.isMemory(0)) {
            int size = i.operandSize();
            long linear = Operand.linear(cpu, i, size + 2, Access.READ);
            offset = cpu.memory.read(linear, size);
            selector = cpu.memory.read16(linear + size);
        } else {
            offset = Bits.zeroExtend(i.immediate(), i.operandSize());
            selector = (int) i.immediate2() & 0xffff;
        }
        if (cpu.state.realOrVirtual8086()) {
            toReal(cpu, selector, offset, i.operandSize(), call);
        } else {
            toProtected(cpu, selector, offset, i.operandSize(), call);
        }
    }

    private static void toReal(Cpu cpu, int selector, long offset, int size, boolean call) {
        CodeSegments.requireRealTarget(cpu, offset);
        if (call) {
            StackCursor stack = StackCursor.current(cpu);
            pushReturn(cpu.state, stack, size);
            stack.commit();
        }
        CodeSegments.installReal(cpu, selector, offset);
    }

    private static void pushReturn(CpuState s, StackCursor stack, int size) {
        stack.push(size, s.segments[Segment.CS].selector);
        stack.push(size, s.rip);
    }

    private static void toProtected(Cpu cpu, int selector, long offset, int size, boolean call) {
        CodeSegments.requireNotNull(cpu, selector);
        Descriptor d = Descriptors.requireSystem(cpu, selector, Fault::gp);
        if (d.system()) {
            toSystem(cpu, d, call);
        } else {
            toCode(cpu, d, offset, size, call);
        }
    }

    private static void toCode(Cpu cpu, Descriptor d, long offset, int size, boolean call) {
        CpuState s = cpu.state;
        boolean privileged =
                d.conforming() ? d.dpl() <= s.cpl : d.rpl() <= s.cpl && d.dpl() == s.cpl;
        if (!d.code() || !privileged) {
            throw Fault.gp(Descriptors.errorCode(cpu, d.selector()));
        }
        CodeSegments.requireUsable(cpu, d);
        sameRing(cpu, d, offset, size, call);
    }

    private static void sameRing(Cpu cpu, Descriptor d, long offset, int size, boolean call) {
        CpuState s = cpu.state;
        CodeSegments.requireTarget(cpu, d, offset);
        Descriptors.markAccessed(cpu, d);
        if (call) {
            StackCursor stack = StackCursor.current(cpu);
            pushReturn(s, stack, size);
            stack.commit();
        }
        CodeSegments.install(cpu, d, s.cpl, offset);
    }

    private static void toSystem(Cpu cpu, Descriptor d, boolean call) {
        boolean longMode = cpu.state.longMode();
        switch (d.type()) {
            case Descriptor.CALL_GATE -> toGate(cpu, d, call);
            case Descriptor.CALL_GATE16 -> toGate(cpu, legacy(cpu, d, longMode), call);
            case Descriptor.TSS16, Descriptor.TSS32, Descriptor.TASK_GATE ->
                    toTask(cpu, legacy(cpu, d, longMode), call);
            default -> throw Fault.gp(Descriptors.errorCode(cpu, d.selector()));
        }
    }

    /** Types that IA-32e mode does not have. */
    private static Descriptor legacy(Cpu cpu, Descriptor d, boolean longMode) {
        if (longMode) {
            throw Fault.gp(Descriptors.errorCode(cpu, d.selector()));
        }
        return d;
    }

    private static void requirePrivilege(Cpu cpu, Descriptor d) {
        if (d.dpl() < cpu.state.cpl || d.dpl() < d.rpl()) {
            throw Fault.gp(Descriptors.errorCode(cpu, d.selector()));
        }
    }

    private static void requirePresent(Cpu cpu, Descriptor d) {
        if (!d.present()) {
            throw Fault.np(Descriptors.errorCode(cpu, d.selector()));
        }
    }

    /**
     * @sdm Vol. 3A, Task Switching
     */
    private static void toTask(Cpu cpu, Descriptor d, boolean call) {
        requirePrivilege(cpu, d);
        requirePresent(cpu, d);
        Descriptor tss = d;
        if (d.type() == Descriptor.TASK_GATE) {
            tss = TaskSwitch.available(cpu, d.gateSelector());
        } else if (Descriptors.isLocal(d.selector())) {
            throw Fault.gp(Descriptors.errorCode(cpu, d.selector()));
        }
        TaskSwitch.transfer(cpu, tss, call ? TaskSwitchSource.CALL : TaskSwitchSource.JMP);
    }

    /**
     * @sdm Vol. 3A, Accessing a Code Segment Through a Call Gate
     */
    private static void toGate(Cpu cpu, Descriptor gate, boolean call) {
        CpuState s = cpu.state;
        requirePrivilege(cpu, gate);
        requirePresent(cpu, gate);
        int selector = gate.gateSelector();
        CodeSegments.requireNotNull(cpu, selector);
        Descriptor d = Descriptors.require(cpu, selector, Fault::gp);
        boolean reachable = call || d.conforming() ? d.dpl() <= s.cpl : d.dpl() == s.cpl;
        boolean right = !s.longMode() || d.longCode() && !d.big();
        if (!d.code() || !reachable || !right) {
            throw Fault.gp(Descriptors.errorCode(cpu, selector));
        }
        CodeSegments.requireUsable(cpu, d);
        int size = s.longMode() ? 8 : gate.gateSize();
        if (call && !d.conforming() && d.dpl() < s.cpl) {
            inward(cpu, gate, d, size);
        } else {
            throughSameRing(cpu, gate, d, size, call);
        }
    }

    private static void throughSameRing(
            Cpu cpu, Descriptor gate, Descriptor d, int size, boolean call) {
        CpuState s = cpu.state;
        CodeSegments.requireTarget(cpu, d, gate.gateOffset());
        Descriptors.markAccessed(cpu, d);
        if (call) {
            StackCursor stack =
                    s.longMode()
                            ? StackCursor.long64(cpu, s.gpr[Stack.RSP])
                            : StackCursor.current(cpu);
            pushReturn(s, stack, size);
            stack.commit();
        }
        CodeSegments.install(cpu, d, s.cpl, gate.gateOffset());
    }

    /** A call to an inner ring: new stack, old stack pointer, parameters, return address. */
    private static void inward(Cpu cpu, Descriptor gate, Descriptor d, int size) {
        CpuState s = cpu.state;
        int cpl = d.dpl();
        StackCursor stack =
                s.longMode()
                        ? StackCursor.inner64(cpu, cpl, TaskStacks.rsp(cpu, cpl))
                        : TaskStacks.inner(cpu, cpl);
        CodeSegments.requireTarget(cpu, d, gate.gateOffset());
        stack.push(size, s.segments[Segment.SS].selector);
        stack.push(size, s.gpr[Stack.RSP]);
        int parameters = s.longMode() ? 0 : gate.gateParameters();
        for (int n = parameters - 1; n >= 0; n--) {
            stack.push(size, Stack.peek(cpu, (long) n * size, size));
        }
        pushReturn(s, stack, size);
        Descriptors.markAccessed(cpu, d);
        stack.commit();
        CodeSegments.install(cpu, d, cpl, gate.gateOffset());
    }
}
