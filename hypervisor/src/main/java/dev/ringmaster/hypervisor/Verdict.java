package dev.ringmaster.hypervisor;

/**
 * What is to be done after an exit.
 *
 * @param kind what
 * @param outcome how the run ended, for {@link Kind#END}; else null
 */
public record Verdict(Kind kind, Outcome outcome) {

    /** The possibilities. */
    public enum Kind {
        /** The policy has nothing to say: the hypervisor does what it does by default. */
        PASS,
        /** The exit is dealt with; the guest goes on where it stands. */
        RESUME,
        /** The exit is dealt with; the guest goes on behind the instruction. */
        SKIP,
        /** The hypervisor executes the instruction on the guest's behalf. */
        EMULATE,
        /** The run is over. */
        END
    }

    private static final Verdict PASS = new Verdict(Kind.PASS, null);
    private static final Verdict RESUME = new Verdict(Kind.RESUME, null);
    private static final Verdict SKIP = new Verdict(Kind.SKIP, null);
    private static final Verdict EMULATE = new Verdict(Kind.EMULATE, null);

    /** Leaves the exit to the hypervisor. */
    public static Verdict pass() {
        return PASS;
    }

    /** Goes on at the guest's RIP. */
    public static Verdict resume() {
        return RESUME;
    }

    /** Goes on behind the instruction that caused the exit. */
    public static Verdict skip() {
        return SKIP;
    }

    /** Has the instruction executed on the guest's buses. */
    public static Verdict emulate() {
        return EMULATE;
    }

    /** Ends the run. */
    public static Verdict end(Outcome outcome) {
        return new Verdict(Kind.END, outcome);
    }
}
