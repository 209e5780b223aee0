package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.state.Bits;

/** The plain fallback: calls the meaning as the interpreter does. */
final class GenericRepetition extends Repetition {
    private final Cpu cpu;
    private final Meaning meaning;
    private final Instruction instruction;
    private final long rip;
    private final long nextRip;

    GenericRepetition(Cpu cpu, Meaning meaning, Instruction instruction, long nextRip) {
        this.cpu = cpu;
        this.meaning = meaning;
        this.instruction = instruction;
        this.nextRip = nextRip;
        rip = Bits.zeroExtend(nextRip - instruction.length(), instruction.codeSize());
    }

    @Override
    boolean iterate() {
        cpu.state.rip = nextRip;
        cpu.state.instruction = instruction;
        meaning.execute(cpu, instruction);
        return cpu.state.rip == rip;
    }
}
