package dev.ringmaster.cpu;

/**
 * Who answers for a model-specific register. Both methods raise #GP(0) for what the register does
 * not allow.
 */
public interface MsrHandler {

    /** RDMSR: the value of register {@code index}. */
    long read(int index);

    /** WRMSR. */
    void write(int index, long value);
}
