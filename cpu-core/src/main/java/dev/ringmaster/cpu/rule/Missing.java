package dev.ringmaster.cpu.rule;

/**
 * Unwinds a rule that needs something which is not given; the checker turns it into "not checked".
 * Stackless.
 */
public final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param what the field's name, or what of memory or profile is missing
     */
    public Missing(String what) {
        super(what, null, false, false);
    }
}
