package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.meaning.Multiply;
import dev.ringmaster.cpu.state.Flags;

/** Less frequent operations among registers: extensions, exchanges, conditions, IMUL. */
abstract class RegisterMoves extends Operation {
    final long[] gpr;
    final Flags flags;
    final int to;
    final int from;
    final long mask;

    private RegisterMoves(Cpu cpu, Instruction i, int source) {
        gpr = cpu.state.gpr;
        flags = cpu.state.flags;
        to = i.register(0);
        from = i.register(source);
        mask = maskOf(i.size(0));
    }

    private static long maskOf(int size) {
        return size == 8 ? -1 : (1L << 8 * size) - 1;
    }

    /** MOVZX to 4 or 8 bytes from a low byte or a word. */
    static final class ZeroExtend extends RegisterMoves {
        private final long sourceMask;

        ZeroExtend(Cpu cpu, Instruction i) {
            super(cpu, i, 1);
            sourceMask = maskOf(i.size(1));
        }

        @Override
        public void execute() {
            gpr[to] = gpr[from] & sourceMask;
        }
    }

    /** MOVSX and MOVSXD to 4 or 8 bytes from a low byte, a word or a doubleword. */
    static final class SignExtend extends RegisterMoves {
        private final int unused;

        SignExtend(Cpu cpu, Instruction i) {
            super(cpu, i, 1);
            unused = 64 - 8 * i.size(1);
        }

        @Override
        public void execute() {
            gpr[to] = gpr[from] << unused >> unused & mask;
        }
    }

    /** XCHG of registers of 4 or 8 bytes. */
    static final class Exchange extends RegisterMoves {
        Exchange(Cpu cpu, Instruction i) {
            super(cpu, i, 1);
        }

        @Override
        public void execute() {
            long old = gpr[to] & mask;
            gpr[to] = gpr[from] & mask;
            gpr[from] = old;
        }
    }

    /** SETcc of a low byte. */
    static final class SetByte extends RegisterMoves {
        private final int condition;

        SetByte(Cpu cpu, Instruction i) {
            super(cpu, i, 0);
            condition = i.condition();
        }

        @Override
        public void execute() {
            gpr[to] = gpr[to] & ~0xffL | (flags.condition(condition) ? 1 : 0);
        }
    }

    /** CMOVcc between registers of 4 or 8 bytes. */
    static final class MoveIf extends RegisterMoves {
        private final int condition;

        MoveIf(Cpu cpu, Instruction i) {
            super(cpu, i, 1);
            condition = i.condition();
        }

        @Override
        public void execute() {
            gpr[to] = gpr[flags.condition(condition) ? from : to] & mask;
        }
    }

    /** IMUL of 4 or 8 bytes: a register by a register or a constant. */
    static final class Product extends RegisterMoves {
        private final int factor;
        private final long constant;
        private final int size;
        private final int unused;

        /** With three operands the third is the constant. */
        Product(Cpu cpu, Instruction i, int factor, long constant) {
            super(cpu, i, 1);
            this.factor = factor;
            this.constant = constant;
            size = i.size(0);
            unused = 64 - 8 * size;
        }

        @Override
        public void execute() {
            long a = gpr[factor] + constant << unused >> unused;
            long b = gpr[from] << unused >> unused;
            gpr[to] = Multiply.imul(flags, a, b, size) & mask;
        }
    }
}
