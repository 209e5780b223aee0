package dev.ringmaster.hypervisor;

import dev.ringmaster.cpu.arch.Event;

/**
 * Reads the word that describes an event to be delivered at entry. Both vendors lay it out alike:
 * vector in bits 7:0, type in bits 10:8, bit 11 for an error code.
 *
 * @sdm Vol. 3C, VM-Entry Controls for Event Injection
 * @apm Vol. 2, Event Injection
 */
public final class InjectedEvent {
    private static final int ERROR_CODE = 1 << 11;

    private InjectedEvent() {}

    /**
     * The event of {@code word}; a page fault's address is not in it but in the guest's CR2.
     *
     * @param errorCode used if the word says that there is one
     * @throws IllegalArgumentException if the type is none of {@link Event.Type}
     */
    public static Event of(long word, int errorCode, long cr2) {
        boolean hasCode = (word & ERROR_CODE) != 0;
        return new Event(
                type((int) word >>> 8 & 7),
                (int) word & 0xff,
                hasCode,
                hasCode ? errorCode : 0,
                0,
                cr2,
                0);
    }

    private static Event.Type type(int number) {
        for (Event.Type type : Event.Type.values()) {
            if (type.number() == number) {
                return type;
            }
        }
        throw new IllegalArgumentException("event type " + number + ": must be 0 or 2 to 6");
    }
}
