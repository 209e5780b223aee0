package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.instruction.Mnemonic;

import java.util.Map;

/** Instructions that set one unprivileged flag. @sdm Vol. 1, Flag Control (EFLAG) Instructions */
final class FlagMeanings {
    private FlagMeanings() {}

    static void register(Map<Mnemonic, Meaning> meanings) {
        meanings.put(Mnemonic.CLC, (cpu, i) -> cpu.state.flags.putCarry(false));
        meanings.put(Mnemonic.STC, (cpu, i) -> cpu.state.flags.putCarry(true));
        meanings.put(Mnemonic.CMC, (cpu, i) -> complementCarry(cpu));
        meanings.put(Mnemonic.CLD, (cpu, i) -> cpu.state.flags.put(Rflags.DF, false));
        meanings.put(Mnemonic.STD, (cpu, i) -> cpu.state.flags.put(Rflags.DF, true));
    }

    private static void complementCarry(Cpu cpu) {
        cpu.state.flags.putCarry(!cpu.state.flags.cf());
    }
}
