package dev.ringmaster.board;

import dev.ringmaster.cpu.bus.VirtualClock;

/**
 * A crystal: counts at its own frequency what {@link VirtualClock} tells, in exact integer
 * arithmetic.
 */
final class Oscillator {
    private final VirtualClock clock;
    private final long frequency;

    /** A crystal of {@code frequency} hertz, from 1 to {@link VirtualClock#FREQUENCY}. */
    Oscillator(VirtualClock clock, long frequency) {
        this.clock = clock;
        this.frequency = frequency;
    }

    /** The number of whole periods since time 0. */
    long ticks() {
        long now = clock.now();
        return now / VirtualClock.FREQUENCY * frequency
                + now % VirtualClock.FREQUENCY * frequency / VirtualClock.FREQUENCY;
    }

    /** The earliest time of the clock at which {@link #ticks()} is {@code tick}. */
    long timeOf(long tick) {
        long rest = tick % frequency * VirtualClock.FREQUENCY;
        return tick / frequency * VirtualClock.FREQUENCY + (rest + frequency - 1) / frequency;
    }
}
