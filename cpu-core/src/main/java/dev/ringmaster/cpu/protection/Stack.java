package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/** Pushes and pops on the current stack. @sdm Vol. 1, Address-Size Attributes for Stack Accesses */
public final class Stack {
    static final int RSP = 4;

    private Stack() {}

    /** Pushes the low {@code size} bytes (2, 4 or 8) of {@code value}: memory first, then rSP. */
    public static void push(Cpu cpu, int size, long value) {
        CpuState s = cpu.state;
        int width = s.stackSize();
        long top = Bits.zeroExtend(s.gpr[RSP] - size, width);
        long linear = Segmentation.linear(cpu, Segment.SS, top, size, Access.WRITE);
        cpu.memory.write(linear, size, value);
        s.reg(RSP, width, top);
    }

    /** Pops {@code size} bytes (2, 4 or 8), zero-extended; rSP moves after the read. */
    public static long pop(Cpu cpu, int size) {
        long value = peek(cpu, 0, size);
        drop(cpu, size);
        return value;
    }

    /** Reads {@code size} bytes {@code distance} bytes above the top. */
    static long peek(Cpu cpu, long distance, int size) {
        CpuState s = cpu.state;
        long offset = Bits.zeroExtend(s.gpr[RSP] + distance, s.stackSize());
        return cpu.memory.read(
                Segmentation.linear(cpu, Segment.SS, offset, size, Access.READ), size);
    }

    /** Moves rSP up by {@code bytes}. */
    static void drop(Cpu cpu, long bytes) {
        CpuState s = cpu.state;
        s.reg(RSP, s.stackSize(), s.gpr[RSP] + bytes);
    }
}
