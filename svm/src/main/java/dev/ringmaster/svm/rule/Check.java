package dev.ringmaster.svm.rule;

import java.util.Optional;

/**
 * What a rule wants.
 *
 * @param required the condition in terms of fields; empty if the rule is not modelled
 * @param notModelled why it is not modelled; empty if it is
 * @param condition whether a state obeys it, or, of a rule that is not modelled, whether it cannot
 *     apply
 */
record Check(String required, Optional<String> notModelled, Condition condition) {

    static Check of(String required, Condition condition) {
        return new Check(required, Optional.empty(), condition);
    }

    /**
     * A rule that the model cannot evaluate, but knows to be irrelevant where {@code irrelevant}
     * holds.
     */
    static Check notModelled(String reason, Condition irrelevant) {
        return new Check("", Optional.of(reason), irrelevant);
    }

    /** A statement of the manual that no state can violate, or that is obeyed elsewhere. */
    static Check notModelled(String reason) {
        return notModelled(reason, state -> true);
    }
}
