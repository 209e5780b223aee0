package dev.ringmaster.cpu.isa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

class OpcodeTableTest {
    /** VEX-encoded ones: the table has no VEX rows. */
    private static final Set<Mnemonic> WITHOUT_ROW =
            EnumSet.of(
                    Mnemonic.INVALID,
                    Mnemonic.ANDN,
                    Mnemonic.BEXTR,
                    Mnemonic.BLSI,
                    Mnemonic.BLSMSK,
                    Mnemonic.BLSR,
                    Mnemonic.BZHI,
                    Mnemonic.PDEP,
                    Mnemonic.PEXT,
                    Mnemonic.MULX,
                    Mnemonic.RORX,
                    Mnemonic.SARX,
                    Mnemonic.SHLX,
                    Mnemonic.SHRX);

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void everyRowEncodesAnInstructionThatDecodesToItsMnemonic(int codeSize) {
        InstructionGenerator generator =
                new InstructionGenerator(new SplittableRandom(codeSize), codeSize);
        for (OpcodeRow row : generator.rows()) {
            Instruction drawn = generator.next(row);
            assertThat(drawn).as(row.toString()).isNotNull();
            assertThat(drawn.mnemonic()).isEqualTo(row.mnemonic());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void everyRowIsReachedByTheBytesItEncodes(int codeSize) {
        InstructionGenerator generator =
                new InstructionGenerator(new SplittableRandom(codeSize), codeSize);
        for (OpcodeRow row : generator.rows()) {
            Instruction drawn = generator.next(row);
            assertThat(drawn.map()).as(row.toString()).isEqualTo(row.map());
            assertThat(drawn.opcode())
                    .isBetween(row.opcode(), row.opcode() + row.opcodeCount() - 1);
        }
    }

    @Test
    void everyMnemonicButTheVexEncodedOnesHasARow() {
        Set<Mnemonic> missing = EnumSet.allOf(Mnemonic.class);
        OpcodeTable.rows().forEach(row -> missing.remove(row.mnemonic()));
        assertThat(missing).isEqualTo(WITHOUT_ROW);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void theRowsOfAnOpcodeAgreeOnWhetherThereIsModrm(int codeSize) {
        IntStream.rangeClosed(1, 4)
                .forEach(
                        map ->
                                IntStream.range(0, 256)
                                        .forEach(opcode -> check(map, opcode, codeSize)));
    }

    private static void check(int map, int opcode, int codeSize) {
        OpcodeRow[] rows = OpcodeTable.map(map).at(opcode, codeSize);
        for (OpcodeRow row : rows) {
            assertThat(row.hasModrm()).as(row.toString()).isEqualTo(rows[0].hasModrm());
        }
    }
}
