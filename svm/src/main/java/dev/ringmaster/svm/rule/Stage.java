package dev.ringmaster.svm.rule;

/** The groups of rules, in architectural order. */
public enum Stage {
    /** Checks of the instruction, before the VMCB is looked at. */
    INSTRUCTION("VMRUN instruction"),
    /** Checks of the VMCB, which end in VMEXIT_INVALID. */
    CONSISTENCY("Guest and control consistency"),
    /**
     * State that is taken otherwise than it stands, or that is allowed although it looks odd. No
     * failure.
     */
    TOLERATED("Canonicalized and tolerated state"),
    /** What #VMEXIT does with the host state. It does not decide whether the guest is entered. */
    HOST_STATE("Host state on #VMEXIT");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    /** The name for people. */
    public String title() {
        return title;
    }

    /** Whether a violated rule keeps the guest from being entered. */
    public boolean decidesEntry() {
        return this == INSTRUCTION || this == CONSISTENCY;
    }
}
