package dev.ringmaster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The command line of {@code ringmaster sensitive}. */
class SensitiveCommandTest {
    private final StringWriter errors = new StringWriter();
    private final CommandLine command = Main.commandLine().setErr(new PrintWriter(errors, true));

    @Test
    void anUnknownProfileIsOneLineAndStatusTwo() {
        assertThat(command.execute("sensitive", "--profile", "nonesuch")).isEqualTo(2);
        assertThat(errors.toString().lines()).hasSize(1);
        assertThat(errors.toString()).contains("nonesuch", "intel-icelake");
    }
}
