package dev.ringmaster.cpu.engine;

import dev.ringmaster.cpu.engine.bound.Operation;
import dev.ringmaster.cpu.engine.bound.Repetition;
import dev.ringmaster.cpu.instruction.Instruction;

/**
 * A run of instructions in one page that is entered at the top and left at the bottom, made for one
 * address and one mode. Blocks that follow each other are linked.
 */
final class Block {
    /** The address of the first instruction. */
    final long rip;

    /** The mode it was made for, as {@code Cpu.modeKey} says. */
    final int modeKey;

    /** Where its first byte stands in RAM. */
    final int ramOffset;

    /** Its length in bytes. */
    final int bytes;

    /**
     * The bound instructions; empty if {@link #alone}. The last may stand for the last two
     * instructions.
     */
    final Operation[] operations;

    /** The number of instructions. */
    final int count;

    /** The instructions themselves. */
    final Instruction[] instructions;

    /** One instruction that is a string instruction with a repeat prefix; else null. */
    final Repetition repetition;

    /** One instruction that is repeated or executed by the reference way. */
    final boolean alone;

    /** Whether the last instruction sets RIP itself. */
    final boolean transfers;

    /** The address after the last instruction. */
    final long endRip;

    /** The code epoch in which its translation was last verified. */
    int epoch;

    /** Whether its bytes are still those in RAM. */
    boolean valid = true;

    /** The two blocks that followed it most recently. */
    Block next;

    Block other;

    Block(
            long rip,
            int modeKey,
            int ramOffset,
            int bytes,
            Instruction[] instructions,
            Operation[] operations,
            Repetition repetition) {
        this.rip = rip;
        this.modeKey = modeKey;
        this.ramOffset = ramOffset;
        this.bytes = bytes;
        this.instructions = instructions;
        this.operations = operations;
        this.count = instructions.length;
        this.alone = operations.length == 0;
        this.repetition = repetition;
        this.transfers = BlockShape.transfers(instructions[instructions.length - 1]);
        this.endRip = startOf(instructions.length);
    }

    /** The address of instruction {@code n}. */
    long startOf(int n) {
        long start = rip;
        for (int i = 0; i < n; i++) {
            start = RunLoop.nextRip(start, instructions[i]);
        }
        return start;
    }
}
