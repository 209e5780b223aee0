package dev.ringmaster.cpu.guest;

/**
 * Unwinds an instruction whose guest leaves. The exit has been recorded by whoever throws this; the
 * run loop catches it, lets {@link GuestMode#complete} switch the state, and goes on. Stackless and
 * without contents.
 */
public final class GuestExit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The one instance. */
    public static final GuestExit UNWIND = new GuestExit();

    private GuestExit() {
        super(null, null, false, false);
    }
}
