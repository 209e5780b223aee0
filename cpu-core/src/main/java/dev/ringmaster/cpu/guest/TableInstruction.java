package dev.ringmaster.cpu.guest;

/** The instructions that read or load a descriptor-table register, LDTR or TR. */
public enum TableInstruction {
    SGDT,
    SIDT,
    LGDT,
    LIDT,
    SLDT,
    STR,
    LLDT,
    LTR
}
