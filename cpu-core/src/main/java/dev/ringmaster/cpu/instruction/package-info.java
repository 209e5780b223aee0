/**
 * The decoded instruction: what the decoder produces, what meanings and engines consume, what the
 * assembler encodes. A form, not behaviour: nothing here reads a register or memory, and nothing
 * here knows an encoding.
 */
package dev.ringmaster.cpu.instruction;
