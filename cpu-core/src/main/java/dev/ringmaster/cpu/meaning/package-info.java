/**
 * What instructions do: one static method for each, written once and called by every engine.
 *
 * <p>Two layers. The lower one ({@link dev.ringmaster.cpu.meaning.Alu}, {@link
 * dev.ringmaster.cpu.meaning.Shifts}, {@link dev.ringmaster.cpu.meaning.Multiply}, ...) is
 * arithmetic on values and flags: it knows no processor and allocates nothing, so that an engine
 * which has bound the operands can call it directly. The upper one reads operands, calls the lower
 * one and writes the result back.
 *
 * <p>The order within every meaning: checks, reads, computation, memory writes, registers and
 * flags. A fault leaves nothing half done. What is written after it was read goes through {@code
 * readForWrite}, after which the write cannot fail; so flags may be computed between the two.
 *
 * <p>Must not know how instructions are encoded, nor any vendor's extension.
 */
package dev.ringmaster.cpu.meaning;
