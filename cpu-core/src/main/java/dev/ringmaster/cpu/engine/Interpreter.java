package dev.ringmaster.cpu.engine;

import dev.ringmaster.cpu.Cpu;

/**
 * The reference engine: fetches, decodes and executes one instruction at a time. Kept simple for
 * ever.
 */
public final class Interpreter extends RunLoop {

    /** An engine for {@code cpu}, whose extensions are installed. */
    public Interpreter(Cpu cpu) {
        super(cpu);
    }

    @Override
    void slice(int budget) {
        cpu.memory.stepping(true);
        while (inSlice < budget) {
            step();
            if (interrupted()) {
                return;
            }
        }
    }
}
