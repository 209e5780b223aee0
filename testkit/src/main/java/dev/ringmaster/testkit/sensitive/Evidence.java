package dev.ringmaster.testkit.sensitive;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What has been seen of one instruction in one mode. */
final class Evidence {
    private Witness unprivileged;
    private Witness sensitive;
    private Witness refusal;
    private Witness trap;
    private boolean executed;
    private boolean executedOutside;
    private String notModelled;
    private final Set<String> trapsWhen = new TreeSet<>();
    private final Set<String> executesWhen = new TreeSet<>();

    /** It went on in some ring. */
    void executes() {
        executed = true;
    }

    /** It went on outside ring 0. */
    void executesOutside() {
        executed = true;
        executedOutside = true;
    }

    /** It was sensitive and did not trap. */
    void unprivileged(Supplier<Witness> witness) {
        unprivileged = unprivileged == null ? witness.get() : unprivileged;
    }

    /** It is sensitive in ring 0, and ring 3 refused it. */
    void sensitive(Supplier<Witness> witness) {
        sensitive = sensitive == null ? witness.get() : sensitive;
    }

    /** Ring 0 went on, ring 3 refused it. */
    void refused(Supplier<Witness> witness) {
        refusal = refusal == null ? witness.get() : refusal;
    }

    /** It trapped in every ring. */
    void trapped(Supplier<Witness> witness) {
        trap = trap == null ? witness.get() : trap;
    }

    void notModelled(String message) {
        notModelled = notModelled == null ? message : notModelled;
    }

    void trapsWhen(String dimension) {
        trapsWhen.add(dimension);
    }

    void executesWhen(String dimension) {
        executesWhen.add(dimension);
    }

    /** Whether no further experiment can change the class. */
    boolean settled() {
        return unprivileged != null;
    }

    boolean privileged() {
        return refusal != null && !executedOutside;
    }

    Witness witness() {
        return switch (Classifier.classify(this)) {
            case SENSITIVE_UNPRIVILEGED -> unprivileged;
            case SENSITIVE_PRIVILEGED -> sensitive == null ? refusal : sensitive;
            case PRIVILEGED -> refusal;
            case ALWAYS_TRAPS -> trap;
            case INNOCUOUS, NOT_MODELLED -> null;
        };
    }

    boolean seenUnprivileged() {
        return unprivileged != null;
    }

    boolean seenSensitive() {
        return sensitive != null;
    }

    boolean seenRefused() {
        return refusal != null;
    }

    boolean seenExecuted() {
        return executed;
    }

    String lacking() {
        return notModelled;
    }

    Set<String> trapsWhen() {
        return trapsWhen;
    }

    Set<String> executesWhen() {
        return executesWhen;
    }
}
