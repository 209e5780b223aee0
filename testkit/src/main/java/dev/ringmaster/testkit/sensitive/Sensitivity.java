package dev.ringmaster.testkit.sensitive;

/**
 * The classes of instructions. "Traps" means #GP or #UD outside ring 0 where ring 0 goes on, all
 * else being equal.
 */
public enum Sensitivity {
    /** Depends on resources, or changes them, without a trap: what a monitor cannot see. */
    SENSITIVE_UNPRIVILEGED("sensitive-unprivileged"),
    /** Depends on resources, or changes them, and traps whenever it does. */
    SENSITIVE_PRIVILEGED("sensitive-privileged"),
    /** Traps outside ring 0, but was not seen to touch a resource. */
    PRIVILEGED("privileged"),
    /** Goes on everywhere, and does the same everywhere. */
    INNOCUOUS("innocuous"),
    /** Raised an exception in every experiment: undefined here, or always refused. */
    ALWAYS_TRAPS("always-traps"),
    /** The model lacks it. */
    NOT_MODELLED("not-modelled");

    private final String text;

    Sensitivity(String text) {
        this.text = text;
    }

    /** The name in reports. */
    public String text() {
        return text;
    }
}
