package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;

/**
 * Reads and writes the general-register, memory and immediate operands of an instruction, of 1, 2,
 * 4 or 8 bytes.
 *
 * <p>It stands here and not beside the arithmetic because a memory operand is what segmentation
 * guards, and system instructions read operands as well.
 *
 * @sdm Vol. 1, Operand Addressing
 */
public final class Operands {
    private Operands() {}

    /** Operand {@code n}, zero-extended from its size. */
    public static long read(Cpu cpu, Instruction i, int n) {
        int size = i.size(n);
        return switch (i.kind(n)) {
            case GPR -> cpu.state.reg(i.register(n), size);
            case MEMORY -> cpu.memory.read(linear(cpu, i, size, Access.READ), size);
            case IMMEDIATE -> Bits.zeroExtend(i.immediate(), size);
            case IMMEDIATE2 -> Bits.zeroExtend(i.immediate2(), size);
            default -> throw notReadable(i, n);
        };
    }

    /** Operand {@code n}, sign-extended from its size: the form in which arithmetic wants it. */
    public static long readSigned(Cpu cpu, Instruction i, int n) {
        return Bits.signExtend(read(cpu, i, n), i.size(n));
    }

    /**
     * Operand {@code n}, zero-extended, which the same instruction will write: everything that can
     * fail when it is written fails now.
     */
    public static long readForWrite(Cpu cpu, Instruction i, int n) {
        int size = i.size(n);
        return i.isMemory(n)
                ? cpu.memory.readForWrite(linear(cpu, i, size, Access.WRITE), size)
                : read(cpu, i, n);
    }

    /** As {@link #readForWrite}, sign-extended. */
    public static long readSignedForWrite(Cpu cpu, Instruction i, int n) {
        return Bits.signExtend(readForWrite(cpu, i, n), i.size(n));
    }

    /** Writes the low bytes of {@code value} to operand {@code n}. */
    public static void write(Cpu cpu, Instruction i, int n, long value) {
        int size = i.size(n);
        if (i.isMemory(n)) {
            cpu.memory.write(linear(cpu, i, size, Access.WRITE), size, value);
        } else {
            cpu.state.reg(i.register(n), size, value);
        }
    }

    /** The effective address of the memory operand, truncated to the address size. */
    public static long address(Cpu cpu, Instruction i) {
        CpuState state = cpu.state;
        long address = i.displacement();
        int base = i.base();
        if (base == Instruction.RIP) {
            address += state.rip;
        } else if (base != Instruction.NO_REGISTER) {
            address += state.gpr[base];
        }
        if (i.index() != Instruction.NO_REGISTER) {
            address += state.gpr[i.index()] * i.scale();
        }
        return Bits.zeroExtend(address, i.addressSize());
    }

    /**
     * The linear address of the memory operand, after the segment's checks for {@code size} bytes.
     */
    public static long linear(Cpu cpu, Instruction i, int size, Access access) {
        return Segmentation.linear(cpu, i.segment(), address(cpu, i), size, access);
    }

    private static AssertionError notReadable(Instruction i, int n) {
        return new AssertionError(i.mnemonic() + " operand " + n + " is " + i.kind(n));
    }
}
