package dev.ringmaster.cpu.engine;

import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;

import java.util.EnumSet;
import java.util.Set;

/** Which instructions may stand where in a block. */
final class BlockShape {
    /** Sets RIP: the last of its block. */
    private static final Set<Mnemonic> TRANSFERS =
            EnumSet.of(
                    Mnemonic.JMP,
                    Mnemonic.JCC,
                    Mnemonic.CALL,
                    Mnemonic.RET,
                    Mnemonic.LOOP,
                    Mnemonic.LOOPE,
                    Mnemonic.LOOPNE,
                    Mnemonic.JCXZ);

    /**
     * May observe the exact time, change the mode, or ask for attention: executed alone, by the
     * reference way. That is everything from the flag instructions that govern interrupts to the
     * far transfers and the system instructions.
     */
    private static final Set<Mnemonic> ALONE = alone();

    private BlockShape() {}

    private static Set<Mnemonic> alone() {
        Set<Mnemonic> set = EnumSet.range(Mnemonic.JMPF, Mnemonic.SYSEXIT);
        set.addAll(EnumSet.range(Mnemonic.MOV_SEG_READ, Mnemonic.WRGSBASE));
        set.addAll(EnumSet.range(Mnemonic.MOV_CR_READ, Mnemonic.UD2));
        set.addAll(EnumSet.range(Mnemonic.VMXON, Mnemonic.INVALID));
        set.addAll(EnumSet.range(Mnemonic.CLI, Mnemonic.POPF));
        set.addAll(EnumSet.range(Mnemonic.WAIT, Mnemonic.X87));
        set.addAll(EnumSet.of(Mnemonic.PAUSE, Mnemonic.INS, Mnemonic.OUTS, Mnemonic.BOUND));
        return set;
    }

    /** Whether RIP is set by the instruction itself. */
    static boolean transfers(Instruction i) {
        return TRANSFERS.contains(i.mnemonic());
    }

    /** Whether the instruction is a block of its own that runs by the reference way. */
    static boolean alone(Instruction i) {
        return ALONE.contains(i.mnemonic());
    }

    /**
     * Whether it is a string instruction with a repeat prefix: it sets RIP to itself until it is
     * done.
     */
    static boolean repeats(Instruction i) {
        return i.repeat() != 0
                && i.mnemonic().compareTo(Mnemonic.MOVS) >= 0
                && i.mnemonic().compareTo(Mnemonic.OUTS) <= 0;
    }
}
