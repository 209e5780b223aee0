package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.guest.GuestMode;
import dev.ringmaster.cpu.guest.Intercepts;

/** Looks on while exceptions are delivered, and notes the first; it stops nothing. */
final class TrapRecorder implements GuestMode, Intercepts {
    private String first;

    /** The first exception since the last call as {@code #GP(0x0)}, or null. */
    String take() {
        String taken = first;
        first = null;
        return taken;
    }

    @Override
    public Intercepts intercepts() {
        return this;
    }

    @Override
    public void exception(Event event) {
        if (first == null && event.type() == Event.Type.HARDWARE_EXCEPTION) {
            first = "#" + name(event.vector());
            first +=
                    event.hasErrorCode()
                            ? "(0x" + Integer.toHexString(event.errorCode()) + ")"
                            : "";
        }
    }

    private static String name(int number) {
        for (Vector vector : Vector.values()) {
            if (vector.number() == number) {
                return vector.name();
            }
        }
        return Integer.toString(number);
    }
}
