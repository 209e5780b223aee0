package dev.ringmaster.testkit.sensitive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.isa.Decoder;
import dev.ringmaster.testkit.sensitive.StatePair.Start;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.HexFormat;

/** Single instructions on the bench. */
class BenchTest {
    private static final Start RING0 = new Start(0, null);
    private static final Start RING3 = new Start(3, null);

    private static Bench bench(Mode mode) {
        return new Bench(CpuProfiles.byName("intel-skylake").orElseThrow(), mode);
    }

    private static Form form(Mode mode, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new Form(Decoder.decode(bytes, mode.codeSize()), bytes);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void anInstructionLeavesNoTraceInMemory(Mode mode) {
        Bench bench = bench(mode);
        bench.load(form(mode, "cd80"), Palette.USER);
        byte[] before = bench.cpu().physical.ram().clone();
        bench.run(RING3);
        bench.run(RING0);
        assertThat(bench.cpu().physical.ram()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatAGuestWritesIsSeen(Mode mode) {
        Bench bench = bench(mode);
        bench.load(form(mode, "9c"), Palette.NUMBERS);
        Observation pushf = bench.run(RING3);
        long first = (long) Layout.STACK - mode.codeSize();
        assertThat(pushf.memory()).contains(first << 8 | 0x02L, (first + 1L) << 8 | 0x02L);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void theInnerStackIsNotTheGuests(Mode mode) {
        Bench bench = bench(mode);
        bench.load(form(mode, "cd80"), Palette.NUMBERS);
        assertThat(bench.run(RING3).memory()).isEmpty();
        assertThat(bench.run(RING0).memory()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aPortAndATrapAreNoted(Mode mode) {
        Bench bench = bench(mode);
        bench.load(form(mode, "e680"), Palette.NUMBERS);
        assertThat(bench.run(RING0).ports()).containsExactly("port 0x80=0x1");
        assertThat(bench.run(RING3).trap()).isEqualTo("#GP(0x0)");
    }

    @Test
    void haltEndsTheExecution() {
        Bench bench = bench(Mode.LONG_64);
        bench.load(form(Mode.LONG_64, "f4"), Palette.NUMBERS);
        assertThat(bench.run(RING0).trapped()).isFalse();
    }
}
