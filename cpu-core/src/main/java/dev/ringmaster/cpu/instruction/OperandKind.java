package dev.ringmaster.cpu.instruction;

/** What an operand of an {@link Instruction} names. */
public enum OperandKind {
    /** No operand. */
    NONE,
    /** A general register; see {@link Instruction#register(int)} for the numbering. */
    GPR,
    /** A segment register, 0 to 5 for ES, CS, SS, DS, FS, GS. */
    SEGMENT,
    /** A control register. */
    CONTROL,
    /** A debug register. */
    DEBUG,
    /** An MMX register. */
    MMX,
    /** An SSE register. */
    XMM,
    /** The instruction's memory operand. */
    MEMORY,
    /** The immediate value, already sign- or zero-extended as the instruction wants. */
    IMMEDIATE,
    /** The second immediate value (ENTER's nesting level, the last operand of EXTRQ). */
    IMMEDIATE2,
    /**
     * A branch displacement, sign-extended, relative to the next instruction; it stands in the
     * immediate.
     */
    RELATIVE,
    /** A direct far pointer: selector in the second immediate, offset in the immediate. */
    FAR_POINTER
}
