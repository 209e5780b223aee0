package dev.ringmaster.hypervisor;

/** How a guest's run ended. */
public enum Outcome {
    /** The guest wrote to the exit port; the board knows the value. */
    EXIT_PORT,
    /** The guest switched the machine off. */
    POWER_OFF,
    /** The guest asked for a reset. */
    RESET,
    /** The guest halted and nothing can wake it. */
    HALTED,
    /** A triple fault. */
    TRIPLE_FAULT,
    /** The limit on instructions was reached. */
    LIMIT,
    /** The processor refused to enter the guest. */
    ENTRY_FAILED
}
