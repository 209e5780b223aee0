package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.rule.StateField;

import java.util.function.ToLongFunction;

/** A value that one field needs for a violated rule to hold. */
record Repair(StateField field, ToLongFunction<VmrunState> value) {

    static Repair set(StateField field, Flag bit) {
        return new Repair(field, state -> bit.set(state.get(field)));
    }

    static Repair clear(StateField field, Flag bit) {
        return clear(field, bit.mask());
    }

    static Repair clear(StateField field, long bits) {
        return new Repair(field, state -> state.get(field) & ~bits);
    }

    /** Clears the address bits that the processor does not have. */
    static Repair cutToPhysical(StateField field) {
        return new Repair(field, state -> state.get(field) & Physical.limit(state) - 1);
    }

    /** Moves a table down until its last byte is within the physical addresses. */
    static Repair moveTable(StateField field, long bytes) {
        return new Repair(
                field,
                state -> {
                    long cut = state.get(field) & Physical.limit(state) - 1;
                    return Physical.fits(state, cut, bytes) ? cut : Physical.limit(state) - bytes;
                });
    }

    /** Copies the top bit of the linear-address width upward. */
    static Repair canonicalize(StateField field) {
        return new Repair(field, state -> Physical.canonicalize(state, state.get(field)));
    }
}
