package dev.ringmaster.testkit.sensitive;

/**
 * Two start states that differ in one thing.
 *
 * @param left the first
 * @param right the second
 */
record StatePair(Start left, Start right) {

    /**
     * A start state.
     *
     * @param ring 0, 1 or 3
     * @param varied what is varied, or null
     */
    record Start(int ring, Dimension varied) {
        @Override
        public String toString() {
            return "ring " + ring + (varied == null ? "" : ", other " + varied.name());
        }
    }

    /** The dimension in which they differ. */
    String difference() {
        return left.ring() == right.ring() ? right.varied().name() : "ring";
    }
}
