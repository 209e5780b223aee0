package dev.ringmaster.guest.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.engine.BlockEngine;
import dev.ringmaster.cpu.engine.Interpreter;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.guest.load.ImageFormat;
import dev.ringmaster.guest.load.UnusableImage;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The built-in guests on bare machines. */
class BareRunTest {
    private static final long LIMIT = 50_000_000;

    /** Every guest with every profile that can run it. */
    static Stream<Arguments> runs() {
        return BuiltInGuests.all().stream()
                .flatMap(
                        guest ->
                                CpuProfiles.all().stream()
                                        .filter(profile -> canRun(profile, guest))
                                        .map(profile -> Arguments.of(guest, profile)));
    }

    private static boolean canRun(CpuProfile profile, BuiltInGuest guest) {
        return !guest.name().equals("kernel64") || profile.has(Feature.LM);
    }

    private static String expectedText(BuiltInGuest guest, CpuProfile profile) {
        String text = guest.expectedText();
        text = profile.has(Feature.TSC) ? text : withoutLines(text, "RDTSC");
        text = profile.has(Feature.PSE) ? text : withoutLines(text, "32-bit paging");
        return profile.has(Feature.NX) ? text : withoutLines(text, "jump to");
    }

    private static String withoutLines(String text, String start) {
        return text.lines()
                .filter(line -> !line.startsWith(start))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static void assertEndedWell(BareMachine bare, RunEnd end, BuiltInGuest guest) {
        if (guest.format() == ImageFormat.FLAT) {
            assertThat(end).isEqualTo(RunEnd.HALTED);
        } else {
            assertThat(end).isEqualTo(RunEnd.STOPPED);
            assertThat(bare.machine.board().exitCode()).hasValue(0);
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("runs")
    void everyGuestPrintsItsTextAndEndsWell(BuiltInGuest guest, CpuProfile profile)
            throws UnusableImage {
        BareMachine bare = new BareMachine(guest, profile, BlockEngine::new);
        RunEnd end = bare.run(LIMIT);
        assertThat(bare.text()).isEqualTo(expectedText(guest, profile));
        assertEndedWell(bare, end, guest);
    }

    @ParameterizedTest
    @MethodSource("dev.ringmaster.guest.kernel.BuiltInGuests#all")
    void bothEnginesAgreeOnTheWayAndAtTheEnd(BuiltInGuest guest) throws UnusableImage {
        CpuProfile profile = CpuProfiles.all().get(0);
        BareMachine plain = new BareMachine(guest, profile, Interpreter::new);
        BareMachine cached = new BareMachine(guest, profile, BlockEngine::new);
        RunEnd end = RunEnd.LIMIT;
        for (int slice = 1; end == RunEnd.LIMIT; slice++) {
            long budget = 1009L * slice;
            end = plain.run(budget);
            assertThat(cached.run(budget)).isEqualTo(end);
            assertThat(cached.snapshot()).isEqualTo(plain.snapshot());
        }
        assertThat(cached.memory()).isEqualTo(plain.memory());
        assertThat(cached.text()).isEqualTo(plain.text()).isEqualTo(guest.expectedText());
        assertEndedWell(cached, end, guest);
    }
}
