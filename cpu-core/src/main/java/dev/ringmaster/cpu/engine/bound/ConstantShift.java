package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.meaning.Shifts;
import dev.ringmaster.cpu.state.Flags;

/** SHL, SHR and SAR of a register of 4 or 8 bytes by a constant. */
abstract class ConstantShift extends Operation {
    final long[] gpr;
    final Flags flags;
    final int to;
    final int count;

    private ConstantShift(Cpu cpu, Instruction i) {
        gpr = cpu.state.gpr;
        flags = cpu.state.flags;
        to = i.register(0);
        count = (int) i.immediate();
    }

    /** The operation for {@code i} with an operand of 4 or 8 bytes; null if there is none. */
    static Operation of(Cpu cpu, Instruction i) {
        boolean wide = i.size(0) == 8;
        return switch (i.mnemonic()) {
            case SHL -> wide ? new Shl64(cpu, i) : new Shl32(cpu, i);
            case SHR -> wide ? new Shr64(cpu, i) : new Shr32(cpu, i);
            case SAR -> wide ? new Sar64(cpu, i) : new Sar32(cpu, i);
            default -> null;
        };
    }

    private static final class Shl64 extends ConstantShift {
        Shl64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Shifts.shl(flags, gpr[to], count, 8);
        }
    }

    private static final class Shl32 extends ConstantShift {
        Shl32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Shifts.shl(flags, (int) gpr[to], count, 4) & 0xffffffffL;
        }
    }

    private static final class Shr64 extends ConstantShift {
        Shr64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Shifts.shr(flags, gpr[to], count, 8);
        }
    }

    private static final class Shr32 extends ConstantShift {
        Shr32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Shifts.shr(flags, (int) gpr[to], count, 4) & 0xffffffffL;
        }
    }

    private static final class Sar64 extends ConstantShift {
        Sar64(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Shifts.sar(flags, gpr[to], count, 8);
        }
    }

    private static final class Sar32 extends ConstantShift {
        Sar32(Cpu cpu, Instruction i) {
            super(cpu, i);
        }

        @Override
        public void execute() {
            gpr[to] = Shifts.sar(flags, (int) gpr[to], count, 4) & 0xffffffffL;
        }
    }
}
