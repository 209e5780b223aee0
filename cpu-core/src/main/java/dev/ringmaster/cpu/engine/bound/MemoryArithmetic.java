package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;
import dev.ringmaster.cpu.meaning.Alu;
import dev.ringmaster.cpu.memory.LinearMemory;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Flags;

/** The two-operand arithmetic with an operand in memory, for every size. */
abstract class MemoryArithmetic extends Address {
    final CpuState state;
    final Flags flags;
    final LinearMemory memory;
    final int size;
    private final Mnemonic kind;

    private MemoryArithmetic(Cpu cpu, Instruction i, long nextRip) {
        super(cpu, i, nextRip);
        state = cpu.state;
        flags = state.flags;
        memory = cpu.memory;
        size = i.size(0);
        kind = i.mnemonic();
    }

    /** Whether there is an operation for the mnemonic. */
    static boolean knows(Mnemonic m) {
        return switch (m) {
            case ADD, SUB, CMP, AND, OR, XOR, TEST -> true;
            default -> false;
        };
    }

    /** The operation for {@code i}, of which one operand is in memory. */
    static Operation of(Cpu cpu, Instruction i, long nextRip) {
        if (i.isMemory(1)) {
            return new FromMemory(cpu, i, nextRip);
        }
        boolean reads = i.mnemonic() == Mnemonic.CMP || i.mnemonic() == Mnemonic.TEST;
        return reads ? new AgainstMemory(cpu, i, nextRip) : new ToMemory(cpu, i, nextRip);
    }

    final long apply(long a, long b) {
        return switch (kind) {
            case ADD -> Alu.add(flags, a, b, size);
            case SUB, CMP -> Alu.sub(flags, a, b, size);
            case AND, TEST -> Alu.and(flags, a, b);
            case OR -> Alu.or(flags, a, b);
            default -> Alu.xor(flags, a, b);
        };
    }

    final boolean compares() {
        return kind == Mnemonic.CMP || kind == Mnemonic.TEST;
    }

    /** Register (op)= memory. */
    private static final class FromMemory extends MemoryArithmetic {
        private final int to;
        private final boolean writes;

        FromMemory(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            to = i.register(0);
            writes = !compares();
        }

        @Override
        public void execute() {
            long b = Bits.signExtend(memory.read(linear(), size), size);
            long result = apply(Bits.signExtend(state.reg(to, size), size), b);
            if (writes) {
                state.reg(to, size, result);
            }
        }
    }

    /** The source of an operation whose destination is in memory. */
    private abstract static class WithSource extends MemoryArithmetic {
        private final int from;
        private final long value;

        WithSource(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            boolean register = i.kind(1) == OperandKind.GPR;
            from = register ? i.register(1) : -1;
            value = Bits.signExtend(i.immediate(), size);
        }

        final long source() {
            return from < 0 ? value : Bits.signExtend(state.reg(from, size), size);
        }
    }

    /** CMP and TEST of memory with a register or constant. */
    private static final class AgainstMemory extends WithSource {
        AgainstMemory(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
        }

        @Override
        public void execute() {
            apply(Bits.signExtend(memory.read(linear(), size), size), source());
        }
    }

    /** Memory (op)= register or constant. */
    private static final class ToMemory extends WithSource {
        ToMemory(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
        }

        @Override
        public void execute() {
            long linear = linear();
            long a = Bits.signExtend(memory.readForWrite(linear, size), size);
            memory.write(linear, size, apply(a, source()));
        }
    }
}
