package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;

/**
 * What decoder and assembler both know about memory operands.
 *
 * @sdm Vol. 2A, Addressing-Mode Encoding of ModR/M and SIB Bytes
 */
final class Addressing {
    static final int SS = 2;
    static final int DS = 3;

    private static final int NONE = Instruction.NO_REGISTER;

    /** The base registers of the eight 16-bit forms. */
    static final int[] BASE_16 = {3, 3, 5, 5, 6, 7, 5, 3};

    /** The index registers of the eight 16-bit forms. */
    static final int[] INDEX_16 = {6, 7, 6, 7, NONE, NONE, NONE, NONE};

    private Addressing() {}

    /** SS for addresses with rSP or rBP as base, else DS. */
    static int defaultSegment(int base) {
        return base == 4 || base == 5 ? SS : DS;
    }
}
