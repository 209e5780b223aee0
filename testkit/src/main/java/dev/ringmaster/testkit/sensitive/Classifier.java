package dev.ringmaster.testkit.sensitive;

/** From what was seen to the class. */
final class Classifier {
    private Classifier() {}

    /**
     * The class of an instruction. One that ring 3 refuses in part (a load of a segment that only
     * ring 0 may use) is sensitive: its result depends on the ring; but it traps when it does.
     */
    static Sensitivity classify(Evidence e) {
        if (e.seenUnprivileged()) {
            return Sensitivity.SENSITIVE_UNPRIVILEGED;
        }
        if (e.seenRefused()) {
            boolean sensitive = e.seenSensitive() || !e.privileged();
            return sensitive ? Sensitivity.SENSITIVE_PRIVILEGED : Sensitivity.PRIVILEGED;
        }
        if (e.lacking() != null) {
            return Sensitivity.NOT_MODELLED;
        }
        return e.seenExecuted() ? Sensitivity.INNOCUOUS : Sensitivity.ALWAYS_TRAPS;
    }
}
