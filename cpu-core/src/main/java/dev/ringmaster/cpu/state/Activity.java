package dev.ringmaster.cpu.state;

/** Whether the processor executes instructions. @sdm Vol. 3C, Guest Non-Register State */
public enum Activity {
    /** It executes. */
    ACTIVE,
    /** HLT was executed; an interrupt wakes it. */
    HLT,
    /** After a triple fault. */
    SHUTDOWN,
    /** Waits for a startup IPI. */
    WAIT_FOR_SIPI
}
