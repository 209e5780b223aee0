package dev.ringmaster.cpu.rule;

/** The values that rules are evaluated on. What is not given differs from what is zero. */
public interface State {

    /** Whether the value of {@code field} is known. */
    boolean given(StateField field);

    /**
     * The value of {@code field}, zero-extended from its width.
     *
     * @throws Missing if it is not given
     */
    long get(StateField field);
}
