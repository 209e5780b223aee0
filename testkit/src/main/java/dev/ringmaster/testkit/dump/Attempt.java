package dev.ringmaster.testkit.dump;

import java.util.List;

/**
 * What one format made of a text.
 *
 * @param states the dumps
 * @param understood how many characters were understood: of several formats the one that
 *     understands most is right
 */
record Attempt(List<DumpedState> states, int understood) {

    /** Whether any field was given. */
    boolean worksOut() {
        return states.stream().anyMatch(DumpedState::saysSomething);
    }

    /** Whether this is the better attempt. */
    boolean beats(Attempt other) {
        if (worksOut() != other.worksOut()) {
            return worksOut();
        }
        return understood > other.understood;
    }
}
