package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;

/**
 * Encodes instructions: of all rows of {@link OpcodeTable} that can say what an {@link Instruction}
 * says, the shortest. Decoding the result gives the same mnemonic, operands, sizes, address and
 * immediates; length, ModRM, REX and the encoded size of immediates may differ from those of the
 * instruction that was given.
 *
 * @sdm Vol. 2A, Instruction Format
 */
public final class Assembler {
    private Assembler() {}

    /**
     * Encodes an instruction for its own code size.
     *
     * @throws IllegalArgumentException if no encoding says it: an operand combination that does not
     *     exist, a value that does not fit, a register or size that this code size does not have
     */
    public static byte[] encode(Instruction instruction) {
        Encoding encoding = tryEncode(instruction);
        if (encoding == null) {
            throw new IllegalArgumentException(
                    "no encoding in "
                            + 8 * instruction.codeSize()
                            + "-bit code for "
                            + Disassembler.text(instruction)
                            + describe(instruction));
        }
        return encoding.bytes();
    }

    private static String describe(Instruction i) {
        StringBuilder text = new StringBuilder(" (operand size " + i.operandSize());
        for (int n = 0; n < i.operands(); n++) {
            text.append(", ").append(i.kind(n)).append(' ').append(i.size(n));
        }
        return text.append(')').toString();
    }

    /** The shortest encoding, or null if there is none. */
    static Encoding tryEncode(Instruction instruction) {
        Encoding best = null;
        for (OpcodeRow row : OpcodeTable.rows(instruction.mnemonic())) {
            Encoding encoding = RowEncoder.encode(row, instruction);
            if (encoding != null && (best == null || isShorter(encoding, best))) {
                best = encoding;
            }
        }
        return best;
    }

    private static boolean isShorter(Encoding encoding, Encoding best) {
        return encoding.bytes().length < best.bytes().length;
    }

    /** Whether bytes decode to the mnemonic and the prefixes of {@code wanted}. */
    static boolean means(byte[] bytes, Instruction wanted) {
        Instruction found = Decoder.decode(bytes, wanted.codeSize());
        return found.mnemonic() == wanted.mnemonic()
                && found.mnemonic() != Mnemonic.INVALID
                && found.length() == bytes.length
                && found.operandSize() == wanted.operandSize()
                && found.repeat() == wanted.repeat()
                && found.condition() == wanted.condition();
    }
}
