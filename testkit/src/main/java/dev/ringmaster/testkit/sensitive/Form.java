package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.instruction.Instruction;

/** One encoded instruction. */
final class Form {
    private final Instruction instruction;
    private final byte[] bytes;

    /**
     * @param instruction what it says
     * @param bytes its encoding
     */
    Form(Instruction instruction, byte[] bytes) {
        this.instruction = instruction;
        this.bytes = bytes.clone();
    }

    Instruction instruction() {
        return instruction;
    }

    /** A copy of the encoding. */
    byte[] bytes() {
        return bytes.clone();
    }
}
