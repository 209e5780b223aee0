package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.arch.Event;

/**
 * Which pairs of events make a double fault. @sdm Vol. 3A, Interrupt 8—Double Fault Exception (#DF)
 */
final class DoubleFaults {
    /** What follows a fault that occurred while an event was being delivered. */
    enum Outcome {
        /** The second is delivered on its own. */
        SERIAL,
        /** #DF is delivered instead. */
        DOUBLE_FAULT,
        /** The processor shuts down. */
        TRIPLE_FAULT
    }

    private static final int DF = 8;
    private static final int CONTRIBUTORY =
            1 << 0 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 21;
    private static final int PAGE_FAULT = 1 << 14 | 1 << 20;

    private DoubleFaults() {}

    static Outcome combine(Event first, Event second) {
        if (first.type() != Event.Type.HARDWARE_EXCEPTION) {
            return Outcome.SERIAL;
        }
        boolean harmful = in(CONTRIBUTORY | PAGE_FAULT, second);
        if (first.vector() == DF) {
            return harmful ? Outcome.TRIPLE_FAULT : Outcome.SERIAL;
        }
        boolean both = in(CONTRIBUTORY, first) && in(CONTRIBUTORY, second);
        return both || in(PAGE_FAULT, first) && harmful ? Outcome.DOUBLE_FAULT : Outcome.SERIAL;
    }

    private static boolean in(int set, Event event) {
        return event.vector() < 32 && (set >>> event.vector() & 1) != 0;
    }
}
