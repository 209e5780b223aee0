package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.memory.LinearMemory;

/** Loads, stores, moves between registers, and LEA. */
final class Moves {
    private Moves() {}

    /** MOV between registers of 8 bytes. */
    static final class Register64 extends Operation {
        private final long[] gpr;
        private final int to;
        private final int from;

        Register64(Cpu cpu, int to, int from) {
            gpr = cpu.state.gpr;
            this.to = to;
            this.from = from;
        }

        @Override
        public void execute() {
            gpr[to] = gpr[from];
        }
    }

    /** MOV between registers of 4 bytes. */
    static final class Register32 extends Operation {
        private final long[] gpr;
        private final int to;
        private final int from;

        Register32(Cpu cpu, int to, int from) {
            gpr = cpu.state.gpr;
            this.to = to;
            this.from = from;
        }

        @Override
        public void execute() {
            gpr[to] = gpr[from] & 0xffffffffL;
        }
    }

    /** MOV of a constant to a whole register. */
    static final class Constant extends Operation {
        private final long[] gpr;
        private final int to;
        private final long value;

        Constant(Cpu cpu, int to, long value) {
            gpr = cpu.state.gpr;
            this.to = to;
            this.value = value;
        }

        @Override
        public void execute() {
            gpr[to] = value;
        }
    }

    /** MOV from memory, 8 bytes. */
    static final class Load64 extends Address {
        private final LinearMemory memory;
        private final int to;

        Load64(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            memory = cpu.memory;
            to = i.register(0);
        }

        @Override
        public void execute() {
            gpr[to] = memory.read64(linear());
        }
    }

    /** MOV from memory, 4 bytes. */
    static final class Load32 extends Address {
        private final LinearMemory memory;
        private final int to;

        Load32(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            memory = cpu.memory;
            to = i.register(0);
        }

        @Override
        public void execute() {
            gpr[to] = memory.read32(linear()) & 0xffffffffL;
        }
    }

    /** MOVZX from a byte in memory to 4 or 8 bytes. */
    static final class LoadByte extends Address {
        private final LinearMemory memory;
        private final int to;

        LoadByte(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            memory = cpu.memory;
            to = i.register(0);
        }

        @Override
        public void execute() {
            gpr[to] = memory.read8(linear());
        }
    }

    /** MOVZX from 2 bytes in memory to 4 or 8 bytes. */
    static final class LoadWord extends Address {
        private final LinearMemory memory;
        private final int to;

        LoadWord(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            memory = cpu.memory;
            to = i.register(0);
        }

        @Override
        public void execute() {
            gpr[to] = memory.read16(linear());
        }
    }

    /** MOVSX and MOVSXD from memory. */
    static final class LoadSigned extends Address {
        private final LinearMemory memory;
        private final int to;
        private final int unused;
        private final int size;
        private final long mask;

        LoadSigned(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            memory = cpu.memory;
            to = i.register(0);
            size = i.size(1);
            unused = 64 - 8 * size;
            mask = i.size(0) == 8 ? -1 : 0xffffffffL;
        }

        @Override
        public void execute() {
            gpr[to] = memory.read(linear(), size) << unused >> unused & mask;
        }
    }

    /** MOV to memory, 8 bytes. */
    static final class Store64 extends Address {
        private final LinearMemory memory;
        private final int from;

        Store64(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            memory = cpu.memory;
            from = i.register(1);
        }

        @Override
        public void execute() {
            memory.write64(linear(), gpr[from]);
        }
    }

    /** MOV to memory, 4 bytes. */
    static final class Store32 extends Address {
        private final LinearMemory memory;
        private final int from;

        Store32(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            memory = cpu.memory;
            from = i.register(1);
        }

        @Override
        public void execute() {
            memory.write32(linear(), (int) gpr[from]);
        }
    }

    /** MOV to memory, a low byte. */
    static final class Store8 extends Address {
        private final LinearMemory memory;
        private final int from;

        Store8(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            memory = cpu.memory;
            from = i.register(1);
        }

        @Override
        public void execute() {
            memory.write8(linear(), (int) gpr[from]);
        }
    }

    /** MOV of a constant to memory. */
    static final class StoreConstant extends Address {
        private final LinearMemory memory;
        private final long value;
        private final int size;

        StoreConstant(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            memory = cpu.memory;
            value = i.immediate();
            size = i.size(0);
        }

        @Override
        public void execute() {
            memory.write(linear(), size, value);
        }
    }

    /** LEA to 4 or 8 bytes. */
    static final class Lea extends Address {
        private final int to;
        private final long mask;

        Lea(Cpu cpu, Instruction i, long nextRip) {
            super(cpu, i, nextRip);
            to = i.register(0);
            mask = i.size(0) == 8 ? -1 : 0xffffffffL;
        }

        @Override
        public void execute() {
            gpr[to] = effective() & mask;
        }
    }
}
