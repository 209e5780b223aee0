package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.protection.Segmentation;
import dev.ringmaster.cpu.state.Bits;

import java.util.Map;

/**
 * Single bits. Only CF changes, and takes the bit's old value; OF, SF, AF and PF are undefined and
 * stay.
 *
 * @sdm Vol. 1, Bit Test and Modify Instructions
 */
final class BitMeanings {
    /** The value with one bit changed. */
    private interface Change {
        long apply(long value, long mask);
    }

    private BitMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.BT, BitMeanings::bt);
        meanings.put(Mnemonic.BTS, changing((value, mask) -> value | mask));
        meanings.put(Mnemonic.BTR, changing((value, mask) -> value & ~mask));
        meanings.put(Mnemonic.BTC, changing((value, mask) -> value ^ mask));
    }

    /** Copies a bit to CF. @sdm Vol. 2A, BT */
    static void bt(Cpu cpu, Instruction i) {
        int size = i.size(0);
        long bit = Operands.readSigned(cpu, i, 1);
        long value =
                i.isMemory(0)
                        ? cpu.memory.read(linear(cpu, i, bit, Access.READ), size)
                        : Operands.read(cpu, i, 0);
        cpu.state.flags.putCarry((value & mask(bit, size)) != 0);
    }

    /** Copies a bit to CF and changes it. @sdm Vol. 2A, BTS; BTR; BTC */
    private static Meaning changing(Change change) {
        return (cpu, i) -> {
            int size = i.size(0);
            long bit = Operands.readSigned(cpu, i, 1);
            long mask = mask(bit, size);
            long value;
            if (i.isMemory(0)) {
                long linear = linear(cpu, i, bit, Access.WRITE);
                value = cpu.memory.readForWrite(linear, size);
                cpu.memory.write(linear, size, change.apply(value, mask));
            } else {
                value = Operands.read(cpu, i, 0);
                Operands.write(cpu, i, 0, change.apply(value, mask));
            }
            cpu.state.flags.putCarry((value & mask) != 0);
        };
    }

    private static long mask(long bit, int size) {
        return 1L << (bit & 8L * size - 1);
    }

    /**
     * The address of the element that holds the bit: a register may number bits far from the
     * operand, on both sides.
     */
    private static long linear(Cpu cpu, Instruction i, long bit, Access access) {
        int size = i.size(0);
        long offset = Operands.address(cpu, i);
        if (i.immediateSize() == 0) {
            offset += Math.floorDiv(bit, 8 * size) * size;
        }
        offset = Bits.zeroExtend(offset, i.addressSize());
        return Segmentation.linear(cpu, i.segment(), offset, size, access);
    }
}
