package dev.ringmaster.testkit.run;

/** A user's mistake: one clear line, exit status 2. */
public final class UsageError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong and what would be right, in one line
     */
    public UsageError(String message) {
        super(message);
    }
}
