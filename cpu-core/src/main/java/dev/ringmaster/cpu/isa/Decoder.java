package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.InstructionBuilder;
import dev.ringmaster.cpu.instruction.Mnemonic;

/**
 * Decodes instructions.
 *
 * <p>What cannot be decoded is told apart: an instruction with {@link Mnemonic#INVALID} raises #UD
 * when executed; {@link #TOO_LONG} raises #GP(0); {@link #NEED_MORE} says that the bytes ended
 * within an instruction that is neither yet (at a page boundary the caller fetches the next page,
 * and takes its page fault if there is one). The two constants are compared by identity.
 *
 * <p>How operands are filled in:
 *
 * <ul>
 *   <li>Operand 0 is the destination, as in Intel's syntax. Operands that an instruction always has
 *       (the strings', rDX:rAX of MUL) are not operands here. The 1 of a one-bit shift is an
 *       immediate, CL, DX and rAX are registers.
 *   <li>Immediates of arithmetic, moves and PUSH are sign-extended to 64 bits from their encoded
 *       size, also where the operation is as wide as the immediate: meanings truncate. Counts,
 *       ports, vectors, the immediates of AAM, AAD, RET, ENTER and of SSE instructions are
 *       zero-extended.
 *   <li>Displacements are sign-extended to 64 bits; an effective address is to be truncated to the
 *       address size.
 *   <li>The size of an SSE or MMX register operand is what the instruction uses of it.
 *   <li>String instructions and others that address memory by fixed registers have no operand for
 *       it; the segment is that of the source. The operand size of a string instruction is the size
 *       of its elements, 1 included.
 *   <li>In 64-bit mode overrides of ES, CS, SS and DS do not count. An F2 or F3 prefix that is not
 *       part of the opcode is {@link Instruction#repeat()} also where it has no effect.
 *   <li>Control registers are not checked for existence; segment registers above GS, a load of CS,
 *       and debug registers above DR7 are INVALID.
 * </ul>
 *
 * @sdm Vol. 2A, Instruction Format
 * @apm Vol. 3, Instruction Encoding
 */
public final class Decoder {
    /** The bytes ended before the instruction did. */
    public static final Instruction NEED_MORE = nothing();

    /** The instruction would be longer than 15 bytes. */
    public static final Instruction TOO_LONG = nothing();

    private Decoder() {}

    private static Instruction nothing() {
        return new InstructionBuilder(Mnemonic.INVALID, 8, 4, 8).build();
    }

    /**
     * Decodes one instruction.
     *
     * @param bytes where it stands
     * @param offset its first byte
     * @param available how many bytes may be read from there
     * @param codeSize 2, 4 or 8: what CS.D and CS.L say
     * @return the instruction, {@link #NEED_MORE} or {@link #TOO_LONG}
     */
    public static Instruction decode(byte[] bytes, int offset, int available, int codeSize) {
        if (codeSize != 2 && codeSize != 4 && codeSize != 8) {
            throw new IllegalArgumentException("code size " + codeSize + ", not 2, 4 or 8");
        }
        return new Decoding(new CodeBytes(bytes, offset, available), codeSize).decode();
    }

    /** Decodes the instruction at the start of {@code bytes}. */
    public static Instruction decode(byte[] bytes, int codeSize) {
        return decode(bytes, 0, bytes.length, codeSize);
    }
}
