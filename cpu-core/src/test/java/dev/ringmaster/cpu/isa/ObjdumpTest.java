package dev.ringmaster.cpu.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.instruction.OperandKind;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Agreement with GNU objdump; skipped where it is absent. */
class ObjdumpTest {
    private static final int LIMIT = 20_000;

    @TempDir Path directory;

    @BeforeEach
    void objdumpIsPresent() {
        assumeTrue(Objdump.isPresent(), "no objdump on this machine: nothing to compare with");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/objdump", "/usr/bin/bash", "/usr/bin/tar"})
    void theCodeOfThisMachineReadsTheSame(String binary) throws IOException {
        assumeTrue(Files.exists(Path.of(binary)), binary + " is not on this machine");
        List<Objdump.Line> lines = Objdump.run(LIMIT, "-d", binary);
        assumeTrue(!lines.isEmpty(), binary + " is not for this objdump");
        for (Objdump.Line line : lines) {
            Instruction found = Decoder.decode(line.bytes(), 8);
            if (found.mnemonic() == Mnemonic.INVALID) {
                assertThat(line.text()).matches(ObjdumpTest::isOutsideTheTable);
            } else {
                assertSame(line, found);
            }
        }
    }

    /** VEX, EVEX and a few extensions that the table has no rows for. */
    private static boolean isOutsideTheTable(String text) {
        return text.contains("(bad)") || text.matches("(v|k|p|x|bl|bz|sa|sh|rdpkru|wrpkru).*");
    }

    private static void assertSame(Objdump.Line line, Instruction found) {
        assertThat(found.length()).as(line.text()).isEqualTo(line.bytes().length);
        if (found.mnemonic() == Mnemonic.X87) {
            return;
        }
        String text = Disassembler.text(found, line.address());
        boolean branch = found.kind(0) == OperandKind.RELATIVE;
        assertThat(branch ? text.replace(" 0x", " ") : text)
                .isEqualTo(branch ? line.text().replace(" 0x", " ") : line.text());
    }

    /**
     * Reserved x87 encodings are X87 to us; objdump joins WAIT with the x87 instruction behind it
     * and knows no VMMCALL with prefix 66.
     */
    @ParameterizedTest
    @CsvSource({"8,i386:x86-64", "4,i386", "2,i8086"})
    void randomInstructionsHaveTheSameLengths(int codeSize, String machine) throws IOException {
        InstructionGenerator generator =
                new InstructionGenerator(new SplittableRandom(codeSize), codeSize)
                        .where(row -> row.mnemonic() != Mnemonic.WAIT)
                        .where(row -> row.mnemonic() != Mnemonic.X87)
                        .where(row -> row.mnemonic() != Mnemonic.VMMCALL);
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        for (int n = 0; n < LIMIT / 2; n++) {
            Instruction drawn = generator.next();
            boolean disputed = codeSize == 8 && drawn.kind(0) == OperandKind.RELATIVE;
            code.writeBytes(disputed ? new byte[] {(byte) 0x90} : Assembler.encode(drawn));
        }
        Path file = directory.resolve("random.bin");
        Files.write(file, code.toByteArray());
        for (Objdump.Line line :
                Objdump.run(LIMIT, "-D", "-b", "binary", "-m", machine, file.toString())) {
            Instruction found = Decoder.decode(line.bytes(), codeSize);
            assertThat(found.length()).as(line.text()).isEqualTo(line.bytes().length);
            assertThat(found.mnemonic()).as(line.text()).isNotEqualTo(Mnemonic.INVALID);
        }
    }

    /** The manual's MOVSXD r16, r/m16 has a doubleword source to objdump. */
    @Test
    void randomIntegerInstructionsReadTheSame() throws IOException {
        InstructionGenerator generator =
                new InstructionGenerator(new SplittableRandom(1), 8)
                        .where(InstructionGenerator.integer())
                        .where(row -> row.mnemonic() != Mnemonic.MOVSXD)
                        .memory(random -> Operand.mem(Reg.RSI).index(Reg.R9, 4).disp(-8))
                        .withoutPrefixes();
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        for (int n = 0; n < LIMIT / 2; n++) {
            code.writeBytes(Assembler.encode(generator.next()));
        }
        Path file = directory.resolve("integer.bin");
        Files.write(file, code.toByteArray());
        for (Objdump.Line line :
                Objdump.run(LIMIT, "-D", "-b", "binary", "-m", "i386:x86-64", file.toString())) {
            assertSame(line, Decoder.decode(line.bytes(), 8));
        }
    }
}
