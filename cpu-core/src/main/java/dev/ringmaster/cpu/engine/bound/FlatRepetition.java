package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.memory.LinearMemory;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/** REP MOVS and REP STOS in flat segments with addresses of 4 or 8 bytes. */
abstract class FlatRepetition extends Repetition {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RSI = 6;
    private static final int RDI = 7;

    final CpuState state;
    final long[] gpr;
    final LinearMemory memory;
    final int size;
    final long mask;
    private final long rip;
    private final long nextRip;

    private FlatRepetition(Cpu cpu, Instruction i, long nextRip) {
        state = cpu.state;
        gpr = state.gpr;
        memory = cpu.memory;
        size = i.operandSize();
        mask = i.addressSize() == 8 ? -1 : 0xffffffffL;
        this.nextRip = nextRip;
        rip = Bits.zeroExtend(nextRip - i.length(), i.codeSize());
    }

    @Override
    final boolean iterate() {
        long count = gpr[RCX] & mask;
        if (count == 0) {
            state.rip = nextRip;
            return false;
        }
        element(state.flags.is(Rflags.DF) ? -size : size);
        gpr[RCX] = count - 1;
        boolean more = count != 1;
        state.rip = more ? rip : nextRip;
        return more;
    }

    /** Moves one element and then the index registers. */
    abstract void element(int step);

    /** MOVS. */
    static final class Move extends FlatRepetition {
        private final Segment source;

        Move(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            source = Address.segmentOf(cpu, i);
        }

        @Override
        void element(int step) {
            long from = gpr[RSI] & mask;
            long to = gpr[RDI] & mask;
            memory.write(to, size, memory.read(from + source.base, size));
            gpr[RSI] = from + step & mask;
            gpr[RDI] = to + step & mask;
        }
    }

    /** STOS. */
    static final class Store extends FlatRepetition {
        Store(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
        }

        @Override
        void element(int step) {
            long to = gpr[RDI] & mask;
            memory.write(to, size, gpr[RAX]);
            gpr[RDI] = to + step & mask;
        }
    }
}
