package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.memory.LinearMemory;
import dev.ringmaster.cpu.state.CpuState;

/** CALL, RET, PUSH and POP of 4 bytes in flat 32-bit code with a flat 32-bit stack. */
abstract class FlatStack32 extends Operation {
    private static final int RSP = 4;
    private static final long WORD = 0xffffffffL;

    final CpuState state;
    final long[] gpr;
    private final LinearMemory memory;

    private FlatStack32(Cpu cpu) {
        state = cpu.state;
        gpr = state.gpr;
        memory = cpu.memory;
    }

    final void push(long value) {
        long top = gpr[RSP] - 4 & WORD;
        memory.write32(top, (int) value);
        gpr[RSP] = top;
    }

    final long pop() {
        long top = gpr[RSP] & WORD;
        long value = memory.read32(top) & WORD;
        gpr[RSP] = top + 4 & WORD;
        return value;
    }

    /** CALL. */
    static final class Call extends FlatStack32 {
        private final long target;
        private final long nextRip;

        Call(Cpu cpu, long target, long nextRip) {
            super(cpu);
            this.target = target;
            this.nextRip = nextRip;
        }

        @Override
        public void execute() {
            push(nextRip);
            state.rip = target;
        }
    }

    /** RET without immediate. */
    static final class Return extends FlatStack32 {
        Return(Cpu cpu) {
            super(cpu);
        }

        @Override
        public void execute() {
            state.rip = pop();
        }
    }

    /** PUSH of a register plus a constant, one of which is 0. */
    static final class Push extends FlatStack32 {
        private final int from;
        private final long constant;

        Push(Cpu cpu, int from, long constant) {
            super(cpu);
            this.from = from;
            this.constant = constant;
        }

        @Override
        public void execute() {
            push(gpr[from] + constant);
        }
    }

    /** POP to a register. */
    static final class Pop extends FlatStack32 {
        private final int to;

        Pop(Cpu cpu, int to) {
            super(cpu);
            this.to = to;
        }

        @Override
        public void execute() {
            gpr[to] = pop();
        }
    }
}
