package dev.ringmaster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.guest.kernel.BuiltInGuests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a user can do wrong is one clear line and status 2. */
class BadInputTest {
    private static final int UNUSABLE = 2;

    @TempDir private Path directory;
    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setErr(new PrintWriter(errors, true));
        return command.execute(arguments);
    }

    private void refused(String says, String... arguments) {
        errors.getBuffer().setLength(0);
        assertThat(run(arguments)).isEqualTo(UNUSABLE);
        assertThat(errors.toString().lines()).as("one line").hasSize(1);
        assertThat(errors.toString())
                .startsWith("ringmaster")
                .contains(says)
                .doesNotContain("\tat");
    }

    private String file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("image"), bytes).toString();
    }

    private static byte[] kernel() {
        return BuiltInGuests.byName("kernel64").orElseThrow().image();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 51, 60, 2000, 5000, 8192, 50000})
    void anElfThatIsCutShort(int length) throws IOException {
        refused("is truncated", "run", file(Arrays.copyOf(kernel(), length)));
    }

    @Test
    void aKernelThatDoesNotFit() throws IOException {
        refused("does not fit", "run", "--memory", "1M", "kernel64");
        refused("does not fit", "run", "--memory", "1M", file(new byte[2 << 20]));
    }

    @Test
    void aFileThatIsEmptyOrMissingOrNoFile() throws IOException {
        refused("is empty", "run", file(new byte[0]));
        refused("no such file", "run", directory.resolve("missing").toString());
        refused("no such file", "compare", directory.resolve("missing").toString());
        refused("no such file", "run", "--initrd", directory.resolve("no").toString(), "kernel64");
        refused("is a directory", "run", directory.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "compare", "guests", "rules", "support", "explain", "profiles"})
    void anUnknownOption(String command) {
        refused("--nonsense", command, "--nonsense", "hello");
    }

    @Test
    void anUnknownNameOfAnything() {
        refused("frobnicate", "frobnicate");
        refused("Missing a command");
        refused("there is no backend 'kvm': bare", "run", "--backend", "kvm", "hello");
        refused("there is no profile 'z80'", "run", "--profile", "z80", "hello");
        refused("there is no format 'elf'", "run", "--format", "elf", "hello");
        refused("there is no profile 'z80'", "profiles", "diff", "z80", "intel-haswell");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lots", "-5", "1.5G", "0x100", "", "12T"})
    void aMemorySizeThatCannotBeRead(String size) {
        refused("cannot be read", "run", "--memory", size, "hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "64K", "1000001", "64G", "999999999999G"})
    void aMemorySizeThatCannotBeHad(String size) {
        refused("cannot be had", "run", "--memory", size, "hello");
    }

    @Test
    void aMachineThatIsNotThere() {
        refused("one processor", "run", "--cpus", "2", "hello");
        refused("at least 1", "run", "--max-instructions", "0", "hello");
        refused("not a long", "run", "--max-instructions", "many", "hello");
        refused("--load here", "run", "--load", "here", "hello");
        refused("below 0x100000", "run", "--load", "0x200000", "hello");
        refused("no Linux setup header", "run", "--format", "linux", "hello");
        refused("no multiboot header", "run", "--format", "multiboot", "hello");
    }

    /** Runs an image in a small machine. */
    private int guest(String backend, String image) {
        return run("run", "--memory=4M", "--max-instructions=5000000", "--backend", backend, image);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bare", "vmx", "svm"})
    void whatTheGuestSaysIsTheStatus(String backend) throws IOException {
        assertThat(guest(backend, "hello")).as("halts for ever").isZero();
        assertThat(guest(backend, "kernel64")).as("exit port 0").isEqualTo(1);
        byte[] seven = {(byte) 0xb0, 7, (byte) 0xe6, (byte) 0xf4}; // mov al,7; out 0xf4,al
        assertThat(guest(backend, file(seven))).as("exit port 7").isEqualTo(15);
        assertThat(errors.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bare", "vmx", "svm"})
    void howElseAGuestEndsIsTheStatus(String backend) throws IOException {
        byte[] nowhere = {0x0f, 0x01, 0x1e, 0x00, 0x7d, (byte) 0xcc}; // lidt [0x7d00]; int3
        assertThat(guest(backend, file(nowhere))).as("triple fault").isEqualTo(4);
        byte[] spin = {(byte) 0xeb, (byte) 0xfe};
        assertThat(guest(backend, file(spin))).as("limit").isEqualTo(6);
        assertThat(errors.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bare", "vmx", "svm"})
    void whatIsNotModelledIsSaidInOneLine(String backend) throws IOException {
        byte[] xsaveopt = {0x0f, (byte) 0xae, 0x37};
        assertThat(guest(backend, file(xsaveopt))).isEqualTo(8);
        assertThat(errors.toString().lines()).hasSize(1);
        assertThat(errors.toString()).contains("xsaveopt is not modelled");
    }
}
