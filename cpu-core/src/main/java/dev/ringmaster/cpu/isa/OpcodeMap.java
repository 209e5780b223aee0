package dev.ringmaster.cpu.isa;

import java.util.ArrayList;
import java.util.List;

/** One opcode map, indexed by opcode byte, apart for 64-bit mode and for the other modes. */
final class OpcodeMap {
    private static final OpcodeRow[] NONE = {};

    private final List<OpcodeRow> rows = new ArrayList<>();
    private final OpcodeRow[][] legacy = new OpcodeRow[256][];
    private final OpcodeRow[][] wide = new OpcodeRow[256][];

    OpcodeMap(int number, String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> parse(number, line));
        for (int opcode = 0; opcode < 256; opcode++) {
            legacy[opcode] = select(opcode, 4);
            wide[opcode] = select(opcode, 8);
        }
    }

    private void parse(int number, String line) {
        rows.add(new OpcodeRow(new RowText(line, false), number));
        if (RowText.hasMmxTwin(line)) {
            rows.add(new OpcodeRow(new RowText(line, true), number));
        }
    }

    private OpcodeRow[] select(int opcode, int codeSize) {
        List<OpcodeRow> found = new ArrayList<>();
        for (OpcodeRow row : rows) {
            int distance = opcode - row.opcode();
            if (distance >= 0 && distance < row.opcodeCount() && row.existsIn(codeSize)) {
                found.add(row);
            }
        }
        return found.isEmpty() ? NONE : found.toArray(NONE);
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
