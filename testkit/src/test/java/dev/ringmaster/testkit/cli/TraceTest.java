package dev.ringmaster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code run --trace}: what happened, the same each time. */
class TraceTest {
    @TempDir private Path folder;

    @Test
    void aBareMachineTracesItsInstructions() throws IOException {
        List<String> lines = trace("bare", "first");
        assertThat(lines).hasSizeGreaterThan(20);
        assertThat(lines.get(0)).startsWith("0 0000:7c00 ");
        assertThat(lines.get(lines.size() - 1)).endsWith("hlt");
    }

    @Test
    void aBackendTracesItsExits() throws IOException {
        assertThat(trace("vmx", "vmx")).anyMatch(l -> l.contains("port out | I/O instruction"));
        assertThat(trace("svm", "svm")).anyMatch(l -> l.contains("port out | VMEXIT_IOIO"));
    }

    @Test
    void theSameRunGivesTheSameTrace() throws IOException {
        for (String backend : List.of("bare", "vmx", "svm")) {
            assertThat(trace(backend, "one")).isEqualTo(trace(backend, "two"));
        }
    }

    private List<String> trace(String backend, String name) throws IOException {
        Path file = folder.resolve(name);
        int status =
                Main.commandLine()
                        .execute("run", "hello", "--backend", backend, "--trace", file.toString());
        assertThat(status).isZero();
        return Files.readAllLines(file);
    }
}
