package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;

import java.util.Map;

/**
 * Exchanges. With one processor every instruction is atomic, so LOCK has nothing to add.
 *
 * @sdm Vol. 1, Exchange Instructions
 */
final class ExchangeMeanings {
    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RDX = 2;
    private static final int RBX = 3;

    private ExchangeMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.XCHG, ExchangeMeanings::xchg);
        meanings.put(Mnemonic.XADD, ExchangeMeanings::xadd);
        meanings.put(Mnemonic.CMPXCHG, ExchangeMeanings::cmpxchg);
        meanings.put(Mnemonic.CMPXCHG8B, ExchangeMeanings::cmpxchg8b);
        meanings.put(Mnemonic.CMPXCHG16B, ExchangeMeanings::cmpxchg16b);
        meanings.put(Mnemonic.BSWAP, ExchangeMeanings::bswap);
        meanings.put(Mnemonic.MOVBE, ExchangeMeanings::movbe);
    }

    /** Swaps two operands. @sdm Vol. 2D, XCHG */
    static void xchg(Cpu cpu, Instruction i) {
        long a = Operands.readForWrite(cpu, i, 0);
        long b = Operands.read(cpu, i, 1);
        Operands.write(cpu, i, 0, b);
        Operands.write(cpu, i, 1, a);
    }

    /**
     * Adds, and leaves the old target in the source; with both the same register the sum
     * stays. @sdm Vol. 2D, XADD
     */
    static void xadd(Cpu cpu, Instruction i) {
        long a = Operands.readSignedForWrite(cpu, i, 0);
        long b = Operands.readSigned(cpu, i, 1);
        long sum = Alu.add(cpu.state.flags, a, b, i.size(0));
        if (i.isMemory(0)) {
            Operands.write(cpu, i, 0, sum);
            Operands.write(cpu, i, 1, a);
        } else {
            Operands.write(cpu, i, 1, a);
            Operands.write(cpu, i, 0, sum);
        }
    }

    /**
     * Replaces the target if it equals the accumulator. A memory target is written in either case,
     * a register target and the accumulator only if they change (which shows in the upper half of
     * 32-bit ones).
     *
     * @sdm Vol. 2A, CMPXCHG
     */
    static void cmpxchg(Cpu cpu, Instruction i) {
        int size = i.size(0);
        long target = Operands.readSignedForWrite(cpu, i, 0);
        long accumulator = Bits.signExtend(cpu.state.reg(RAX, size), size);
        if (accumulator == target) {
            Operands.write(cpu, i, 0, Operands.read(cpu, i, 1));
        } else {
            if (i.isMemory(0)) {
                Operands.write(cpu, i, 0, target);
            }
            cpu.state.reg(RAX, size, target);
        }
        Alu.sub(cpu.state.flags, accumulator, target, size);
    }

    /**
     * As CMPXCHG with EDX:EAX and ECX:EBX; ZF is the only flag. @sdm Vol. 2A, CMPXCHG8B/CMPXCHG16B
     */
    static void cmpxchg8b(Cpu cpu, Instruction i) {
        cpu.require(Feature.CX8);
        CpuState s = cpu.state;
        long target = Operands.readForWrite(cpu, i, 0);
        boolean equal = target == (s.gpr[RDX] << 32 | s.reg(RAX, 4));
        Operands.write(cpu, i, 0, equal ? s.gpr[RCX] << 32 | s.reg(RBX, 4) : target);
        if (!equal) {
            s.reg(RAX, 4, target);
            s.reg(RDX, 4, target >>> 32);
        }
        s.flags.putZero(equal);
    }

    /** The same on 16 bytes, which must be aligned. @sdm Vol. 2A, CMPXCHG8B/CMPXCHG16B */
    static void cmpxchg16b(Cpu cpu, Instruction i) {
        cpu.require(Feature.CX16);
        CpuState s = cpu.state;
        long linear = Operands.linear(cpu, i, 16, Access.WRITE);
        if ((linear & 15) != 0) {
            throw Fault.gp(0);
        }
        long low = cpu.memory.readForWrite(linear, 8);
        long high = cpu.memory.readForWrite(linear + 8, 8);
        boolean equal = low == s.gpr[RAX] && high == s.gpr[RDX];
        cpu.memory.write64(linear, equal ? s.gpr[RBX] : low);
        cpu.memory.write64(linear + 8, equal ? s.gpr[RCX] : high);
        s.gpr[RAX] = low;
        s.gpr[RDX] = high;
        s.flags.putZero(equal);
    }

    /**
     * Reverses the bytes; of 16 bits the result is undefined, and 0 on known processors. @sdm Vol.
     * 2A, BSWAP
     */
    static void bswap(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, i.size(0) == 2 ? 0 : reversed(cpu, i, 0));
    }

    /** Moves and reverses the bytes. @sdm Vol. 2A, MOVBE */
    static void movbe(Cpu cpu, Instruction i) {
        cpu.require(Feature.MOVBE);
        Operands.write(cpu, i, 0, reversed(cpu, i, 1));
    }

    private static long reversed(Cpu cpu, Instruction i, int n) {
        return Long.reverseBytes(Operands.read(cpu, i, n)) >>> 64 - 8 * i.size(n);
    }
}
