package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.isa.InstructionGenerator;
import dev.ringmaster.cpu.isa.OpcodeRow;

import java.util.function.Predicate;

/** Groups of instructions that streams are drawn from. */
public enum InstructionKind {
    /** Everything that the opcode table knows, system instructions among it. */
    ANY(row -> true),
    /** Unprivileged integer instructions that neither branch nor use the stack. */
    INTEGER(InstructionGenerator.integer()),
    /** MOVS, CMPS, SCAS, LODS and STOS, repeated or not. */
    STRING(row -> between(row, Mnemonic.MOVS, Mnemonic.STOS)),
    /** Instructions on XMM and MMX registers. */
    SSE(row -> between(row, Mnemonic.MOVD, Mnemonic.CVTTPD2DQ));

    private final Predicate<OpcodeRow> rows;

    InstructionKind(Predicate<OpcodeRow> rows) {
        this.rows = rows;
    }

    /** Whether a row of the opcode table belongs to the group. */
    public boolean has(OpcodeRow row) {
        return rows.test(row);
    }

    private static boolean between(OpcodeRow row, Mnemonic first, Mnemonic last) {
        return row.mnemonic().compareTo(first) >= 0 && row.mnemonic().compareTo(last) <= 0;
    }
}
