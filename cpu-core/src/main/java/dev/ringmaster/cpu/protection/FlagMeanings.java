package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.state.CpuState;

import java.util.Map;

/** The instructions that read and write the system flags. @sdm Vol. 3A, I/O Privilege Level */
final class FlagMeanings {
    private static final long VIRTUAL_INTERRUPTS = Rflags.VIF.mask() | Rflags.VIP.mask();

    private FlagMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.CLI, FlagMeanings::cli);
        map.put(Mnemonic.STI, FlagMeanings::sti);
        map.put(Mnemonic.CLAC, (cpu, i) -> alignmentCheck(cpu, false));
        map.put(Mnemonic.STAC, (cpu, i) -> alignmentCheck(cpu, true));
        map.put(Mnemonic.PUSHF, FlagMeanings::pushf);
        map.put(Mnemonic.POPF, FlagMeanings::popf);
    }

    /**
     * @sdm Vol. 2A, CLI
     */
    static void cli(Cpu cpu, Instruction i) {
        requireIopl(cpu);
        cpu.state.flags.put(Rflags.IF, false);
    }

    /**
     * @sdm Vol. 2B, STI
     */
    static void sti(Cpu cpu, Instruction i) {
        requireIopl(cpu);
        if (!cpu.state.flags.is(Rflags.IF)) {
            cpu.state.flags.put(Rflags.IF, true);
            Boundary.shadowAfterSti(cpu);
        }
    }

    /** CPL must not exceed IOPL; in virtual-8086 mode, where CPL is 3, IOPL must be 3. */
    private static void requireIopl(Cpu cpu) {
        CpuState s = cpu.state;
        if (s.protectedMode() && s.cpl > s.flags.iopl()) {
            long virtual = s.virtual8086() ? Cr4.VME.mask() : Cr4.PVI.mask();
            if ((s.cr4 & virtual) != 0 && s.cpl == 3) {
                throw new NotModelled("virtual interrupts", "Virtual-8086 Mode Extensions");
            }
            throw Fault.gp(0);
        }
    }

    /**
     * @sdm Vol. 2A, CLAC
     */
    private static void alignmentCheck(Cpu cpu, boolean on) {
        cpu.require(Feature.SMAP);
        if (cpu.state.cpl != 0) {
            throw Fault.ud();
        }
        cpu.state.flags.put(Rflags.AC, on);
        cpu.modeChanged();
    }

    /**
     * In virtual-8086 mode PUSHF and POPF are sensitive to IOPL. @sdm Vol. 3B, Sensitive
     * Instructions
     */
    private static void requireVirtual8086Iopl(Cpu cpu) {
        if (cpu.state.virtual8086()) {
            requireIopl(cpu);
        }
    }

    /**
     * @sdm Vol. 2B, PUSHF/PUSHFD/PUSHFQ
     */
    static void pushf(Cpu cpu, Instruction i) {
        cpu.intercepts().pushf();
        requireVirtual8086Iopl(cpu);
        long shown = Rflags.RF.clear(Rflags.VM.clear(cpu.state.flags.get()));
        Stack.push(cpu, i.operandSize(), shown);
    }

    /**
     * @sdm Vol. 2B, POPF/POPFD/POPFQ
     */
    static void popf(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        cpu.intercepts().popf();
        requireVirtual8086Iopl(cpu);
        long flags = Stack.pop(cpu, i.operandSize());
        long kept = Rflags.VM.mask() | VIRTUAL_INTERRUPTS;
        if (s.protectedMode() && s.cpl != 0) {
            kept |= Rflags.IOPL | (s.cpl > s.flags.iopl() ? Rflags.IF.mask() : 0);
        }
        if (i.operandSize() == 2) {
            kept |= ~0xffffL;
        }
        set(cpu, s.flags.get() & kept | Rflags.RF.clear(flags) & ~kept);
    }

    private static void set(Cpu cpu, long flags) {
        CpuState s = cpu.state;
        boolean modeDepends = Rflags.AC.in(s.flags.get() ^ flags);
        s.flags.set(flags);
        if (modeDepends) {
            cpu.modeChanged();
        }
        if (s.flags.is(Rflags.IF) || s.flags.is(Rflags.TF)) {
            cpu.requestAttention();
        }
    }
}
