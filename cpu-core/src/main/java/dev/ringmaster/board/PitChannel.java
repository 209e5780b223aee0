package dev.ringmaster.board;

/**
 * One counter of an 8254 in any of its six modes, binary counting. Nothing ticks: what it shows is
 * computed from the number of clock pulses since the counter was loaded. Intel 8254 data sheet,
 * Mode Definitions. Times are clock pulses of the counter.
 */
final class PitChannel {
    /** No such time. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int BOTH_BYTES = 3;

    private int mode;
    private int access = BOTH_BYTES;
    private boolean gate;
    private boolean loaded;
    private boolean triggered;
    private long start;
    private long frozen;
    private int count = 0x10000;
    private int nextCount;
    private long switchAt = NEVER;
    private int firstByte = -1;
    private boolean readHigh;
    private int latchedCount = -1;
    private int latchedStatus = -1;

    PitChannel(boolean gate) {
        this.gate = gate;
    }

    /** Control word: mode and access; counting stops until a count comes. */
    void control(int access, int mode) {
        this.access = access;
        this.mode = mode;
        loaded = false;
        triggered = false;
        switchAt = NEVER;
        firstByte = -1;
        readHigh = false;
        latchedCount = -1;
        latchedStatus = -1;
    }

    void latchCount(long now) {
        if (latchedCount < 0) {
            latchedCount = value(now);
        }
    }

    /** Data sheet, Read-Back Command, status byte. */
    void latchStatus(long now) {
        if (latchedStatus < 0) {
            int nullCount = !loaded || now < start || switchAt != NEVER ? 0x40 : 0;
            latchedStatus = (out(now) ? 0x80 : 0) | nullCount | access << 4 | mode << 1;
        }
    }

    int read(long now) {
        if (latchedStatus >= 0) {
            int status = latchedStatus;
            latchedStatus = -1;
            return status;
        }
        int value = latchedCount >= 0 ? latchedCount : value(now);
        boolean high = access == 2 || access == BOTH_BYTES && readHigh;
        readHigh = access == BOTH_BYTES && !high;
        if (!readHigh) {
            latchedCount = -1;
        }
        return high ? value >> 8 & 0xff : value & 0xff;
    }

    void write(int value, long now) {
        if (access != BOTH_BYTES) {
            load(access == 2 ? value << 8 : value, now);
        } else if (firstByte < 0) {
            firstByte = value;
            loaded &= mode != 0;
        } else {
            int whole = value << 8 | firstByte;
            firstByte = -1;
            load(whole, now);
        }
    }

    private void load(int written, long now) {
        settle(now);
        nextCount = written == 0 ? 0x10000 : written;
        if (oneShot()) {
            loaded = true;
        } else if (periodic() && loaded && gate) {
            switchAt = endOfPart(now);
        } else {
            begin(now + 1);
        }
    }

    private void begin(long at) {
        count = nextCount;
        start = at;
        frozen = 0;
        loaded = true;
        switchAt = NEVER;
    }

    /** Modes 2 and 3 take a new count at the end of the period or half-period that runs. */
    private void settle(long now) {
        if (now >= switchAt) {
            boolean highEnds = mode == 3 && switchAt > start && phase(switchAt - 1) < highPart();
            begin(switchAt);
            start -= highEnds ? highPart() : 0;
        }
    }

    private long endOfPart(long now) {
        if (now < start) {
            return start;
        }
        long phase = phase(now);
        return now + (mode == 3 && phase < highPart() ? highPart() : count) - phase;
    }

    /** The gate input. Data sheet, Gate Pin Operations Summary. */
    void setGate(boolean high, long now) {
        settle(now);
        if (high == gate) {
            return;
        }
        if (!high) {
            frozen = Math.max(0, now - start);
        } else if (oneShot()) {
            triggered = loaded;
            count = nextCount;
            start = now + 1;
        } else if (periodic() && loaded) {
            begin(now + 1);
        } else {
            start = now - frozen;
        }
        gate = high;
    }

    /** The output pin. */
    boolean out(long now) {
        settle(now);
        if (!loaded) {
            return mode != 0;
        }
        long elapsed = elapsed(now);
        return switch (mode) {
            case 0 -> elapsed >= count;
            case 1 -> !triggered || elapsed < 0 || elapsed >= count;
            case 2 -> !gate || elapsed < 0 || elapsed % count != count - 1;
            case 3 -> !gate || elapsed < 0 || elapsed % count < highPart();
            case 4 -> elapsed != count;
            default -> !triggered || elapsed != count;
        };
    }

    /**
     * The first time after {@code now} at which the output may change by itself, or {@link #NEVER};
     * not for gated counters.
     */
    long nextChange(long now) {
        settle(now);
        if (!loaded || !gate || oneShot()) {
            return NEVER;
        }
        if (periodic()) {
            return count == 1 ? NEVER : nextPeriodicChange(Math.max(now, start), now < start);
        }
        long end = start + count;
        return now < end ? end : now == end && mode == 4 ? now + 1 : NEVER;
    }

    private long nextPeriodicChange(long from, boolean beforeStart) {
        long phase = beforeStart ? 0 : phase(from);
        int first = mode == 3 ? highPart() : count - 1;
        return from + (phase < first ? first : count) - phase;
    }

    /** The counting element, 16 bits. */
    private int value(long now) {
        settle(now);
        if (!loaded) {
            return 0;
        }
        long elapsed = Math.max(0, elapsed(now));
        return switch (mode) {
            case 2 -> (int) (count - elapsed % count) & 0xffff;
            case 3 -> squareValue(elapsed % count) & 0xffff;
            default -> (int) (count - elapsed) & 0xffff;
        };
    }

    /** Mode 3 counts down by two in each half. */
    private int squareValue(long phase) {
        long inHalf = phase < highPart() ? phase : phase - highPart();
        return (int) ((count & ~1) - 2 * inHalf);
    }

    private int highPart() {
        return (count + 1) / 2;
    }

    private long phase(long now) {
        return Math.max(0, now - start) % count;
    }

    private long elapsed(long now) {
        return gate || oneShot() ? now - start : frozen;
    }

    private boolean oneShot() {
        return mode == 1 || mode == 5;
    }

    private boolean periodic() {
        return mode == 2 || mode == 3;
    }
}
