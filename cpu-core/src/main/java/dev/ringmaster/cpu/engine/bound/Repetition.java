package dev.ringmaster.cpu.engine.bound;

/**
 * A string instruction with a repeat prefix, bound to one processor and place. Each iteration is an
 * instruction: it either happens as a whole or throws before it has changed anything.
 */
public abstract class Repetition {
    private int done;

    /**
     * Makes iterations until no more remain or {@code limit} is reached; RIP is then that of the
     * instruction to go on with. Throws where an iteration needs the reference way; then RIP means
     * nothing.
     *
     * @param limit at least 1
     */
    public final void run(int limit) {
        done = 0;
        boolean more;
        do {
            more = iterate();
            done++;
        } while (more && done < limit);
    }

    /** The number of iterations that {@link #run} made, also if it threw. */
    public final int done() {
        return done;
    }

    /** Makes one iteration, if one remains, and sets RIP; whether more remain. */
    abstract boolean iterate();
}
