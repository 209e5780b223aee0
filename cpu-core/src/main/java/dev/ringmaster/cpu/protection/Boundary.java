package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;

/** Between two instructions: shadows end, traps and interrupts are taken. */
public final class Boundary {
    private Boundary() {}

    /** Looks for events; to be called between instructions when {@link Cpu#attention()} is set. */
    public static void poll(Cpu cpu) {
        cpu.clearAttention();
    }
}
