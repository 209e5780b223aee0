package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.meaning.Alu;
import dev.ringmaster.cpu.state.Flags;

/**
 * The two-operand arithmetic between registers of 4 and 8 bytes: one class an operation, so that
 * each is a call of its own.
 */
abstract class RegisterArithmetic extends Operation {
    final long[] gpr;
    final Flags flags;
    final int to;
    final int from;

    private RegisterArithmetic(Cpu cpu, Instruction i) {
        gpr = cpu.state.gpr;
        flags = cpu.state.flags;
        to = i.register(0);
        from = i.register(1);
    }

    /** The operation for {@code i} with operands of 4 or 8 bytes; null if there is none. */
    static Operation of(Cpu cpu, Instruction i) {
        boolean wide = i.size(0) == 8;
        return switch (i.mnemonic()) {
            case ADD -> wide ? new Add64(cpu, i) : new Add32(cpu, i);
            case SUB -> wide ? new Sub64(cpu, i) : new Sub32(cpu, i);
            case CMP -> wide ? new Cmp64(cpu, i) : new Cmp32(cpu, i);
            case AND -> wide ? new And64(cpu, i) : new And32(cpu, i);
            case OR -> wide ? new Or64(cpu, i) : new Or32(cpu, i);
            case XOR -> wide ? new Xor64(cpu, i) : new Xor32(cpu, i);
            case TEST -> wide ? new Test64(cpu, i) : new Test32(cpu, i);
            default -> null;
        };
    }

    private static final class Add64 extends RegisterArithmetic {
        Add64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.add(flags, gpr[to], gpr[from], 8);
        }
    }

    private static final class Add32 extends RegisterArithmetic {
        Add32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.add(flags, (int) gpr[to], (int) gpr[from], 4) & 0xffffffffL;
        }
    }

    private static final class Sub64 extends RegisterArithmetic {
        Sub64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.sub(flags, gpr[to], gpr[from], 8);
        }
    }

    private static final class Sub32 extends RegisterArithmetic {
        Sub32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.sub(flags, (int) gpr[to], (int) gpr[from], 4) & 0xffffffffL;
        }
    }

    private static final class Cmp64 extends RegisterArithmetic {
        Cmp64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            Alu.sub(flags, gpr[to], gpr[from], 8);
        }
    }

    private static final class Cmp32 extends RegisterArithmetic {
        Cmp32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            Alu.sub(flags, (int) gpr[to], (int) gpr[from], 4);
        }
    }

    private static final class And64 extends RegisterArithmetic {
        And64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.and(flags, gpr[to], gpr[from]);
        }
    }

    private static final class And32 extends RegisterArithmetic {
        And32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.and(flags, (int) gpr[to], (int) gpr[from]) & 0xffffffffL;
        }
    }

    private static final class Or64 extends RegisterArithmetic {
        Or64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.or(flags, gpr[to], gpr[from]);
        }
    }

    private static final class Or32 extends RegisterArithmetic {
        Or32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.or(flags, (int) gpr[to], (int) gpr[from]) & 0xffffffffL;
        }
    }

    private static final class Xor64 extends RegisterArithmetic {
        Xor64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.xor(flags, gpr[to], gpr[from]);
        }
    }

    private static final class Xor32 extends RegisterArithmetic {
        Xor32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Alu.xor(flags, (int) gpr[to], (int) gpr[from]) & 0xffffffffL;
        }
    }

    private static final class Test64 extends RegisterArithmetic {
        Test64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            Alu.and(flags, gpr[to], gpr[from]);
        }
    }

    private static final class Test32 extends RegisterArithmetic {
        Test32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            Alu.and(flags, (int) gpr[to], (int) gpr[from]);
        }
    }
}
