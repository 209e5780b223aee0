package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;
import dev.ringmaster.cpu.protection.ControlTransfer;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.protection.Stack;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;

import java.util.Map;

/**
 * Transfers of control within the code segment, and doing nothing. @sdm Vol. 1, Control Transfer
 * Instructions
 */
final class BranchMeanings {
    private static final int RCX = 1;
    private static final int RSP = 4;

    private BranchMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.JMP, BranchMeanings::jmp);
        meanings.put(Mnemonic.JCC, BranchMeanings::jcc);
        meanings.put(Mnemonic.CALL, BranchMeanings::call);
        meanings.put(Mnemonic.RET, BranchMeanings::ret);
        meanings.put(Mnemonic.LOOP, BranchMeanings::loop);
        meanings.put(Mnemonic.LOOPE, BranchMeanings::loope);
        meanings.put(Mnemonic.LOOPNE, BranchMeanings::loopne);
        meanings.put(Mnemonic.JCXZ, BranchMeanings::jcxz);
        meanings.put(Mnemonic.BOUND, BranchMeanings::bound);
        meanings.put(Mnemonic.NOP, BranchMeanings::nop);
        meanings.put(Mnemonic.ENDBR, BranchMeanings::nop);
        meanings.put(Mnemonic.PAUSE, BranchMeanings::pause);
    }

    /** Jumps. @sdm Vol. 2A, JMP */
    static void jmp(Cpu cpu, Instruction i) {
        ControlTransfer.near(cpu, target(cpu, i), i.operandSize());
    }

    /** Jumps if the condition holds. @sdm Vol. 2A, Jcc */
    static void jcc(Cpu cpu, Instruction i) {
        if (cpu.state.flags.condition(i.condition())) {
            ControlTransfer.near(cpu, target(cpu, i), i.operandSize());
        }
    }

    /** Jumps and pushes where it came from; the target is checked first. @sdm Vol. 2A, CALL */
    static void call(Cpu cpu, Instruction i) {
        long next = cpu.state.rip;
        ControlTransfer.near(cpu, target(cpu, i), i.operandSize());
        Stack.push(cpu, i.operandSize(), next);
    }

    /** Pops where to go on; the immediate releases that many bytes more. @sdm Vol. 2B, RET */
    static void ret(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        long before = s.gpr[RSP];
        boolean done = false;
        try {
            ControlTransfer.near(cpu, Stack.pop(cpu, i.operandSize()), i.operandSize());
            done = true;
        } finally {
            if (!done) {
                s.gpr[RSP] = before;
            }
        }
        if (i.operands() > 0) {
            int size = s.stackSize();
            s.reg(RSP, size, s.gpr[RSP] + Operands.read(cpu, i, 0));
        }
    }

    /** Counts rCX down and jumps until it is 0. @sdm Vol. 2A, LOOP/LOOPcc */
    static void loop(Cpu cpu, Instruction i) {
        count(cpu, i, true);
    }

    /** The same while ZF is 1. @sdm Vol. 2A, LOOP/LOOPcc */
    static void loope(Cpu cpu, Instruction i) {
        count(cpu, i, cpu.state.flags.zf());
    }

    /** The same while ZF is 0. @sdm Vol. 2A, LOOP/LOOPcc */
    static void loopne(Cpu cpu, Instruction i) {
        count(cpu, i, !cpu.state.flags.zf());
    }

    private static void count(Cpu cpu, Instruction i, boolean condition) {
        CpuState s = cpu.state;
        int size = i.addressSize();
        long count = Bits.zeroExtend(s.gpr[RCX] - 1, size);
        if (count != 0 && condition) {
            ControlTransfer.near(cpu, target(cpu, i), i.operandSize());
        }
        s.reg(RCX, size, count);
    }

    /** Jumps if rCX of the address size is 0. @sdm Vol. 2A, Jcc */
    static void jcxz(Cpu cpu, Instruction i) {
        if (cpu.state.reg(RCX, i.addressSize()) == 0) {
            ControlTransfer.near(cpu, target(cpu, i), i.operandSize());
        }
    }

    /** Where a near branch goes, truncated to the operand size. */
    private static long target(Cpu cpu, Instruction i) {
        long target =
                i.kind(0) == OperandKind.RELATIVE
                        ? cpu.state.rip + i.immediate()
                        : Operands.read(cpu, i, 0);
        return Bits.zeroExtend(target, i.operandSize());
    }

    /**
     * Raises #BR unless the index is between the two signed bounds in memory. @sdm Vol. 2A, BOUND
     */
    static void bound(Cpu cpu, Instruction i) {
        int size = i.operandSize();
        long linear = Operands.linear(cpu, i, 2 * size, Access.READ);
        long lower = Bits.signExtend(cpu.memory.read(linear, size), size);
        long upper = Bits.signExtend(cpu.memory.read(linear + size, size), size);
        long index = Operands.readSigned(cpu, i, 0);
        if (index < lower || index > upper) {
            throw Fault.of(Vector.BR);
        }
    }

    /** Does nothing; a memory operand is not accessed. @sdm Vol. 2B, NOP */
    static void nop(Cpu cpu, Instruction i) {
        // That is the whole meaning; ENDBR too, while indirect-branch tracking is off.
    }

    /** A hint that this is a spin loop; a guest may be stopped for it. @sdm Vol. 2B, PAUSE */
    static void pause(Cpu cpu, Instruction i) {
        cpu.intercepts().pause();
    }
}
