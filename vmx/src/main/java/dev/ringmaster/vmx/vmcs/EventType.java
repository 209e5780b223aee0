package dev.ringmaster.vmx.vmcs;

/**
 * What kind of event an event-identification field speaks of: its bits 10:8, by ordinal.
 *
 * @sdm Vol. 3C, VM-Entry Controls for Event Injection
 */
public enum EventType {
    /** A maskable interrupt from outside. */
    EXTERNAL_INTERRUPT,
    /** Reserved. */
    RESERVED,
    /** A non-maskable interrupt. */
    NMI,
    /** An exception other than those of INT1, INT3 and INTO. */
    HARDWARE_EXCEPTION,
    /** INT n. */
    SOFTWARE_INTERRUPT,
    /** INT1. */
    PRIVILEGED_SOFTWARE_EXCEPTION,
    /** INT3 or INTO. */
    SOFTWARE_EXCEPTION,
    /** A pending MTF VM exit; under FRED also SYSCALL and SYSENTER. */
    OTHER_EVENT;

    private static final EventType[] VALUES = values();

    /** The value in bits 10:8. */
    public int number() {
        return ordinal();
    }

    /** The type in a value's low 3 bits. */
    public static EventType of(int number) {
        return VALUES[number & 7];
    }
}
