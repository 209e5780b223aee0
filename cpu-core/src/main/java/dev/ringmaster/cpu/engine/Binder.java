package dev.ringmaster.cpu.engine;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.instruction.Instruction;

/** Binds an instruction to a processor: to a special operation where one exists for its form, else to the generic one. */
final class Binder {
    private final Cpu cpu;
    private final Dispatch dispatch;

    Binder(Cpu cpu, Dispatch dispatch) {
        this.cpu = cpu;
        this.dispatch = dispatch;
    }

    /** The operation for {@code i}, after which stands the instruction at {@code nextRip}. */
    Operation bind(Instruction i, long nextRip) {
        return new GenericOperation(cpu, dispatch.meaning(i.mnemonic()), i, nextRip);
    }
}
