package dev.ringmaster.svm.guestmode;

import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.svm.exit.ExitCode;

/**
 * The exit that is under way: what an intercept knows when it stops the guest. What depends on
 * where the instruction ends (nRIP, the second word of an IOIO exit) is filled in by #VMEXIT, which
 * knows it.
 *
 * @apm Vol. 2, #VMEXIT
 */
public final class ExitRecord {

    /** What EXITINFO2 and nRIP are made of. */
    public enum Kind {
        /** An event: there is no next instruction. */
        EVENT,
        /** An intercepted instruction: nRIP is the address of the next one. */
        INSTRUCTION,
        /** As {@link #INSTRUCTION}, and EXITINFO2 is that address as well. */
        PORT,
        /** A page fault of either level: no nRIP, but the bytes of the instruction. */
        PAGE_FAULT
    }

    private ExitCode code = ExitCode.VMEXIT_INVALID;
    private Kind kind = Kind.EVENT;
    private long info1;
    private long info2;
    private boolean fetch;
    private boolean silent;

    /** Records an exit and unwinds the instruction. */
    public GuestExit leave(ExitCode exitCode, Kind exitKind, long exitInfo1, long exitInfo2) {
        if (!silent) {
            code = exitCode;
            kind = exitKind;
            info1 = exitInfo1;
            info2 = exitInfo2;
            fetch = false;
        }
        return GuestExit.UNWIND;
    }

    /**
     * Says that the recorded page fault was met by a fetch, so that there are no instruction bytes.
     */
    public void markFetch() {
        fetch |= !silent;
    }

    /** While silent, exits unwind without being recorded: the exit under way looks at memory. */
    public void silent(boolean on) {
        silent = on;
    }

    /** Why the guest is left. */
    public ExitCode code() {
        return code;
    }

    /** What kind of exit it is. */
    public Kind kind() {
        return kind;
    }

    /** EXITINFO1. */
    public long info1() {
        return info1;
    }

    /** EXITINFO2, unless the kind makes it something else. */
    public long info2() {
        return info2;
    }

    /** Whether an instruction fetch faulted. */
    public boolean fetch() {
        return fetch;
    }
}
