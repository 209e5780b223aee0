package dev.ringmaster.cpu.arch;

/**
 * A guest's exception on its way from the place that found it to event delivery. It is stackless:
 * it carries what the processor pushes, not where the model was. A {@code Fault} never leaves an
 * engine.
 *
 * @sdm Vol. 3A, Interrupt and Exception Handling
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Vector vector;
    private final int errorCode;
    private final long linear;
    private final long debugStatus;

    private Fault(Vector vector, int errorCode, long linear, long debugStatus) {
        super(null, null, false, false);
        this.vector = vector;
        this.errorCode = errorCode;
        this.linear = linear;
        this.debugStatus = debugStatus;
    }

    /** The exception. */
    public Vector vector() {
        return vector;
    }

    /** The error code; 0 for exceptions that push none. */
    public int errorCode() {
        return errorCode;
    }

    /** The faulting linear address of a page fault, which goes to CR2; 0 otherwise. */
    public long linear() {
        return linear;
    }

    /** What a debug exception adds to DR6; 0 otherwise. */
    public long debugStatus() {
        return debugStatus;
    }

    @Override
    public String getMessage() {
        return "#"
                + vector
                + (vector.pushesErrorCode() ? "(0x" + Integer.toHexString(errorCode) + ")" : "");
    }

    /** An exception that pushes no error code. */
    public static Fault of(Vector vector) {
        return new Fault(vector, 0, 0, 0);
    }

    /** An exception with an error code. */
    public static Fault of(Vector vector, int errorCode) {
        return new Fault(vector, errorCode, 0, 0);
    }

    /** #UD, invalid opcode. */
    public static Fault ud() {
        return of(Vector.UD);
    }

    /** #GP with a selector or 0 as error code. */
    public static Fault gp(int errorCode) {
        return of(Vector.GP, errorCode);
    }

    /** #SS with a selector or 0 as error code. */
    public static Fault ss(int errorCode) {
        return of(Vector.SS, errorCode);
    }

    /** #NP with a selector as error code. */
    public static Fault np(int errorCode) {
        return of(Vector.NP, errorCode);
    }

    /** #TS with a selector as error code. */
    public static Fault ts(int errorCode) {
        return of(Vector.TS, errorCode);
    }

    /** #NM, device not available. */
    public static Fault nm() {
        return of(Vector.NM);
    }

    /** #PF at a linear address; {@code errorCode} is built of {@link PageFaultError} bits. */
    public static Fault pf(long linear, int errorCode) {
        return new Fault(Vector.PF, errorCode, linear, 0);
    }

    /** #DB whose causes are the bits of {@code debugStatus} as DR6 shows them. */
    public static Fault db(long debugStatus) {
        return new Fault(Vector.DB, 0, 0, debugStatus);
    }
}
