package dev.ringmaster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** That {@code ringmaster bench} runs; its figures depend on the machine and are not judged. */
class BenchCommandTest {
    private final StringWriter output = new StringWriter();
    private final CommandLine command =
            Main.commandLine()
                    .setOut(new PrintWriter(output, true))
                    .setErr(new PrintWriter(new StringWriter(), true));

    @Test
    void everythingIsMeasuredAndWithoutBochsItsFiguresAreNull() throws Exception {
        assertThat(command.execute("bench", "--quick", "--no-bochs", "--json")).isZero();
        JsonNode report = new ObjectMapper().readTree(output.toString());
        JsonNode engines = report.get("engines");
        assertThat(engines.get("geometricMeanOfRatios").isNull()).isTrue();
        assertThat(engines.get("mips").findValuesAsText("workload"))
                .containsExactly("integer loop", "copy with paging", "recursion", "sieve");
        for (JsonNode row : engines.get("mips")) {
            assertThat(row.get("interpreter").doubleValue()).isPositive();
            assertThat(row.get("blockEngine").doubleValue()).isPositive();
            assertThat(row.get("bochs").isNull()).isTrue();
        }
        assertThat(report.get("roundTripsPerSecond").findValuesAsText("method"))
                .containsExactly("vmx", "svm");
        assertThat(report.get("ruleEvaluationsPerSecond").get("ratio").doubleValue()).isPositive();
    }
}
