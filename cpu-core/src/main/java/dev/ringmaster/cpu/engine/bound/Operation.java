package dev.ringmaster.cpu.engine.bound;

/**
 * An instruction bound to one processor and to the place where it stands: everything that decoding
 * can know has become a field. It either does all that its instruction does, or throws before it
 * has changed anything; then the instruction is executed again by the reference way, which raises
 * the fault.
 */
public abstract class Operation {

    /** Does it. */
    public abstract void execute();
}
