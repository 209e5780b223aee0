package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.instruction.Instruction;

/**
 * One encoded instruction.
 *
 * @param instruction what it says
 * @param bytes its encoding
 */
record Form(Instruction instruction, byte[] bytes) {}
