package dev.ringmaster.cpu.isa;

/**
 * An encoded instruction, and where in it the fields stand that a program assembler fills in later.
 *
 * @param bytes the whole instruction
 * @param displacementAt the offset of the memory displacement, if {@code displacementSize} is not 0
 * @param displacementSize its size in bytes, 0 if there is none
 * @param immediateAt the offset of the first immediate or branch displacement, if {@code
 *     immediateSize} is not 0
 * @param immediateSize its size in bytes, 0 if there is none
 */
record Encoding(
        byte[] bytes,
        int displacementAt,
        int displacementSize,
        int immediateAt,
        int immediateSize) {}
