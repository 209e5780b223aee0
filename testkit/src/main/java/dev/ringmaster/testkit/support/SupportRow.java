package dev.ringmaster.testkit.support;

/**
 * Something that a manual defines, and whether the model has it.
 *
 * @param kind what it is
 * @param name its name in the manual, or the identifier of a rule
 * @param says what it is, in words; may repeat the name
 * @param modelled whether the model has it
 * @param why why not; empty if it is modelled
 * @param section the section of the manual that defines it, by its title
 */
public record SupportRow(
        SupportKind kind, String name, String says, boolean modelled, String why, String section) {

    /** Checks that a reason is given where one is due, and only there. */
    public SupportRow {
        if (modelled != why.isEmpty()) {
            throw new IllegalArgumentException(
                    name + ": a reason is due where and only where it is not modelled");
        }
    }

    /** A row whose reason, if there is one, says that it is not modelled. */
    static SupportRow of(SupportKind kind, String name, String says, String why, String section) {
        return new SupportRow(kind, name, says, why.isEmpty(), why, section);
    }
}
