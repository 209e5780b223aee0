package dev.ringmaster.testkit.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.board.Machine;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.isa.InstructionGenerator;
import dev.ringmaster.cpu.meaning.Meanings;
import dev.ringmaster.testkit.support.ProcessorSupport.AbsentFeature;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the matrix says is so. */
class SupportTest {
    private static final int DRAWS = 20;
    private static final Pattern THROWN = Pattern.compile("new NotModelled\\(\\s*\"([^\"]+)\"");

    private final List<SupportRow> rows = Support.rows();

    @Test
    void everyKindHasRowsAndEachRowIsThereOnce() {
        assertThat(rows.stream().map(SupportRow::kind).distinct())
                .containsExactly(SupportKind.values());
        assertThat(rows.stream().map(row -> row.kind() + " " + row.name() + " " + row.says()))
                .doesNotHaveDuplicates();
        assertThat(rows)
                .allMatch(row -> !row.name().isBlank() && !row.says().isBlank())
                .allMatch(row -> row.section() != null && !row.section().isBlank());
    }

    @Test
    void aRowGivesAReasonIfAndOnlyIfItIsNotModelled() {
        assertThatThrownBy(() -> new SupportRow(SupportKind.BOOT, "a", "a", true, "why", "s"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SupportRow(SupportKind.BOOT, "a", "a", false, "", "s"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void anInstructionThrowsNotModelledIfAndOnlyIfTheMatrixSaysSo(int codeSize) {
        Set<Mnemonic> missing = EnumSet.noneOf(Mnemonic.class);
        var generator = new InstructionGenerator(new Random(1), codeSize);
        generator.rows().stream()
                .filter(row -> !Meanings.leftToExtensions(row.mnemonic()))
                .filter(row -> isNotModelled(() -> generator.next(row)))
                .forEach(row -> missing.add(row.mnemonic()));
        assertThat(missing.remove(Mnemonic.X87)).as("many instructions, of which some").isTrue();
        assertThat(notModelled(SupportKind.RESTRICTION)).contains("x87 instruction");
        assertThat(missing.stream().map(Mnemonic::name))
                .containsExactlyInAnyOrderElementsOf(notModelled(SupportKind.INSTRUCTION));
    }

    /** Executes some instructions of one row in a machine that stands as after reset. */
    private static boolean isNotModelled(Supplier<Instruction> draw) {
        CpuProfile profile = CpuProfiles.all().get(0);
        var cpu = Machine.build(profile, BoardOptions.minimal(1 << 20), b -> {}).cpu();
        return Stream.generate(draw).limit(DRAWS).anyMatch(each -> isNotModelled(cpu, each));
    }

    private static boolean isNotModelled(Cpu cpu, Instruction instruction) {
        try {
            Meanings.of(instruction.mnemonic()).execute(cpu, instruction);
            return false;
        } catch (NotModelled e) {
            return true;
        } catch (Fault e) {
            return false;
        }
    }

    private Set<String> notModelled(SupportKind kind) {
        return rows.stream()
                .filter(row -> row.kind() == kind && !row.modelled())
                .map(SupportRow::name)
                .collect(Collectors.toSet());
    }

    @Test
    void noProfileShowsAFeatureThatTheModelHasNoNameFor() {
        for (CpuProfile profile : CpuProfiles.all()) {
            assertThat(AbsentFeature.shownBy(profile)).as(profile.name()).isEmpty();
        }
    }

    @Test
    void whateverTheSourcesRefuseHasARow() throws IOException {
        Set<String> names = notModelled(SupportKind.RESTRICTION);
        Set<String> thrown = thrown();
        assertThat(thrown).hasSizeGreaterThan(10);
        assertThat(thrown.stream().filter(what -> !names.contains(what)))
                .as("thrown as NotModelled, but without a row in Restrictions")
                .isEmpty();
        assertThat(names.stream().filter(name -> !thrown.contains(name)))
                .as("rows in Restrictions that nothing throws")
                .isEmpty();
    }

    /** The beginnings of the texts, up to where a value is put in. */
    private static Set<String> thrown() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("src/main/java"))
                    .flatMap(file -> THROWN.matcher(text(file)).results())
                    .map(match -> match.group(1).replaceAll(" (of the I/O APIC)?$", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void jsonHasEveryRow() throws IOException {
        JsonNode json = new ObjectMapper().readTree(SupportReport.json(rows));
        assertThat(json).hasSameSizeAs(rows);
        JsonNode first = json.get(0);
        assertThat(first.get("kind").asText()).isEqualTo("instruction");
        assertThat(first.get("name").asText()).isEqualTo(rows.get(0).name());
        assertThat(first.get("modelled").asBoolean()).isEqualTo(rows.get(0).modelled());
        assertThat(first.has("why") && first.has("section")).isTrue();
    }

    @Test
    void theCountsOfTheTextAddUp() {
        Matcher all =
                Pattern.compile("(?m)^all +(\\d+) +(\\d+)$").matcher(SupportReport.text(rows));
        assertThat(all.find()).isTrue();
        assertThat(Integer.parseInt(all.group(1)) + Integer.parseInt(all.group(2)))
                .isEqualTo(rows.size());
    }
}
