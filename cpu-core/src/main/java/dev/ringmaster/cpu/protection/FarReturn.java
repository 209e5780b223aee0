package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.OperandKind;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/** Far returns, and what IRET shares with them. @sdm Vol. 2B, RET */
final class FarReturn {
    private FarReturn() {}

    static void retf(Cpu cpu, Instruction i) {
        int size = i.operandSize();
        long extra = i.kind(0) == OperandKind.IMMEDIATE ? i.immediate() & 0xffff : 0;
        long rip = Stack.peek(cpu, 0, size);
        int selector = (int) Stack.peek(cpu, size, size) & 0xffff;
        if (cpu.state.realOrVirtual8086()) {
            CodeSegments.requireRealTarget(cpu, rip);
            Stack.drop(cpu, 2L * size + extra);
            CodeSegments.installReal(cpu, selector, rip);
            return;
        }
        Descriptor code = CodeSegments.forReturn(cpu, selector);
        if (code.rpl() == cpu.state.cpl) {
            CodeSegments.requireTarget(cpu, code, rip);
            Descriptors.markAccessed(cpu, code);
            Stack.drop(cpu, 2L * size + extra);
            CodeSegments.install(cpu, code, code.rpl(), rip);
        } else {
            toOuter(cpu, code, rip, 2L * size + extra, size, extra);
        }
    }

    /**
     * Goes to the ring that {@code code}'s RPL names, with the stack that stands {@code distance}
     * bytes above the top.
     *
     * @param extra bytes to release on the new stack
     */
    static void toOuter(Cpu cpu, Descriptor code, long rip, long distance, int size, long extra) {
        CpuState s = cpu.state;
        long top = Stack.peek(cpu, distance, size);
        int selector = (int) Stack.peek(cpu, distance + size, size) & 0xffff;
        Descriptor stack = outerStack(cpu, code, selector);
        CodeSegments.requireTarget(cpu, code, rip);
        Descriptors.markAccessed(cpu, code);
        if (stack == null) {
            SegmentLoading.loadNullStack(s, selector);
        } else {
            SegmentLoading.install(cpu, s.segments[Segment.SS], stack, selector);
        }
        boolean outward = code.rpl() > s.cpl;
        CodeSegments.install(cpu, code, code.rpl(), rip);
        s.reg(Stack.RSP, s.stackSize(), top + extra);
        if (outward) {
            SegmentLoading.dropPrivileged(s);
            cpu.modeChanged();
        }
    }

    /**
     * The stack segment to return to; null for the null selector, which 64-bit code below ring 3
     * may have.
     */
    private static Descriptor outerStack(Cpu cpu, Descriptor code, int selector) {
        if (!Descriptors.isNull(selector)) {
            return SegmentLoading.stack(cpu, selector, code.rpl(), Fault::gp);
        }
        boolean allowed =
                CodeSegments.is64(cpu, code) && code.rpl() != 3 && (selector & 3) == code.rpl();
        if (!allowed) {
            throw Fault.gp(0);
        }
        return null;
    }
}
