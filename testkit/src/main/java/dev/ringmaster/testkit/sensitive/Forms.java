package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.OperandKind;
import dev.ringmaster.cpu.isa.Assembler;
import dev.ringmaster.cpu.isa.InstructionGenerator;
import dev.ringmaster.cpu.isa.Mem;
import dev.ringmaster.cpu.isa.OpcodeRow;
import dev.ringmaster.cpu.isa.Operand;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Draws forms of the rows of the opcode table. Rows whose operand names a resource by its number (a
 * segment, control or debug register, a vector or port) are drawn more often.
 */
final class Forms {
    /** How many places memory operands have, and how many bytes lie between two. */
    static final int PLACES = 4;

    static final int STEP = 0x40;

    private static final int USUAL = 3;
    private static final int MANY = 40;
    private static final Set<OperandKind> BY_NUMBER =
            Set.of(OperandKind.SEGMENT, OperandKind.CONTROL, OperandKind.DEBUG);

    private final InstructionGenerator generator;

    Forms(Mode mode, long seed) {
        generator =
                new InstructionGenerator(new SplittableRandom(seed), mode.codeSize())
                        .registers(0, 1, 2, 3)
                        .memory(Forms::memory)
                        .withoutPrefixes();
    }

    private static Mem memory(RandomGenerator random) {
        return Operand.mem(Layout.DATA + (long) STEP * random.nextInt(PLACES));
    }

    /** The rows that exist in the mode. */
    List<OpcodeRow> rows() {
        return generator.rows();
    }

    /** Different forms of a row; none if it has none with the given operands. */
    List<Form> of(OpcodeRow row) {
        int draws = draws(row);
        Set<String> seen = new TreeSet<>();
        List<Form> forms = new ArrayList<>();
        for (int n = 0; n < draws; n++) {
            Instruction drawn = generator.next(row);
            if (drawn == null) {
                break;
            }
            byte[] bytes = Assembler.encode(drawn);
            if (seen.add(HexFormat.of().formatHex(bytes))) {
                forms.add(new Form(drawn, bytes));
            }
        }
        return forms;
    }

    private static int draws(OpcodeRow row) {
        boolean byNumber = row.kinds().stream().anyMatch(BY_NUMBER::contains);
        boolean immediateAlone =
                row.operandCount() == 1 && row.kinds().get(0) == OperandKind.IMMEDIATE;
        return byNumber || immediateAlone ? MANY : USUAL;
    }
}
