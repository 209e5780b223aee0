package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.rule.Missing;

/**
 * Conditions joined so that what is not given matters only where it decides. If everything is
 * given, the second condition is not looked at where the first decides.
 */
final class Joint {
    private Joint() {}

    /** A condition on one of several alike things. */
    @FunctionalInterface
    interface Each {
        boolean holds(VmrunState state, int index);
    }

    /**
     * Whether one of two conditions holds.
     *
     * @throws Missing if neither is known to hold, and one is not known to fail; names what the
     *     second misses, if it misses anything
     */
    static boolean either(VmrunState state, Condition first, Condition second) {
        boolean holds;
        try {
            holds = first.holds(state);
        } catch (Missing missing) {
            if (second.holds(state)) {
                return true;
            }
            throw missing;
        }
        return holds || second.holds(state);
    }

    /**
     * Whether two conditions hold.
     *
     * @throws Missing if neither is known to fail, and one is not known to hold; names what the
     *     first misses, if it misses anything
     */
    static boolean both(VmrunState state, Condition first, Condition second) {
        boolean holds;
        try {
            holds = first.holds(state);
        } catch (Missing missing) {
            if (failsForSure(state, second)) {
                return false;
            }
            throw missing;
        }
        return holds && second.holds(state);
    }

    private static boolean failsForSure(VmrunState state, Condition condition) {
        try {
            return !condition.holds(state);
        } catch (Missing missing) {
            return false;
        }
    }

    /**
     * Whether all of {@code count} things fulfil a condition.
     *
     * @throws Missing if none is known to fail, and one is not known to hold; names what the first
     *     such misses
     */
    static boolean all(VmrunState state, int count, Each each) {
        Missing open = null;
        for (int i = 0; i < count; i++) {
            try {
                if (!each.holds(state, i)) {
                    return false;
                }
            } catch (Missing missing) {
                open = open == null ? missing : open;
            }
        }
        if (open != null) {
            throw open;
        }
        return true;
    }
}
