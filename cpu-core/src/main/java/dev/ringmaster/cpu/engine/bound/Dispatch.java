package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.meaning.Meanings;

/**
 * From a mnemonic to its meaning on one processor: an extension's if one contributes it, else the
 * base processor's, else #UD.
 */
public final class Dispatch {
    private final Meaning[] meanings = new Meaning[Mnemonic.values().length];

    /** The meanings on {@code cpu}, whose extensions are installed. */
    public Dispatch(Cpu cpu) {
        for (Mnemonic m : Mnemonic.values()) {
            Meaning contributed = cpu.contributed(m);
            Meaning base = contributed == null ? Meanings.of(m) : contributed;
            meanings[m.ordinal()] = base == null ? Dispatch::undefined : base;
        }
    }

    /** The meaning of {@code mnemonic}. */
    public Meaning meaning(Mnemonic mnemonic) {
        return meanings[mnemonic.ordinal()];
    }

    private static void undefined(Cpu cpu, Instruction i) {
        throw Fault.ud();
    }
}
