package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;

/** The operands that string instructions always have, in Intel's syntax. */
final class StringOperands {
    private StringOperands() {}

    static boolean isString(Mnemonic mnemonic) {
        return switch (mnemonic) {
            case MOVS, CMPS, SCAS, LODS, STOS, INS, OUTS -> true;
            default -> false;
        };
    }

    static String text(Instruction i) {
        String accumulator = Registers.gpr(0, i.operandSize());
        return switch (i.mnemonic()) {
            case MOVS -> destination(i) + "," + source(i);
            case CMPS -> source(i) + "," + destination(i);
            case SCAS -> accumulator + "," + destination(i);
            case LODS -> accumulator + "," + source(i);
            case STOS -> destination(i) + "," + accumulator;
            case INS -> destination(i) + ",dx";
            case OUTS -> "dx," + source(i);
            default -> "BYTE PTR " + at(i.segment(), 3, i.addressSize());
        };
    }

    private static String source(Instruction i) {
        return MemoryText.pointer(i.operandSize()) + at(i.segment(), 6, i.addressSize());
    }

    private static String destination(Instruction i) {
        return MemoryText.pointer(i.operandSize()) + at(0, 7, i.addressSize());
    }

    private static String at(int segment, int register, int addressSize) {
        return Registers.segment(segment) + ":[" + Registers.gpr(register, addressSize) + "]";
    }
}
