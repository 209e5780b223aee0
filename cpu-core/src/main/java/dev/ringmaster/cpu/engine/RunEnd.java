package dev.ringmaster.cpu.engine;

/** Why an engine stopped. */
public enum RunEnd {
    /** The given number of instructions was reached. */
    LIMIT,
    /** The processor waits for an interrupt that can never come. */
    HALTED,
    /** A triple fault shut the processor down. */
    SHUTDOWN,
    /** A guest was left, and the caller wanted to know. */
    LEFT_GUEST,
    /** Somebody called {@link Engine#stop()}. */
    STOPPED
}
