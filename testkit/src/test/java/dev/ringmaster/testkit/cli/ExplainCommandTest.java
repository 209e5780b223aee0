package dev.ringmaster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.Feature;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

class ExplainCommandTest {
    private static final String INVALID =
            "src/test/resources/dev/ringmaster/testkit/dump/invalid.kvm-vmcb.txt";

    @TempDir private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void aViolatedRuleIsStatusOne() throws IOException {
        assertThat(run("explain", file("a", "GUEST_RFLAGS=0\n"))).isEqualTo(1);
        assertThat(out.toString()).contains("GUEST-150").contains("repair: GUEST_RFLAGS = 0x2");
    }

    @Test
    void nothingViolatedIsStatusZero() throws IOException {
        assertThat(run("explain", file("a", "GUEST_RFLAGS=2\n"))).isZero();
        assertThat(out.toString()).contains("no violated rule found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE"})
    void windowsWritesOtherCharacters(String charset) throws IOException {
        Path file = directory.resolve("a");
        Files.writeString(file, "GUEST_RFLAGS=0\n", Charset.forName(charset));
        assertThat(run("explain", file.toString())).isEqualTo(1);
        Files.writeString(file, "\ufeffGUEST_RFLAGS=0\n", Charset.forName(charset));
        assertThat(run("explain", file.toString())).isEqualTo(1);
    }

    @Test
    void whatIsNoDumpIsStatusTwoAndOneLine() throws IOException {
        assertThat(run("explain", file("a", "hello\n"))).isEqualTo(2);
        assertThat(run("explain", file("b", ""))).isEqualTo(2);
        assertThat(run("explain", directory.resolve("missing").toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("ringmaster"));
    }

    @Test
    void aWrongOptionIsStatusTwoAndOneLine() throws IOException {
        assertThat(run("explain", "--profile", "none", file("a", "GUEST_RFLAGS=2\n"))).isEqualTo(2);
        assertThat(run("rules", "--vendor", "cyrix")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2);
    }

    @Test
    void jsonSaysWhatTheTextSays() throws IOException {
        assertThat(run("explain", "--json", INVALID)).isEqualTo(1);
        JsonNode object = new ObjectMapper().readTree(out.toString());
        assertThat(object.get("vendor").asText()).isEqualTo("amd");
        assertThat(object.get("outcome").get("kind").asText()).isEqualTo("vmexit-invalid");
        JsonNode first = object.get("violations").get(0);
        assertThat(first.get("rule").asText()).isEqualTo("CHK-001");
        assertThat(first.get("fields").get("EFER").asText()).isEqualTo("0x0");
        assertThat(first.get("repair").get("EFER").asText()).isEqualTo("0x1000");
    }

    @Test
    void severalDumpsAreAnArray() throws IOException {
        run("explain", "--json", file("a", "GUEST_RFLAGS=0\n"), INVALID);
        assertThat(new ObjectMapper().readTree(out.toString())).hasSize(2);
    }

    @Test
    void everyRuleIsListed() throws IOException {
        assertThat(run("rules", "--json")).isZero();
        JsonNode rules = new ObjectMapper().readTree(out.toString());
        assertThat(rules).hasSize(388 + 64);
        assertThat(rules)
                .allMatch(rule -> rule.get("modelled").asBoolean() != rule.has("why"))
                .allMatch(rule -> !rule.get("says").asText().isBlank());
    }

    @Test
    void profilesOf64BitProcessorsAreProfiles() throws IOException {
        String dump = file("a", "GUEST_RFLAGS=2\n");
        for (CpuProfile profile : CpuProfiles.all()) {
            if (!profile.has(Feature.LM)) {
                continue;
            }
            assertThat(run("explain", "--profile", profile.name(), dump)).isZero();
        }
        assertThat(run("explain", "--profile", "z80", dump)).isEqualTo(2);
        assertThat(err.toString())
                .contains("permissive, modelled, intel-haswell, intel-broadwell, intel-skylake");
    }
}
