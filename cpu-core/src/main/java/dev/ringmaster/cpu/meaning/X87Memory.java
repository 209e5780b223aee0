package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.state.Bits;

/**
 * The x87 instructions with an operand in memory.
 *
 * @sdm Vol. 2D, x87 Opcodes
 */
final class X87Memory {
    private static final int LOAD = 0;
    private static final int TRUNCATE = 1;
    private static final int STORE = 2;
    private static final int POP = 3;

    private X87Memory() {}

    static void execute(Cpu cpu, Instruction i, X87Unit unit) {
        X87Stack stack = new X87Stack(cpu.state);
        int operation = i.modrm() >> 3 & 7;
        if ((i.opcode() & 1) == 0) {
            X87Registers.arithmetic(cpu, unit, operation, 0, operand(cpu, i, unit));
        } else if (operation >= 4) {
            wide(cpu, i, unit, stack, operation);
        } else if (operation == LOAD) {
            load(cpu, i, unit, stack);
        } else {
            store(cpu, i, unit, stack, operation);
        }
    }

    /** Whether the operand is an integer: opcodes DA, DB, DE, DF. */
    private static boolean integer(Instruction i) {
        return (i.opcode() & 2) != 0;
    }

    private static FloatFormat format(Instruction i) {
        return i.size(0) == 4 ? FloatFormat.SINGLE : FloatFormat.DOUBLE;
    }

    private static Extended operand(Cpu cpu, Instruction i, X87Unit unit) {
        return integer(i)
                ? X87Conversions.fromInteger(Operands.readSigned(cpu, i, 0))
                : X87Conversions.operand(unit, format(i), Operands.read(cpu, i, 0));
    }

    /** Reads first: a page fault leaves nothing behind. */
    private static void load(Cpu cpu, Instruction i, X87Unit unit, X87Stack stack) {
        long read = Operands.readSigned(cpu, i, 0);
        if (integer(i)) {
            stack.push(unit, () -> X87Conversions.fromInteger(read));
        } else {
            long encoded = Bits.zeroExtend(read, i.size(0));
            stack.push(unit, () -> X87Conversions.load(unit, format(i), encoded));
        }
    }

    private static void store(Cpu cpu, Instruction i, X87Unit unit, X87Stack stack, int operation) {
        if (operation == TRUNCATE && !cpu.profile.has(Feature.SSE3)) {
            throw Fault.ud(); // FISTTP
        }
        boolean whole = integer(i) || operation == TRUNCATE;
        int size = i.size(0);
        boolean empty = stack.underflow(unit, 0, 0);
        X87Format format = size == 4 ? X87Format.SINGLE : X87Format.DOUBLE;
        long value;
        if (whole) {
            value =
                    empty
                            ? Long.MIN_VALUE >> 64 - 8 * size
                            : X87Conversions.toInteger(
                                    unit, stack.get(0), size, operation == TRUNCATE);
        } else {
            value =
                    empty
                            ? X87Conversions.indefinite(format)
                            : X87Conversions.store(unit, format, stack.get(0));
        }
        if (unit.unstorable()) {
            return;
        }
        Operands.write(cpu, i, 0, value);
        if (operation != STORE) {
            stack.pop();
        }
    }

    /** Operands of 8 and 10 bytes beside the ordinary ones. */
    private static void wide(Cpu cpu, Instruction i, X87Unit unit, X87Stack stack, int operation) {
        int form = i.opcode() << 4 | operation;
        switch (form) {
            case 0xdb5 -> {
                Extended value = loadWide(cpu, i);
                stack.push(unit, () -> value);
            }
            case 0xdb7 -> storeWide(cpu, i, unit, stack);
            case 0xdf5 -> load(cpu, i, unit, stack);
            case 0xdf7 -> store(cpu, i, unit, stack, POP);
            default -> throw new NotModelled("packed BCD of the x87 unit", "FBLD; FBSTP");
        }
    }

    private static Extended loadWide(Cpu cpu, Instruction i) {
        long linear = Operands.linear(cpu, i, 10, Access.READ);
        long significand = cpu.memory.read64(linear);
        return new Extended(cpu.memory.read16(linear + 8), significand);
    }

    private static void storeWide(Cpu cpu, Instruction i, X87Unit unit, X87Stack stack) {
        boolean empty = stack.underflow(unit, 0, 0);
        if (unit.refused()) {
            return;
        }
        Extended value = empty ? Extended.INDEFINITE : stack.get(0);
        long linear = Operands.linear(cpu, i, 10, Access.WRITE);
        cpu.memory.probeWrite(linear, 10);
        cpu.memory.write64(linear, value.significand());
        cpu.memory.write16(linear + 8, value.signExponent());
        stack.pop();
    }
}
