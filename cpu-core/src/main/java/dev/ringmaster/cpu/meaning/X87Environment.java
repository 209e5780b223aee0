package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.state.CpuState;

/**
 * The environment in memory: seven fields of 2 or 4 bytes, whose pointers look different with and
 * without protection.
 *
 * @sdm Vol. 1, Saving the x87 FPU's State with FSTENV/FNSTENV and FSAVE/FNSAVE
 */
final class X87Environment {
    /** What stands above the words of the 4-byte format. */
    private static final long UPPER = 0xffff0000L;

    private X87Environment() {}

    static void store(Cpu cpu, long linear, int field) {
        CpuState s = cpu.state;
        put(cpu, linear, field, 0, s.x87Control | UPPER);
        put(cpu, linear, field, 1, s.x87Status | UPPER);
        put(cpu, linear, field, 2, X87State.fullTag(s) | UPPER);
        if (s.realOrVirtual8086()) {
            long code = s.x87InstructionOffset + ((long) s.x87InstructionSelector << 4);
            long data = s.x87DataOffset + ((long) s.x87DataSelector << 4);
            put(cpu, linear, field, 3, code & 0xffff | UPPER);
            put(cpu, linear, field, 4, code >> 16 << 12 | s.x87Opcode);
            put(cpu, linear, field, 5, data & 0xffff | UPPER);
            put(cpu, linear, field, 6, data >> 16 << 12);
        } else {
            long opcode = field == 4 ? (long) s.x87Opcode << 16 : 0;
            put(cpu, linear, field, 3, s.x87InstructionOffset);
            put(cpu, linear, field, 4, s.x87InstructionSelector | opcode);
            put(cpu, linear, field, 5, s.x87DataOffset);
            put(cpu, linear, field, 6, s.x87DataSelector | UPPER);
        }
    }

    static void load(Cpu cpu, long linear, int field) {
        CpuState s = cpu.state;
        X87Meanings.control(s, (int) get(cpu, linear, field, 0));
        s.x87Status = (int) get(cpu, linear, field, 1) & 0xffff;
        X87State.fullTag(s, (int) get(cpu, linear, field, 2) & 0xffff);
        long code = get(cpu, linear, field, 3);
        long data = get(cpu, linear, field, 5);
        long behindCode = get(cpu, linear, field, 4);
        long behindData = get(cpu, linear, field, 6);
        boolean real = s.realOrVirtual8086();
        s.x87InstructionOffset = real ? code & 0xffff | behindCode >> 12 << 16 : code;
        s.x87InstructionSelector = real ? 0 : (int) behindCode & 0xffff;
        s.x87Opcode = (int) (real ? behindCode : behindCode >> 16) & 0x7ff;
        s.x87DataOffset = real ? data & 0xffff | behindData >> 12 << 16 : data;
        s.x87DataSelector = real ? 0 : (int) behindData & 0xffff;
        X87State.summarize(s);
    }

    private static void put(Cpu cpu, long linear, int field, int n, long value) {
        cpu.memory.write(linear + (long) field * n, field, value);
    }

    private static long get(Cpu cpu, long linear, int field, int n) {
        return cpu.memory.read(linear + (long) field * n, field);
    }
}
