package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.protection.Segmentation;
import dev.ringmaster.cpu.protection.Stack;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.Map;

/**
 * PUSH, POP and their kin. Where one of several steps can fail, the stack pointer is what it was
 * before.
 *
 * @sdm Vol. 1, Stacks
 */
final class StackMeanings {
    private static final int RSP = 4;
    private static final int RBP = 5;

    private StackMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.PUSH, StackMeanings::push);
        meanings.put(Mnemonic.POP, restoringStack(StackMeanings::pop));
        meanings.put(Mnemonic.PUSHA, restoringStack(StackMeanings::pusha));
        meanings.put(Mnemonic.POPA, restoringStack(StackMeanings::popa));
        meanings.put(Mnemonic.ENTER, restoringStack(StackMeanings::enter));
        meanings.put(Mnemonic.LEAVE, restoringStack(StackMeanings::leave));
    }

    /** The meaning, and the old stack pointer if it is left by an exception. */
    private static Meaning restoringStack(Meaning meaning) {
        return (cpu, i) -> {
            long before = cpu.state.gpr[RSP];
            boolean done = false;
            try {
                meaning.execute(cpu, i);
                done = true;
            } finally {
                if (!done) {
                    cpu.state.gpr[RSP] = before;
                }
            }
        };
    }

    /** Pushes; PUSH rSP pushes the old value. @sdm Vol. 2B, PUSH */
    static void push(Cpu cpu, Instruction i) {
        Stack.push(cpu, i.operandSize(), Operands.read(cpu, i, 0));
    }

    /** Pops; the address of a memory target is computed with the new rSP. @sdm Vol. 2B, POP */
    static void pop(Cpu cpu, Instruction i) {
        long value = Stack.pop(cpu, i.operandSize());
        Operands.write(cpu, i, 0, value);
    }

    /** Pushes the eight registers, rSP as it was before. @sdm Vol. 2B, PUSHA/PUSHAD */
    static void pusha(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        long before = s.gpr[RSP];
        for (int n = 0; n < 8; n++) {
            Stack.push(cpu, i.operandSize(), n == RSP ? before : s.gpr[n]);
        }
    }

    /** Pops the eight registers and throws the value of rSP away. @sdm Vol. 2B, POPA/POPAD */
    static void popa(Cpu cpu, Instruction i) {
        long[] values = new long[8];
        for (int n = 7; n >= 0; n--) {
            values[n] = Stack.pop(cpu, i.operandSize());
        }
        for (int n = 0; n < 8; n++) {
            if (n != RSP) {
                cpu.state.reg(n, i.operandSize(), values[n]);
            }
        }
    }

    /** Makes a stack frame with up to 31 outer frame pointers. @sdm Vol. 2A, ENTER */
    static void enter(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        int size = i.operandSize();
        int level = (int) Operands.read(cpu, i, 1) & 31;
        Stack.push(cpu, size, s.gpr[RBP]);
        long frame = s.gpr[RSP];
        if (level > 0) {
            pushOuterFrames(cpu, size, level);
            Stack.push(cpu, size, frame);
        }
        int stackSize = s.stackSize();
        long top = Bits.zeroExtend(s.gpr[RSP] - Operands.read(cpu, i, 0), stackSize);
        long linear = Segmentation.linear(cpu, Segment.SS, top, size, Access.WRITE);
        cpu.memory.probeWrite(linear, size);
        s.reg(RBP, size, frame);
        s.reg(RSP, stackSize, top);
    }

    private static void pushOuterFrames(Cpu cpu, int size, int level) {
        int stackSize = cpu.state.stackSize();
        long pointer = cpu.state.gpr[RBP];
        for (int n = 1; n < level; n++) {
            pointer = Bits.zeroExtend(pointer - size, stackSize);
            long linear = Segmentation.linear(cpu, Segment.SS, pointer, size, Access.READ);
            Stack.push(cpu, size, cpu.memory.read(linear, size));
        }
    }

    /** Releases a stack frame. @sdm Vol. 2A, LEAVE */
    static void leave(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        s.reg(RSP, s.stackSize(), s.gpr[RBP]);
        s.reg(RBP, i.operandSize(), Stack.pop(cpu, i.operandSize()));
    }
}
