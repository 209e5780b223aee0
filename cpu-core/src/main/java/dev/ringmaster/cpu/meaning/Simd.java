package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.OperandKind;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;

/**
 * What all SSE and MMX instructions share: when they are available, and their operands as one or
 * two halves of 8 bytes.
 *
 * @sdm Vol. 3A, System Programming for Instruction Set Extensions and Processor Extended States
 */
final class Simd {
    private Simd() {}

    /**
     * {@code body} after the checks that come before it; on MMX registers, with the change of the
     * x87 state it makes.
     */
    static Meaning guarded(Feature feature, Meaning body) {
        return (cpu, i) -> {
            boolean mmx = usesMmx(i);
            if (!mmx || usesXmm(i)) {
                cpu.require(feature);
                requireSse(cpu);
            }
            if (mmx) {
                cpu.require(Feature.MMX);
                requireMmx(cpu);
            }
            body.execute(cpu, i);
            if (mmx) {
                X87State.enterMmx(cpu.state);
            }
        };
    }

    /**
     * #UD with emulation or without the operating system's support, then #NM after a task switch.
     */
    static void requireSse(Cpu cpu) {
        CpuState s = cpu.state;
        if (Cr0.EM.in(s.cr0) || !Cr4.OSFXSR.in(s.cr4)) {
            throw Fault.ud();
        }
        requireSwitchedIn(s);
    }

    /** #UD with emulation, #NM after a task switch, #MF if an x87 exception is pending. */
    static void requireMmx(Cpu cpu) {
        if (Cr0.EM.in(cpu.state.cr0)) {
            throw Fault.ud();
        }
        requireSwitchedIn(cpu.state);
        X87State.raisePending(cpu.state);
    }

    private static void requireSwitchedIn(CpuState s) {
        if (Cr0.TS.in(s.cr0)) {
            throw Fault.nm();
        }
    }

    private static boolean usesXmm(Instruction i) {
        return i.kind(0) == OperandKind.XMM || i.kind(1) == OperandKind.XMM;
    }

    private static boolean usesMmx(Instruction i) {
        return i.kind(0) == OperandKind.MMX || i.kind(1) == OperandKind.MMX;
    }

    /**
     * The low half of operand {@code n}; fewer bytes are zero-extended. 16 bytes of memory must be
     * aligned.
     */
    static long low(Cpu cpu, Instruction i, int n) {
        int size = i.size(n);
        return switch (i.kind(n)) {
            case XMM -> Bits.zeroExtend(cpu.state.xmm[2 * i.register(n)], size);
            case MMX -> Bits.zeroExtend(cpu.state.mmx[i.register(n)], size);
            case MEMORY -> cpu.memory.read(aligned(cpu, i, size, Access.READ), Math.min(size, 8));
            default -> Operands.read(cpu, i, n);
        };
    }

    /** The high half of operand {@code n} of 16 bytes. */
    static long high(Cpu cpu, Instruction i, int n) {
        return i.isMemory(n)
                ? cpu.memory.read64(aligned(cpu, i, 16, Access.READ) + 8)
                : cpu.state.xmm[2 * i.register(n) + 1];
    }

    /** The linear address of the memory operand; #GP(0) if it is 16 bytes and not aligned. */
    static long aligned(Cpu cpu, Instruction i, int size, Access access) {
        long linear = Operands.linear(cpu, i, size, access);
        if (size == 16 && (linear & 15) != 0) {
            throw Fault.gp(0);
        }
        return linear;
    }

    /** Writes both halves of the register that is operand {@code n}. */
    static void write(Cpu cpu, Instruction i, int n, long low, long high) {
        cpu.state.xmm[2 * i.register(n)] = low;
        cpu.state.xmm[2 * i.register(n) + 1] = high;
    }

    /** Writes the low half alone. */
    static void writeLow(Cpu cpu, Instruction i, int n, long low) {
        if (i.kind(n) == OperandKind.MMX) {
            X87State.writeMmx(cpu.state, i.register(n), low);
        } else {
            cpu.state.xmm[2 * i.register(n)] = low;
        }
    }

    /** Writes the lowest {@code i.size(n)} bytes of the register and leaves the rest. */
    static void merge(Cpu cpu, Instruction i, int n, long value) {
        int at = 2 * i.register(n);
        long mask = i.size(n) == 4 ? 0xffffffffL : -1;
        cpu.state.xmm[at] = cpu.state.xmm[at] & ~mask | value & mask;
    }

    /** Whether operand {@code n} has two halves. */
    static boolean isWide(Instruction i, int n) {
        return i.size(n) == 16;
    }

    /**
     * Writes 16 bytes anywhere; if they cross a page, the second page's faults come before the
     * first byte is written.
     */
    static void store(Cpu cpu, long linear, long low, long high) {
        if ((linear ^ linear + 15) >>> 12 != 0) {
            cpu.memory.readForWrite(linear, 8);
            cpu.memory.readForWrite(linear + 8, 8);
        }
        cpu.memory.write64(linear, low);
        cpu.memory.write64(linear + 8, high);
    }
}
