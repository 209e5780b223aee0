package dev.ringmaster.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.bus.VirtualClock;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import java.util.ArrayList;
import java.util.List;

class Pit8254Properties {
    private final VirtualClock clock = new VirtualClock();
    private final List<Long> rises = new ArrayList<>();
    private boolean level;
    private final Pit8254 pit = new Pit8254(clock, this::irq0);

    private void irq0(boolean high) {
        if (high && !level) {
            rises.add(clock.now());
        }
        level = high;
    }

    private void program(int channel, int mode, int count) {
        pit.out(0x43, 1, channel << 6 | 0x30 | mode << 1);
        pit.out(0x40 + channel, 1, count & 0xff);
        pit.out(0x40 + channel, 1, count >> 8 & 0xff);
    }

    private int latched(int channel) {
        pit.out(0x43, 1, channel << 6);
        return pit.in(0x40 + channel, 1) | pit.in(0x40 + channel, 1) << 8;
    }

    /** Moves to the earliest time at which {@code pulses} have passed since time 0. */
    private void goTo(long pulses) {
        clock.advance(new Oscillator(clock, Pit8254.FREQUENCY).timeOf(pulses) - clock.now());
    }

    private int outputAndNullCount(int channel) {
        pit.out(0x43, 1, 0xe0 | 2 << channel);
        return pit.in(0x40 + channel, 1) >> 6;
    }

    @Property(seed = "1")
    void theOscillatorsTwoDirectionsAgree(
            @ForAll @LongRange(min = 1, max = 1L << 52) long tick,
            @ForAll @LongRange(min = 1, max = VirtualClock.FREQUENCY) long frequency) {
        VirtualClock time = new VirtualClock();
        Oscillator oscillator = new Oscillator(time, frequency);
        long when = oscillator.timeOf(tick % (frequency * 1000 + 1) + 1);
        time.advance(when - 1);
        long before = oscillator.ticks();
        time.advance(1);
        assertEquals(tick % (frequency * 1000 + 1) + 1, oscillator.ticks());
        assertEquals(oscillator.ticks() - 1, before);
    }

    @Property(seed = "1", tries = 200)
    void inMode2TheInterruptComesEachPeriod(
            @ForAll @IntRange(min = 2, max = 65536) int count,
            @ForAll @IntRange(min = 1, max = 20) int periods) {
        Pit8254Properties p = new Pit8254Properties();
        p.program(0, 2, count);
        p.rises.clear();
        p.goTo(1 + (long) count * periods);
        assertEquals(periods, p.rises.size());
        assertEquals(p.clock.now(), p.rises.get(periods - 1));
    }

    @Property(seed = "1", tries = 200)
    void inMode2TheCountGoesDownByOneEachPulseAndBeginsAnew(
            @ForAll @IntRange(min = 2, max = 65535) int count,
            @ForAll @IntRange(min = 0, max = 200000) int pulses) {
        Pit8254Properties p = new Pit8254Properties();
        p.program(0, 2, count);
        p.goTo(1 + pulses);
        assertEquals(count - pulses % count, p.latched(0));
    }

    @Property(seed = "1", tries = 200)
    void inMode3TheOutputIsHighForHalfThePeriod(
            @ForAll @IntRange(min = 2, max = 65536) int count,
            @ForAll @IntRange(min = 0, max = 200000) int pulses) {
        Pit8254Properties p = new Pit8254Properties();
        p.program(0, 3, count);
        p.goTo(1 + pulses);
        assertEquals(pulses % count < (count + 1) / 2, p.level);
        assertEquals(0, p.latched(0) % 2, "counts down by two");
    }

    @Example
    void theInterruptsOfTenSecondsAreCountedExactlyEvenIfTheClockLeaps() {
        program(0, 2, 11932);
        rises.clear();
        clock.advance(VirtualClock.FREQUENCY * 10);
        assertEquals(Pit8254.FREQUENCY * 10 / 11932, rises.size());
    }

    @Example
    void inMode0TheOutputRisesOnceAndTheCountGoesOn() {
        program(0, 0, 1000);
        goTo(1000);
        assertEquals(List.of(), rises);
        goTo(1001);
        assertEquals(1, rises.size());
        goTo(1011);
        assertEquals(0x10000 - 10, latched(0));
        goTo(500000);
        assertEquals(1, rises.size());
    }

    @Example
    void mode4StrobesForOnePulse() {
        program(0, 4, 100);
        rises.clear();
        goTo(100);
        assertTrue(level);
        goTo(101);
        assertEquals(false, level);
        goTo(102);
        assertTrue(level);
    }

    @Example
    void aNewCountInMode2WaitsForTheEndOfThePeriod() {
        program(0, 2, 100);
        goTo(51);
        pit.out(0x40, 1, 10);
        pit.out(0x40, 1, 0);
        assertEquals(3, outputAndNullCount(0));
        goTo(100);
        assertEquals(1, latched(0));
        goTo(101);
        assertEquals(10, latched(0));
        assertEquals(2, outputAndNullCount(0));
    }

    @Example
    void aNewCountInMode3WaitsForTheEndOfTheHalf() {
        program(0, 3, 100);
        goTo(11);
        pit.out(0x40, 1, 20);
        pit.out(0x40, 1, 0);
        goTo(50);
        assertTrue(level);
        goTo(51);
        assertEquals(false, level);
        goTo(60);
        assertEquals(false, level);
        goTo(61);
        assertTrue(level);
        goTo(71);
        assertEquals(false, level);
    }

    @Example
    void theLatchHoldsTheCountWhileItGoesOn() {
        program(0, 2, 1000);
        goTo(101);
        pit.out(0x43, 1, 0);
        goTo(301);
        assertEquals(900 & 0xff, pit.in(0x40, 1));
        assertEquals(900 >> 8, pit.in(0x40, 1));
        assertEquals(700, latched(0));
    }

    @Example
    void readBackGivesStatusBeforeCount() {
        program(0, 2, 1000);
        goTo(101);
        pit.out(0x43, 1, 0xc2);
        assertEquals(0x80 | 0x30 | 2 << 1, pit.in(0x40, 1));
        assertEquals(900, pit.in(0x40, 1) | pit.in(0x40, 1) << 8);
    }

    @Example
    void channel2CountsOnlyWhileItsGateIsOpenAndShowsAtPort61() {
        program(2, 0, 100);
        goTo(500);
        assertEquals(0, pit.in(0x61, 1) & 0x20);
        pit.out(0x61, 1, 1);
        goTo(599);
        assertEquals(0x01, pit.in(0x61, 1) & 0x21);
        goTo(602);
        assertEquals(0x21, pit.in(0x61, 1) & 0x21);
    }

    @Example
    void theRefreshBitToggles() {
        int first = pit.in(0x61, 1) & 0x10;
        goTo(18);
        assertEquals(first ^ 0x10, pit.in(0x61, 1) & 0x10);
        goTo(36);
        assertEquals(first, pit.in(0x61, 1) & 0x10);
    }

    @Example
    void decimalCountingIsNotModelled() {
        assertThrows(NotModelled.class, () -> pit.out(0x43, 1, 0x35));
    }
}
