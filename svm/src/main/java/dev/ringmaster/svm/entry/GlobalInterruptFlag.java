package dev.ringmaster.svm.entry;

import dev.ringmaster.cpu.Cpu;

/**
 * GIF: while it is 0, interrupts, NMIs and INIT wait. It is 1 after reset. @apm Vol. 2, Global
 * Interrupt Flag, STGI and CLGI Instructions
 */
public final class GlobalInterruptFlag {
    private final Cpu cpu;
    private boolean on = true;

    /** The flag of {@code cpu}. */
    public GlobalInterruptFlag(Cpu cpu) {
        this.cpu = cpu;
    }

    /** Whether it is 1. */
    public boolean on() {
        return on;
    }

    /** Sets it; what has waited is looked at before the next instruction. */
    public void set(boolean value) {
        on = value;
        cpu.requestAttention();
    }
}
