package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.state.Bits;

/**
 * The canonical check of an indirect branch; the fault only sends the instruction to the reference.
 */
final class Canonical {
    private static final Fault NOT_CANONICAL = Fault.gp(0);

    private Canonical() {}

    static long require(long target) {
        if (!Bits.canonical(target)) {
            throw NOT_CANONICAL;
        }
        return target;
    }
}
