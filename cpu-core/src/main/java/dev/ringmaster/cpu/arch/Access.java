package dev.ringmaster.cpu.arch;

/** What a memory access wants. */
public enum Access {
    /** A data read. */
    READ,
    /** A data write, or a read that will be followed by a write of the same instruction. */
    WRITE,
    /** An instruction fetch. */
    EXECUTE
}
