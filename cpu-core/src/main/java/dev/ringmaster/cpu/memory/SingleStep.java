package dev.ringmaster.cpu.memory;

/**
 * Asks an engine that runs many instructions at a stretch to execute this one alone: it is about to
 * reach a device, whose effects need the exact time, or to change cached code. Thrown before
 * anything was done. Stackless.
 */
public final class SingleStep extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final SingleStep REQUEST = new SingleStep();

    private SingleStep() {
        super(null, null, false, false);
    }
}
