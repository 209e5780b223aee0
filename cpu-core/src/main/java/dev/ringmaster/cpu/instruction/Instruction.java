package dev.ringmaster.cpu.instruction;

/**
 * A decoded instruction. It does not depend on the address it was found at, so it can be shared by
 * every place that holds the same bytes. The decoder fills it; everyone else reads.
 *
 * <p>General registers are numbered as the encoding does, 0 to 15 for rAX, rCX, rDX, rBX, rSP, rBP,
 * rSI, rDI, r8 to r15; in one-byte operands without REX the numbers {@link #HIGH_BYTE} + 0 to 3
 * stand for AH, CH, DH and BH. Memory is segment : base + index * scale + displacement, where the
 * base may be {@link #RIP}. Sizes are in bytes.
 *
 * @sdm Vol. 2A, Instruction Format
 */
public final class Instruction {
    /** No register. */
    public static final int NO_REGISTER = -1;

    /** The base of a RIP-relative address: the address of the next instruction. */
    public static final int RIP = 16;

    /** The number of AH; CH, DH and BH follow. */
    public static final int HIGH_BYTE = 16;

    /** Prefix F3 as {@link #repeat()}. */
    public static final int REP = 0xf3;

    /** Prefix F2 as {@link #repeat()}. */
    public static final int REPNE = 0xf2;

    /** The longest instruction in bytes. */
    public static final int MAX_LENGTH = 15;

    Mnemonic mnemonic = Mnemonic.INVALID;
    int length;
    int codeSize;
    int operandSize;
    int addressSize;
    int condition;
    int repeat;
    boolean lock;
    boolean rex;
    int rexBits;
    boolean segmentOverridden;
    final OperandKind[] kinds = {
        OperandKind.NONE, OperandKind.NONE, OperandKind.NONE, OperandKind.NONE
    };
    final int[] registers = new int[4];
    final int[] sizes = new int[4];
    int operands;
    int segment = 3;
    int base = NO_REGISTER;
    int index = NO_REGISTER;
    int scale = 1;
    long displacement;
    long immediate;
    int immediateSize;
    long immediate2;
    int map;
    int opcode;
    int modrm = -1;

    Instruction() {}

    /** Which instruction; {@link Mnemonic#INVALID} raises #UD. */
    public Mnemonic mnemonic() {
        return mnemonic;
    }

    /** The length in bytes with all prefixes, 1 to 15. */
    public int length() {
        return length;
    }

    /** The size of code it was decoded for: 2, 4 or 8. */
    public int codeSize() {
        return codeSize;
    }

    /** The effective operand size of non-byte operands: 2, 4 or 8. */
    public int operandSize() {
        return operandSize;
    }

    /** The effective address size: 2, 4 or 8. */
    public int addressSize() {
        return addressSize;
    }

    /** The condition code, 0 to 15, of Jcc, SETcc and CMOVcc. */
    public int condition() {
        return condition;
    }

    /** 0, {@link #REP} or {@link #REPNE}, where the prefix is not part of the opcode. */
    public int repeat() {
        return repeat;
    }

    /** Whether a LOCK prefix is present (the decoder has refused it where it is not allowed). */
    public boolean lock() {
        return lock;
    }

    /** Whether a segment-override prefix chose the segment. */
    public boolean segmentOverridden() {
        return segmentOverridden;
    }

    /** The number of explicit operands, 0 to 4. */
    public int operands() {
        return operands;
    }

    /** What operand {@code n} names. */
    public OperandKind kind(int n) {
        return kinds[n];
    }

    /** The register number of operand {@code n}, if it is a register. */
    public int register(int n) {
        return registers[n];
    }

    /**
     * The size of operand {@code n} in bytes; of a memory operand, what is accessed (0 if nothing,
     * as in LEA).
     */
    public int size(int n) {
        return sizes[n];
    }

    /** Whether operand {@code n} is the memory operand. */
    public boolean isMemory(int n) {
        return kinds[n] == OperandKind.MEMORY;
    }

    /**
     * The segment of the memory operand (and of a string source), 0 to 5 for ES, CS, SS, DS, FS,
     * GS.
     */
    public int segment() {
        return segment;
    }

    /** The base register, {@link #RIP} or {@link #NO_REGISTER}. */
    public int base() {
        return base;
    }

    /** The index register or {@link #NO_REGISTER}. */
    public int index() {
        return index;
    }

    /** 1, 2, 4 or 8. */
    public int scale() {
        return scale;
    }

    /** The displacement, sign-extended. */
    public long displacement() {
        return displacement;
    }

    /** The first immediate, a branch displacement or a far offset, extended to 64 bits. */
    public long immediate() {
        return immediate;
    }

    /** The encoded size of the first immediate in bytes, 0 if there is none. */
    public int immediateSize() {
        return immediateSize;
    }

    /** The second immediate or a far selector. */
    public long immediate2() {
        return immediate2;
    }

    /** The opcode map: 1 (one byte), 2 (0F), 3 (0F 38), 4 (0F 3A). */
    public int map() {
        return map;
    }

    /** The opcode byte in its map. */
    public int opcode() {
        return opcode;
    }

    /** The ModRM byte, or -1 if the instruction has none. */
    public int modrm() {
        return modrm;
    }

    /** The REX prefix byte, or 0 if there is none. */
    public int rex() {
        return rex ? rexBits : 0;
    }
}
