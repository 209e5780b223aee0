package dev.ringmaster.cpu.isa;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One opcode map, indexed by opcode byte, apart for 64-bit mode and for the other modes. */
final class OpcodeMap {
    private static final OpcodeRow[] NONE = {};

    private final List<OpcodeRow> rows = new ArrayList<>();
    private final OpcodeRow[][] legacy = new OpcodeRow[256][];
    private final OpcodeRow[][] wide = new OpcodeRow[256][];

    OpcodeMap(int number, String text) {
        Arrays.fill(legacy, NONE);
        Arrays.fill(wide, NONE);
        for (String line : text.split("\n")) {
            if (!line.startsWith("#")) {
                parse(number, line);
            }
        }
        for (OpcodeRow row : rows) {
            enter(row, legacy, 4);
            enter(row, wide, 8);
        }
    }

    private void parse(int number, String line) {
        rows.add(new OpcodeRow(new RowText(line, false), number));
        if (RowText.hasMmxTwin(line)) {
            rows.add(new OpcodeRow(new RowText(line, true), number));
        }
    }

    private static void enter(OpcodeRow row, OpcodeRow[][] table, int codeSize) {
        if (!row.existsIn(codeSize)) {
            return;
        }
        for (int opcode = row.opcode(); opcode < row.opcode() + row.opcodeCount(); opcode++) {
            OpcodeRow[] before = table[opcode];
            OpcodeRow[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = row;
            table[opcode] = after;
        }
    }

    /** The rows in table order. */
    List<OpcodeRow> rows() {
        return rows;
    }

    /** The rows of an opcode byte in 64-bit mode or in the other modes; empty if there is none. */
    OpcodeRow[] at(int opcode, int codeSize) {
        return codeSize == 8 ? wide[opcode] : legacy[opcode];
    }
}
