package dev.ringmaster.board;

import dev.ringmaster.cpu.bus.VirtualClock;

import java.util.function.LongSupplier;

/**
 * The timer of the local APIC. Its input clock is the time-stamp counter's, divided by the divide
 * configuration register.
 *
 * @sdm Vol. 3A, APIC Timer
 */
final class ApicTimer {
    private enum Mode {
        ONE_SHOT,
        PERIODIC,
        TSC_DEADLINE,
        RESERVED
    }

    private static final Mode[] MODES = Mode.values();

    private final VirtualClock clock;
    private final VirtualClock.Timer timer;
    private final Runnable expired;
    private LongSupplier tscOffset = () -> 0;
    private Mode mode = Mode.ONE_SHOT;
    private long initial;
    private long start;
    private long deadline;
    private int divideConfiguration;

    ApicTimer(VirtualClock clock, Runnable expired) {
        this.clock = clock;
        this.expired = expired;
        timer = clock.timer(this::expire);
    }

    void connectTsc(LongSupplier offset) {
        tscOffset = offset;
        tscChanged();
    }

    void reset() {
        mode = Mode.ONE_SHOT;
        divideConfiguration = 0;
        stop();
    }

    private void stop() {
        initial = 0;
        deadline = 0;
        clock.arm(timer, Long.MAX_VALUE);
    }

    /**
     * Bits 18:17 of the LVT timer register. Going to or from TSC-deadline mode disarms the timer.
     */
    void setMode(int bits) {
        Mode next = MODES[bits & 3];
        if (next == mode) {
            return;
        }
        boolean disarms = next == Mode.TSC_DEADLINE || mode == Mode.TSC_DEADLINE;
        long left = currentCount();
        mode = next;
        if (disarms) {
            stop();
        } else if (left > 0) {
            start = clock.now() - (initial - left) * divisor();
            armCount();
        } else {
            clock.arm(timer, Long.MAX_VALUE);
        }
    }

    long initialCount() {
        return initial;
    }

    void setInitialCount(long count) {
        if (mode == Mode.TSC_DEADLINE) {
            return;
        }
        initial = count;
        start = clock.now();
        armCount();
    }

    private void armCount() {
        clock.arm(timer, initial == 0 ? Long.MAX_VALUE : start + initial * divisor());
    }

    long currentCount() {
        if (initial == 0 || mode == Mode.TSC_DEADLINE || timer.deadline() == Long.MAX_VALUE) {
            return 0;
        }
        long passed = (clock.now() - start) / divisor();
        return mode == Mode.PERIODIC ? initial - passed % initial : Math.max(0, initial - passed);
    }

    int divideConfiguration() {
        return divideConfiguration;
    }

    void setDivideConfiguration(int value) {
        long left = currentCount();
        divideConfiguration = value & 0xb;
        if (left > 0) {
            start = clock.now() - (initial - left) * divisor();
            armCount();
        }
    }

    /** Bits 3, 1 and 0: 000 divides by 2, 110 by 128, 111 by 1. */
    private long divisor() {
        int code = divideConfiguration & 3 | divideConfiguration >> 1 & 4;
        return code == 7 ? 1 : 2L << code;
    }

    /** IA32_TSC_DEADLINE; 0 while disarmed. */
    long deadline() {
        return deadline;
    }

    void setDeadline(long tsc) {
        if (mode == Mode.TSC_DEADLINE) {
            deadline = tsc;
            armDeadline();
        }
    }

    /** The time-stamp counter was written: the same deadline is now at another time. */
    void tscChanged() {
        if (mode == Mode.TSC_DEADLINE && deadline != 0) {
            armDeadline();
        }
    }

    private void armDeadline() {
        if (deadline == 0) {
            clock.arm(timer, Long.MAX_VALUE);
            return;
        }
        long now = clock.now();
        long tsc = now + tscOffset.getAsLong();
        long wait = Long.compareUnsigned(deadline, tsc) > 0 ? deadline - tsc : 0;
        clock.arm(timer, wait < 0 || now + wait < 0 ? Long.MAX_VALUE - 1 : now + wait);
    }

    private void expire() {
        switch (mode) {
            case PERIODIC -> {
                start += initial * divisor();
                armCount();
            }
            case TSC_DEADLINE -> deadline = 0;
            case ONE_SHOT, RESERVED -> {
                // the count stays at 0
            }
        }
        expired.run();
    }
}
