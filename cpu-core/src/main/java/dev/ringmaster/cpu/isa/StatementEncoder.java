package dev.ringmaster.cpu.isa;

import dev.ringmaster.cpu.instruction.Instruction;

import java.util.List;

/** Finds the operand size and the encoding of a statement. */
final class StatementEncoder {
    private final Statement statement;
    private final int codeSize;
    private final long near;
    private Encoding best;
    private int memorySize = -1;
    private boolean ambiguous;

    StatementEncoder(Statement statement, int codeSize, long near) {
        this.statement = statement;
        this.codeSize = codeSize;
        this.near = near;
    }

    /** The encoding; fields that hold a label are placeholders. */
    Encoding encode() {
        tryAll(false);
        if (best == null) {
            tryAll(true);
        }
        if (best == null) {
            throw new IllegalArgumentException(
                    "no encoding in " + 8 * codeSize + "-bit code for " + statement);
        }
        if (ambiguous) {
            throw new IllegalArgumentException("say the size of the memory operand: " + statement);
        }
        return best;
    }

    private void tryAll(boolean shortBranch) {
        for (OpcodeRow row : OpcodeTable.rows(statement.mnemonic())) {
            for (int size : sizes(row)) {
                tryOne(row, new StatementForm(statement, codeSize, size, near, shortBranch), size);
            }
        }
    }

    /** The operand sizes to try, the one that needs no prefix first. */
    private List<Integer> sizes(OpcodeRow row) {
        if (statement.operandSize() != 0) {
            return List.of(statement.operandSize());
        }
        int natural = row.operandSize(codeSize, false, false);
        return row.defaultsTo64() && !hasSize() ? List.of(natural) : List.of(natural, 4, 2, 8);
    }

    private boolean hasSize() {
        for (Operand operand : statement.operands()) {
            if (operand instanceof Reg || operand instanceof Mem memory && memory.size() != 0) {
                return true;
            }
        }
        return false;
    }

    private void tryOne(OpcodeRow row, StatementForm form, int size) {
        Instruction instruction = form.build(row);
        Encoding encoding = instruction == null ? null : RowEncoder.encode(row, instruction);
        if (encoding == null) {
            return;
        }
        noteMemory(row, size);
        if (best == null || encoding.bytes().length < best.bytes().length) {
            best = encoding;
        }
    }

    private void noteMemory(OpcodeRow row, int size) {
        for (int n = 0; n < row.operandCount(); n++) {
            boolean unsized = statement.operands().get(n) instanceof Mem m && m.size() == 0;
            if (unsized && !row.operand(n).isX87State()) {
                int found = row.operand(n).size(size, codeSize);
                ambiguous |= memorySize >= 0 && memorySize != found;
                memorySize = found;
            }
        }
    }
}
