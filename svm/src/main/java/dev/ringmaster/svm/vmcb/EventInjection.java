package dev.ringmaster.svm.vmcb;

/**
 * The layout that EVENTINJ and EXITINTINFO share: vector in 7:0, type in 10:8, error code valid in
 * 11, valid in 31, error code in 63:32.
 *
 * @apm Vol. 2, Event Injection
 */
public final class EventInjection {
    /** Type 0: an external or virtual interrupt. */
    public static final int INTR = 0;

    /** Type 2: a non-maskable interrupt. */
    public static final int NMI = 2;

    /** Type 3: an exception, a fault or trap. */
    public static final int EXCEPTION = 3;

    /** Type 4: a software interrupt, INTn. */
    public static final int SOFTWARE = 4;

    /** Bit 11: there is an error code. */
    public static final long ERROR_CODE_VALID = 1L << 11;

    /** Bit 31: there is an event. */
    public static final long VALID = 1L << 31;

    /** The bits of the type. */
    public static final long TYPE_MASK = 7L << 8;

    private EventInjection() {}

    /** An event without an error code. */
    public static long of(int type, int vector) {
        return VALID | (long) type << 8 | vector & 0xffL;
    }

    /** An event with an error code. */
    public static long of(int type, int vector, int errorCode) {
        return of(type, vector) | ERROR_CODE_VALID | (long) errorCode << 32;
    }

    /** Whether there is an event. */
    public static boolean valid(long event) {
        return (event & VALID) != 0;
    }

    /** The vector, 0 to 255. */
    public static int vector(long event) {
        return (int) event & 0xff;
    }

    /** The type, 0 to 7; 1 and 5 to 7 are reserved. */
    public static int type(long event) {
        return (int) event >>> 8 & 7;
    }

    /** Whether there is an error code. */
    public static boolean hasErrorCode(long event) {
        return (event & ERROR_CODE_VALID) != 0;
    }

    /** The error code. */
    public static int errorCode(long event) {
        return (int) (event >>> 32);
    }
}
