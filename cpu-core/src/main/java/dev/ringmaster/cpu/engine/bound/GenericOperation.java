package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;

/** The plain fallback: calls the meaning as the interpreter does. */
final class GenericOperation extends Operation {
    private final Cpu cpu;
    private final Meaning meaning;
    private final Instruction instruction;
    private final long nextRip;

    GenericOperation(Cpu cpu, Meaning meaning, Instruction instruction, long nextRip) {
        this.cpu = cpu;
        this.meaning = meaning;
        this.instruction = instruction;
        this.nextRip = nextRip;
    }

    @Override
    public void execute() {
        cpu.state.rip = nextRip;
        cpu.state.instruction = instruction;
        meaning.execute(cpu, instruction);
    }
}
