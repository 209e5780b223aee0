package dev.ringmaster.vmx.vmcs;

/**
 * The format that injected, exiting and original events share: vector in bits 7:0, type in bits
 * 10:8, error code in bit 11, nested exception in bit 13, valid in bit 31. The value itself stays a
 * {@code long}.
 *
 * @sdm Vol. 3C, VM-Entry Controls for Event Injection
 */
public final class EventInfo {
    /** Bit 31: the field says something. */
    public static final long VALID = 1L << 31;

    /** Bits 7:0: the vector. */
    public static final long VECTOR = 0xff;

    /** Bits 10:8: the type. */
    public static final long TYPE = 7 << 8;

    /** Bit 11: the event has an error code. */
    public static final long ERROR_CODE = 1L << 11;

    /** Bit 12 of what an exit reports: IRET unblocked NMIs. Reserved in an injected event. */
    public static final long NMI_UNBLOCKING = 1L << 12;

    /** Bit 13: an exception met while another event was delivered. */
    public static final long NESTED = 1L << 13;

    /** The bits that an injected event must leave 0: 30:14 and 12. */
    public static final long RESERVED = 0x7fffd000L;

    private EventInfo() {}

    /** A valid event. */
    public static long of(EventType type, int vector) {
        return VALID | (long) type.number() << 8 | vector & 0xff;
    }

    /** A valid event with an error code. */
    public static long withErrorCode(EventType type, int vector) {
        return of(type, vector) | ERROR_CODE;
    }

    /** Whether the field says something. */
    public static boolean valid(long info) {
        return (info & VALID) != 0;
    }

    /** The vector, 0 to 255. */
    public static int vector(long info) {
        return (int) info & 0xff;
    }

    /** The type. */
    public static EventType type(long info) {
        return EventType.of((int) info >> 8);
    }

    /** Whether the event has an error code. */
    public static boolean hasErrorCode(long info) {
        return (info & ERROR_CODE) != 0;
    }

    /** Whether bit 13 calls the event a nested exception. */
    public static boolean nested(long info) {
        return (info & NESTED) != 0;
    }
}
