package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;

/** Operands of system instructions: registers and memory. @sdm Vol. 1, Specifying an Offset */
final class Operand {
    private Operand() {}

    /** The effective address of the memory operand. */
    static long offset(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        long offset = i.displacement();
        if (i.base() == Instruction.RIP) {
            offset += s.rip;
        } else if (i.base() != Instruction.NO_REGISTER) {
            offset += s.gpr[i.base()];
        }
        if (i.index() != Instruction.NO_REGISTER) {
            offset += s.gpr[i.index()] * i.scale();
        }
        return Bits.zeroExtend(offset, i.addressSize());
    }

    /** The linear address of {@code size} bytes of the memory operand, checked. */
    static long linear(Cpu cpu, Instruction i, int size, Access access) {
        return Segmentation.linear(cpu, i.segment(), offset(cpu, i), size, access);
    }

    /** Reads operand {@code n}, a register or memory. */
    static long read(Cpu cpu, Instruction i, int n, int size) {
        return i.isMemory(n)
                ? cpu.memory.read(linear(cpu, i, size, Access.READ), size)
                : cpu.state.reg(i.register(n), size);
    }

    /** Writes operand {@code n}, a register or memory. */
    static void write(Cpu cpu, Instruction i, int n, int size, long value) {
        if (i.isMemory(n)) {
            cpu.memory.write(linear(cpu, i, size, Access.WRITE), size, value);
        } else {
            cpu.state.reg(i.register(n), size, value);
        }
    }
}
