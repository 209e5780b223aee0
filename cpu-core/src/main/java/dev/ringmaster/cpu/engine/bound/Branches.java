package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.memory.LinearMemory;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Flags;

/**
 * Direct branches within flat code, calls and returns with a stack of the operand size. Targets
 * were checked when bound.
 */
final class Branches {
    private static final int RSP = 4;

    private Branches() {}

    /** JMP. */
    static final class Jump extends Operation {
        private final CpuState state;
        private final long target;

        Jump(Cpu cpu, long target) {
            state = cpu.state;
            this.target = target;
        }

        @Override
        public void execute() {
            state.rip = target;
        }
    }

    /** Jcc. */
    static final class Conditional extends Operation {
        private final CpuState state;
        private final Flags flags;
        private final int condition;
        private final long target;
        private final long nextRip;

        Conditional(Cpu cpu, Instruction i, long target, long nextRip) {
            state = cpu.state;
            flags = cpu.state.flags;
            condition = i.condition();
            this.target = target;
            this.nextRip = nextRip;
        }

        @Override
        public void execute() {
            state.rip = flags.condition(condition) ? target : nextRip;
        }
    }

    /** CALL in 64-bit mode. */
    static final class Call64 extends Operation {
        private final CpuState state;
        private final LinearMemory memory;
        private final long target;
        private final long nextRip;

        Call64(Cpu cpu, long target, long nextRip) {
            state = cpu.state;
            memory = cpu.memory;
            this.target = target;
            this.nextRip = nextRip;
        }

        @Override
        public void execute() {
            long top = state.gpr[RSP] - 8;
            memory.write64(top, nextRip);
            state.gpr[RSP] = top;
            state.rip = target;
        }
    }

    /** JMP to a register in 64-bit mode; a target that is not canonical is the reference's. */
    static final class JumpRegister64 extends Operation {
        private final CpuState state;
        private final int register;

        JumpRegister64(Cpu cpu, int register) {
            state = cpu.state;
            this.register = register;
        }

        @Override
        public void execute() {
            state.rip = Canonical.require(state.gpr[register]);
        }
    }

    /** CALL of a register in 64-bit mode; likewise. */
    static final class CallRegister64 extends Operation {
        private final CpuState state;
        private final LinearMemory memory;
        private final int register;
        private final long nextRip;

        CallRegister64(Cpu cpu, int register, long nextRip) {
            state = cpu.state;
            memory = cpu.memory;
            this.register = register;
            this.nextRip = nextRip;
        }

        @Override
        public void execute() {
            long target = Canonical.require(state.gpr[register]);
            long top = state.gpr[RSP] - 8;
            memory.write64(top, nextRip);
            state.gpr[RSP] = top;
            state.rip = target;
        }
    }

    /**
     * RET without immediate in 64-bit mode; a target that is not canonical is left to the
     * reference.
     */
    static final class Return64 extends Operation {
        private final CpuState state;
        private final LinearMemory memory;

        Return64(Cpu cpu) {
            state = cpu.state;
            memory = cpu.memory;
        }

        @Override
        public void execute() {
            long top = state.gpr[RSP];
            state.rip = Canonical.require(memory.read64(top));
            state.gpr[RSP] = top + 8;
        }
    }

    /** PUSH of a register in 64-bit mode. */
    static final class Push64 extends Operation {
        private final long[] gpr;
        private final LinearMemory memory;
        private final int from;

        Push64(Cpu cpu, int from) {
            gpr = cpu.state.gpr;
            memory = cpu.memory;
            this.from = from;
        }

        @Override
        public void execute() {
            long top = gpr[RSP] - 8;
            memory.write64(top, gpr[from]);
            gpr[RSP] = top;
        }
    }

    /** POP to a register in 64-bit mode. */
    static final class Pop64 extends Operation {
        private final long[] gpr;
        private final LinearMemory memory;
        private final int to;

        Pop64(Cpu cpu, int to) {
            gpr = cpu.state.gpr;
            memory = cpu.memory;
            this.to = to;
        }

        @Override
        public void execute() {
            long top = gpr[RSP];
            long value = memory.read64(top);
            gpr[RSP] = top + 8;
            gpr[to] = value;
        }
    }
}
