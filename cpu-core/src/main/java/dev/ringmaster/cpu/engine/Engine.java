package dev.ringmaster.cpu.engine;

import dev.ringmaster.cpu.Cpu;

/**
 * Executes instructions on a processor. Two engines that are given the same processor and board
 * leave every bit alike.
 */
public interface Engine {

    /** The processor that it drives. */
    Cpu cpu();

    /**
     * Executes until something ends the run, at most {@code limit} instructions. One iteration of a
     * repeated string instruction counts as an instruction, and so does an instruction that faults.
     *
     * @param limit at least 0, which takes the events that come before the next instruction
     */
    RunEnd run(long limit);

    /** The number of instructions executed since the engine was made. */
    long retired();

    /** Ends the run before the next instruction; for devices that end the machine. */
    void stop();

    /**
     * Whether {@link #run} returns when a guest is left, which a hypervisor written in Java wants.
     */
    void stopWhenGuestLeaves(boolean on);
}
