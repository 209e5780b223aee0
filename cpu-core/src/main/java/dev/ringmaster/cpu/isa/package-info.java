/**
 * Encodings. {@link dev.ringmaster.cpu.isa.OpcodeTable} says once how every instruction is encoded;
 * {@link dev.ringmaster.cpu.isa.Decoder}, {@link dev.ringmaster.cpu.isa.Assembler}, {@link
 * dev.ringmaster.cpu.isa.Disassembler} and {@link dev.ringmaster.cpu.isa.InstructionGenerator} read
 * it, {@link dev.ringmaster.cpu.isa.Code} assembles whole programs.
 *
 * <p>Vocabulary: a <em>row</em> is one line of the table; a <em>code size</em> is 2, 4 or 8 for
 * 16-bit, 32-bit and 64-bit code; a <em>pattern</em> is an operand in the manuals' notation.
 * Nothing here knows registers' contents, memory, meanings or processor models.
 */
package dev.ringmaster.cpu.isa;
