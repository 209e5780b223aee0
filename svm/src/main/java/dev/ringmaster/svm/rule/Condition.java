package dev.ringmaster.svm.rule;

/** The condition of a rule. */
@FunctionalInterface
interface Condition {

    /**
     * Whether the rule is obeyed.
     *
     * @throws dev.ringmaster.cpu.rule.Missing if what it needs is not given
     */
    boolean holds(VmrunState state);
}
