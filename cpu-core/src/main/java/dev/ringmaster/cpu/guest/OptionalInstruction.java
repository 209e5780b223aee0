package dev.ringmaster.cpu.guest;

/**
 * Instructions that a control of the guest can take away: they raise #UD then. @sdm Vol. 3C,
 * Secondary Processor-Based VM-Execution Controls
 */
public enum OptionalInstruction {
    RDTSCP,
    INVPCID,
    XSAVES,
    USER_WAIT
}
