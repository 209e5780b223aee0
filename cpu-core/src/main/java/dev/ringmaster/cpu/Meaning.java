package dev.ringmaster.cpu;

import dev.ringmaster.cpu.instruction.Instruction;

/**
 * What an instruction does. It is written once, as a static method, and every engine calls it:
 * check, ask, read, compute, write memory, write registers; a fault leaves nothing half done. On
 * entry {@code cpu.state.rip} is the address of the next instruction.
 */
@FunctionalInterface
public interface Meaning {

    /**
     * Executes the instruction.
     *
     * @throws dev.ringmaster.cpu.arch.Fault the guest's exception
     * @throws dev.ringmaster.cpu.guest.GuestExit if the guest leaves
     */
    void execute(Cpu cpu, Instruction instruction);
}
