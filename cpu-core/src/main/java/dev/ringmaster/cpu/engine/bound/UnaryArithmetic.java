package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.meaning.Alu;
import dev.ringmaster.cpu.state.Flags;

/** INC, DEC, NEG and NOT of a register of 4 or 8 bytes. */
abstract class UnaryArithmetic extends Operation {
    final long[] gpr;
    final Flags flags;
    final int to;

    private UnaryArithmetic(Cpu cpu, Instruction i) {
        gpr = cpu.state.gpr;
        flags = cpu.state.flags;
        to = i.register(0);
    }

    /** The operation for {@code i} with an operand of 4 or 8 bytes; null if there is none. */
    static Operation of(Cpu cpu, Instruction i) {
        boolean wide = i.size(0) == 8;
        return switch (i.mnemonic()) {
            case INC -> wide ? new Inc64(cpu, i) : new Inc32(cpu, i);
            case DEC -> wide ? new Dec64(cpu, i) : new Dec32(cpu, i);
            case NEG -> wide ? new Neg64(cpu, i) : new Neg32(cpu, i);
            case NOT -> new Not(cpu, i);
            default -> null;
        };
    }

    private static final class Inc64 extends UnaryArithmetic {
        Inc64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.inc(flags, gpr[to], 8);
        }
    }

    private static final class Inc32 extends UnaryArithmetic {
        Inc32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.inc(flags, (int) gpr[to], 4) & 0xffffffffL;
        }
    }

    private static final class Dec64 extends UnaryArithmetic {
        Dec64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.dec(flags, gpr[to], 8);
        }
    }

    private static final class Dec32 extends UnaryArithmetic {
        Dec32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.dec(flags, (int) gpr[to], 4) & 0xffffffffL;
        }
    }

    private static final class Neg64 extends UnaryArithmetic {
        Neg64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.neg(flags, gpr[to], 8);
        }
    }

    private static final class Neg32 extends UnaryArithmetic {
        Neg32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.neg(flags, (int) gpr[to], 4) & 0xffffffffL;
        }
    }

    private static final class Not extends UnaryArithmetic {
        private final long mask;

        Not(Cpu cpu, Instruction i) {
            super(cpu, i);
            mask = i.size(0) == 8 ? -1 : 0xffffffffL;
        }

        @Override
        public void execute() {
            gpr[to] = ~gpr[to] & mask;
        }
    }
}
