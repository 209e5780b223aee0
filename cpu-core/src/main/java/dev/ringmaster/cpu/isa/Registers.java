package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;

/** The names of registers in Intel's syntax. */
final class Registers {
    private static final String[] WORDS = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};
    private static final String[] BYTES = {"al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil"};
    private static final String[] HIGH_BYTES = {"ah", "ch", "dh", "bh"};
    private static final String[] SEGMENTS = {"es", "cs", "ss", "ds", "fs", "gs"};

    private Registers() {}

    static String segment(int number) {
        return SEGMENTS[number];
    }

    static String gpr(int number, int size) {
        if (size == 1 && number >= Instruction.HIGH_BYTE) {
            return HIGH_BYTES[number - Instruction.HIGH_BYTE];
        }
        if (number >= 8) {
            return "r" + number + (size == 8 ? "" : size == 4 ? "d" : size == 2 ? "w" : "b");
        }
        return switch (size) {
            case 1 -> BYTES[number];
            case 2 -> WORDS[number];
            case 4 -> "e" + WORDS[number];
            default -> "r" + WORDS[number];
        };
    }

    /** The name of a base register, RIP included. */
    static String base(int number, int addressSize) {
        if (number == Instruction.RIP) {
            return addressSize == 8 ? "rip" : "eip";
        }
        return gpr(number, addressSize);
    }
}
