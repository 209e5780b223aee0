package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.OperandKind;

/**
 * One operand of a row in the notation of {@link OpcodeTable}: where it is encoded, what it names,
 * how large it is.
 *
 * @param place where the encoding holds it
 * @param register what a register there is, or the kind of the operand itself
 * @param size the letter of its size
 * @param fixed the register number or the immediate of an operand that is not encoded
 */
record OperandPattern(Place place, OperandKind register, char size, int fixed) {

    /** Where an encoding holds an operand. */
    enum Place {
        /** ModRM.reg, or REX.R with it. */
        REG,
        /** ModRM.rm as a register or memory. */
        RM,
        /** ModRM.rm as a register. */
        RM_REGISTER,
        /** ModRM.rm as memory. */
        RM_MEMORY,
        /** The low three bits of the opcode. */
        OPCODE,
        /** An address without ModRM. */
        OFFSET,
        /** An immediate of this pattern's size. */
        IMMEDIATE,
        /** An immediate byte that is sign-extended to this pattern's size. */
        SIGNED_BYTE,
        /** An immediate of at most four bytes that is sign-extended to this pattern's size. */
        SIGNED_DOUBLEWORD,
        /** A branch displacement. */
        RELATIVE,
        /** Selector and offset. */
        FAR_POINTER,
        /** Nowhere: it is always the same. */
        FIXED
    }

    static OperandPattern parse(String text, boolean byteOperation) {
        OperandPattern fixed = fixed(text);
        return fixed != null ? fixed : encoded(text.charAt(0), text.charAt(1), byteOperation);
    }

    private static OperandPattern fixed(String text) {
        return switch (text) {
            case "AL" -> new OperandPattern(Place.FIXED, OperandKind.GPR, 'b', 0);
            case "AX" -> new OperandPattern(Place.FIXED, OperandKind.GPR, 'w', 0);
            case "eAX" -> new OperandPattern(Place.FIXED, OperandKind.GPR, 'z', 0);
            case "rAX" -> new OperandPattern(Place.FIXED, OperandKind.GPR, 'v', 0);
            case "CL" -> new OperandPattern(Place.FIXED, OperandKind.GPR, 'b', 1);
            case "DX" -> new OperandPattern(Place.FIXED, OperandKind.GPR, 'w', 2);
            case "ES" -> new OperandPattern(Place.FIXED, OperandKind.SEGMENT, 'w', 0);
            case "CS" -> new OperandPattern(Place.FIXED, OperandKind.SEGMENT, 'w', 1);
            case "SS" -> new OperandPattern(Place.FIXED, OperandKind.SEGMENT, 'w', 2);
            case "DS" -> new OperandPattern(Place.FIXED, OperandKind.SEGMENT, 'w', 3);
            case "FS" -> new OperandPattern(Place.FIXED, OperandKind.SEGMENT, 'w', 4);
            case "GS" -> new OperandPattern(Place.FIXED, OperandKind.SEGMENT, 'w', 5);
            case "1" -> new OperandPattern(Place.FIXED, OperandKind.IMMEDIATE, 'b', 1);
            default -> null;
        };
    }

