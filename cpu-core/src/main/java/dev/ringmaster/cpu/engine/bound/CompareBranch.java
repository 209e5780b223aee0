package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.OperandKind;
import dev.ringmaster.cpu.meaning.Alu;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Flags;

/**
 * Two instructions in one operation: arithmetic of registers of 4 or 8 bytes, and a conditional
 * branch that follows it. The flags are left as ever, but the branch looks at the values.
 *
 * <p>The second operand is a register plus a constant, one of which is 0. Of a condition and its
 * opposite only the first is implemented; for the opposite the targets change places.
 */
abstract class CompareBranch extends Operation {
    private static final int BELOW = 1;
    private static final int ZERO = 2;
    private static final int BELOW_OR_EQUAL = 3;
    private static final int LESS = 6;
    private static final int LESS_OR_EQUAL = 7;

    final CpuState state;
    final Flags flags;
    final long[] gpr;
    final int to;
    final long mask;
    private final int from;
    private final long constant;
    private final int unused;
    private final long ifTrue;
    private final long ifFalse;

    /** The places that a branch leads to. */
    record Targets(long taken, long nextRip) {}

    private CompareBranch(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
        state = cpu.state;
        flags = state.flags;
        gpr = state.gpr;
        to = i.register(0);
        boolean register = i.operands() == 2 && i.kind(1) == OperandKind.GPR;
        from = register ? i.register(1) : CpuState.ZERO;
        constant = register || i.operands() < 2 ? 0 : Bits.signExtend(i.immediate(), i.size(0));
        unused = 64 - 8 * i.size(0);
        mask = i.size(0) == 8 ? -1 : 0xffffffffL;
        boolean opposite = (branch.condition() & 1) != 0;
        ifTrue = opposite ? targets.nextRip : targets.taken;
        ifFalse = opposite ? targets.taken : targets.nextRip;
    }

    /** The operation for {@code i} and the {@code branch} after it; null if there is none. */
    static Operation of(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
        int condition = branch.condition() >> 1;
        return switch (i.mnemonic()) {
            case CMP -> compare(cpu, i, branch, targets);
            case TEST -> condition == ZERO ? new TestZero(cpu, i, branch, targets) : null;
            case AND -> condition == ZERO ? new AndZero(cpu, i, branch, targets) : null;
            case SUB -> condition == ZERO ? new SubZero(cpu, i, branch, targets) : null;
            case INC -> condition == ZERO ? new IncZero(cpu, i, branch, targets) : null;
            case DEC -> condition == ZERO ? new DecZero(cpu, i, branch, targets) : null;
            default -> null;
        };
    }

    private static Operation compare(Cpu cpu, Instruction i, Instruction branch, Targets t) {
        return switch (branch.condition() >> 1) {
            case BELOW -> new Below(cpu, i, branch, t);
            case ZERO -> new Equal(cpu, i, branch, t);
            case BELOW_OR_EQUAL -> new BelowOrEqual(cpu, i, branch, t);
            case LESS -> new Less(cpu, i, branch, t);
            case LESS_OR_EQUAL -> new LessOrEqual(cpu, i, branch, t);
            default -> null;
        };
    }

    /** The first operand, sign-extended. */
    final long a() {
        return gpr[to] << unused >> unused;
    }

    /** The second operand, sign-extended. */
    final long b() {
        return gpr[from] + constant << unused >> unused;
    }

    /** {@code result} sign-extended from the operand size. */
    final long extended(long result) {
        return result << unused >> unused;
    }

    final void branch(boolean condition) {
        state.rip = condition ? ifTrue : ifFalse;
    }

    private static final class Below extends CompareBranch {
        Below(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
            super(cpu, i, branch, targets);
        }

        @Override
        public void execute() {
            long a = a();
            long b = b();
            flags.difference(a, b, extended(a - b));
            branch(Long.compareUnsigned(a, b) < 0);
        }
    }

    private static final class BelowOrEqual extends CompareBranch {
        BelowOrEqual(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
            super(cpu, i, branch, targets);
        }

        @Override
        public void execute() {
            long a = a();
            long b = b();
            flags.difference(a, b, extended(a - b));
            branch(Long.compareUnsigned(a, b) <= 0);
        }
    }

    private static final class Equal extends CompareBranch {
        Equal(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
            super(cpu, i, branch, targets);
        }

        @Override
        public void execute() {
            long a = a();
            long b = b();
            flags.difference(a, b, extended(a - b));
            branch(a == b);
        }
    }

    private static final class Less extends CompareBranch {
        Less(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
            super(cpu, i, branch, targets);
        }

        @Override
        public void execute() {
            long a = a();
            long b = b();
            flags.difference(a, b, extended(a - b));
            branch(a < b);
        }
    }

    private static final class LessOrEqual extends CompareBranch {
        LessOrEqual(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
            super(cpu, i, branch, targets);
        }

        @Override
        public void execute() {
            long a = a();
            long b = b();
            flags.difference(a, b, extended(a - b));
            branch(a <= b);
        }
    }

    private static final class TestZero extends CompareBranch {
        TestZero(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
            super(cpu, i, branch, targets);
        }

        @Override
        public void execute() {
            branch(Alu.and(flags, a(), b()) == 0);
        }
    }

    private static final class AndZero extends CompareBranch {
        AndZero(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
            super(cpu, i, branch, targets);
        }

        @Override
        public void execute() {
            long result = Alu.and(flags, a(), b());
            gpr[to] = result & mask;
            branch(result == 0);
        }
    }

    private static final class SubZero extends CompareBranch {
        SubZero(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
            super(cpu, i, branch, targets);
        }

        @Override
        public void execute() {
            long a = a();
            long b = b();
            long result = extended(a - b);
            flags.difference(a, b, result);
            gpr[to] = result & mask;
            branch(result == 0);
        }
    }

    private static final class IncZero extends CompareBranch {
        IncZero(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
            super(cpu, i, branch, targets);
        }

        @Override
        public void execute() {
            long a = a();
            long result = extended(a + 1);
            flags.increment(a, result);
            gpr[to] = result & mask;
            branch(result == 0);
        }
    }

    private static final class DecZero extends CompareBranch {
        DecZero(Cpu cpu, Instruction i, Instruction branch, Targets targets) {
            super(cpu, i, branch, targets);
        }

        @Override
        public void execute() {
            long a = a();
            long result = extended(a - 1);
            flags.decrement(a, result);
            gpr[to] = result & mask;
            branch(result == 0);
        }
    }
}
