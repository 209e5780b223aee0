package dev.ringmaster.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.guest.load.BootOptions;
import dev.ringmaster.hypervisor.Outcome;
import dev.ringmaster.testkit.run.Image;
import dev.ringmaster.testkit.run.Method;
import dev.ringmaster.testkit.run.RunReport;
import dev.ringmaster.testkit.run.RunRequest;
import dev.ringmaster.testkit.run.Runner;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Guests that others wrote, bare and under both hypervisors. They are not part of the project: a
 * test is skipped where its file is not in {@code guests/cache}.
 */
@Tag("guests")
class RealGuestTest {
    private static final long LIMIT = 1_000_000_000;
    private static final String QUIET_LINUX =
            "console=ttyS0 earlyprintk=ttyS0 reboot=t panic=-1 cryptomgr.notests"
                    + " initcall_blacklist=cmos_init nokaslr mitigations=off";

    /** How many checks each makes on the profile; those that it skips do not count. */
    private static final Map<String, Integer> CHECKS =
            Map.ofEntries(
                    Map.entry("cmpxchg8b", 1),
                    Map.entry("debug", 25),
                    Map.entry("emulator", 150),
                    Map.entry("eventinj", 13),
                    Map.entry("idt_test", 4),
                    Map.entry("ioapic", 19),
                    Map.entry("la57", 52),
                    Map.entry("lam", 19),
                    Map.entry("memory", 6),
                    Map.entry("msr", 1808),
                    Map.entry("pcid", 2),
                    Map.entry("realmode", 127),
                    Map.entry("setjmp", 10),
                    Map.entry("smap", 18),
                    Map.entry("taskswitch2", 13),
                    Map.entry("tsc", 6),
                    Map.entry("umip", 21),
                    Map.entry("xsave", 299));

    /** What a guest said, and how it ended. */
    private record Run(String output, RunReport report) {}

    private static Path file(String name) {
        Path fromModule = Path.of("..", "guests", "cache");
        Path cache = Files.isDirectory(fromModule) ? fromModule : Path.of("guests", "cache");
        Path file = cache.resolve(name);
        assumeTrue(Files.isRegularFile(file), "guests/cache/" + name + " is absent");
        return file;
    }

    private static Run run(
            Path file, Method method, CpuProfile profile, String line, int megabytes) {
        Image image = Image.of(file.toString());
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        RunReport report =
                Runner.run(
                        new RunRequest(
                                image,
                                method,
                                profile,
                                BoardOptions.full(megabytes << 20),
                                new BootOptions(image.name(), line, Optional.empty(), 0),
                                LIMIT,
                                output::write));
        return new Run(output.toString(StandardCharsets.ISO_8859_1), report);
    }

    static Stream<Arguments> unitTests() {
        return CHECKS.keySet().stream()
                .sorted()
                .flatMap(name -> Arrays.stream(Method.values()).map(m -> Arguments.of(name, m)));
    }

    @ParameterizedTest
    @MethodSource("unitTests")
    void unitTestsOfKvmPass(String name, Method method) {
        passes(name, CHECKS.get(name), method, "intel-icelake");
    }

    /** Its SYSCALL in compatibility mode is #UD on Intel's processors, whatever CPUID says. */
    @ParameterizedTest
    @EnumSource(value = Method.class, names = "VMX", mode = EnumSource.Mode.EXCLUDE)
    void theUnitTestOfSyscallPassesOnAmd(Method method) {
        passes("syscall", 2, method, "amd-zen3");
    }

    private static void passes(String name, int checks, Method method, String profile) {
        Path image = file("kvm-unit-tests/" + name + ".flat");
        Run run = run(image, method, CpuProfiles.byName(profile).orElseThrow(), "", 256);
        assertThat(run.output()).doesNotContain("FAIL");
        assertThat(run.output().lines().filter(l -> l.startsWith("PASS"))).hasSize(checks);
        assertThat(run.report().exitValue()).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void xenGetsAsFarAsLookingForItsFirstDomain(Method method) {
        Path image = file("xen/xen-4.17");
        Run run = run(image, method, method.defaultProfile(), "console=com1 noreboot", 256);
        assertThat(run.output()).contains("Xen version 4.17").contains("dom0 kernel not specified");
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void linuxGetsAsFarAsLookingForItsRootFileSystem(Method method) {
        Path image = file("linux/bzImage");
        Run run = run(image, method, method.defaultProfile(), QUIET_LINUX, 256);
        assertThat(run.output())
                .contains("Linux version ")
                .contains("Booting paravirtualized kernel on bare hardware")
                .contains("VFS: Unable to mount root fs");
        assertThat(run.report().outcome()).isEqualTo(Outcome.TRIPLE_FAULT);
    }
}