    private static OperandPattern encoded(char letter, char size, boolean byteOperation) {
        return switch (letter) {
            case 'E' -> new OperandPattern(Place.RM, OperandKind.GPR, size, 0);
            case 'G' -> new OperandPattern(Place.REG, OperandKind.GPR, size, 0);
            case 'R' -> new OperandPattern(Place.RM_REGISTER, OperandKind.GPR, size, 0);
            case 'M' -> new OperandPattern(Place.RM_MEMORY, OperandKind.MEMORY, size, 0);
            case 'Z' -> new OperandPattern(Place.OPCODE, OperandKind.GPR, size, 0);
            case 'O' -> new OperandPattern(Place.OFFSET, OperandKind.MEMORY, size, 0);
            case 'S' -> new OperandPattern(Place.REG, OperandKind.SEGMENT, size, 0);
            case 'C' -> new OperandPattern(Place.REG, OperandKind.CONTROL, size, 0);
            case 'D' -> new OperandPattern(Place.REG, OperandKind.DEBUG, size, 0);
            case 'V' -> new OperandPattern(Place.REG, OperandKind.XMM, size, 0);
            case 'W' -> new OperandPattern(Place.RM, OperandKind.XMM, size, 0);
            case 'U' -> new OperandPattern(Place.RM_REGISTER, OperandKind.XMM, size, 0);
            case 'P' -> new OperandPattern(Place.REG, OperandKind.MMX, size, 0);
            case 'Q' -> new OperandPattern(Place.RM, OperandKind.MMX, size, 0);
            case 'N' -> new OperandPattern(Place.RM_REGISTER, OperandKind.MMX, size, 0);
            case 'J' -> new OperandPattern(Place.RELATIVE, OperandKind.RELATIVE, size, 0);
            case 'A' -> new OperandPattern(Place.FAR_POINTER, OperandKind.FAR_POINTER, size, 0);
            case 'I' -> immediate(size, byteOperation);
            default -> throw new AssertionError("operand " + letter + size);
        };
    }

    private static OperandPattern immediate(char size, boolean byteOperation) {
        char extended = byteOperation ? 'b' : 'v';
        return switch (size) {
            case 's' -> new OperandPattern(Place.SIGNED_BYTE, OperandKind.IMMEDIATE, extended, 0);
            case 'z' -> new OperandPattern(Place.SIGNED_DOUBLEWORD, OperandKind.IMMEDIATE, 'v', 0);
            default -> new OperandPattern(Place.IMMEDIATE, OperandKind.IMMEDIATE, size, 0);
        };
    }

    /** The twin of an XMM pattern that names MMX registers. */
    OperandPattern toMmx() {
        char half = size == 'x' ? 'q' : size;
        OperandKind kind = register == OperandKind.XMM ? OperandKind.MMX : register;
        return new OperandPattern(place, kind, half, fixed);
    }

    /** Whether it needs a ModRM byte. */
    boolean needsModrm() {
        return place == Place.REG || place == Place.RM || namesRmOnly();
    }

    private boolean namesRmOnly() {
        return place == Place.RM_REGISTER || place == Place.RM_MEMORY;
    }

    boolean mayBeMemory() {
        return place == Place.RM || place == Place.RM_MEMORY || place == Place.OFFSET;
    }

    /** Whether it is an x87 environment or state, whose size follows from the code. */
    boolean isX87State() {
        return size == 'e' || size == 'f';
    }

    /** Its size in bytes under this operand size in code of this size. */
    int size(int operandSize, int codeSize) {
        return switch (size) {
            case 'b' -> 1;
            case 'w' -> 2;
            case 'd' -> 4;
            case 'q' -> 8;
            case 't' -> 10;
            case 'x' -> 16;
            case 'v' -> operandSize;
            case 'z' -> Math.min(operandSize, 4);
            case 'y' -> operandSize == 8 ? 8 : 4;
            case 'n' -> codeSize == 8 ? 8 : 4;
            case 'p' -> 2 + operandSize;
            case 's' -> codeSize == 8 ? 10 : 6;
            case 'a' -> 2 * operandSize;
            case 'e' -> operandSize == 2 ? 14 : 28;
            case 'f' -> operandSize == 2 ? 94 : 108;
            case 'k' -> 512;
            case '0' -> 0;
            default -> throw new AssertionError("size " + size);
        };
    }

    /** The number of bytes that an immediate or displacement occupies in the instruction. */
    int encodedSize(int operandSize, int codeSize) {
        return switch (place) {
            case SIGNED_BYTE -> 1;
            case SIGNED_DOUBLEWORD -> Math.min(operandSize, 4);
            default -> size(operandSize, codeSize);
        };
    }
}
