package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.Map;

/**
 * The bases of FS and GS in 64-bit mode. @sdm Vol. 3A, Segment Loading Instructions in IA-32e Mode
 */
final class BaseMeanings {
    private BaseMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.SWAPGS, BaseMeanings::swapgs);
        map.put(Mnemonic.RDFSBASE, (cpu, i) -> read(cpu, i, Segment.FS));
        map.put(Mnemonic.RDGSBASE, (cpu, i) -> read(cpu, i, Segment.GS));
        map.put(Mnemonic.WRFSBASE, (cpu, i) -> write(cpu, i, Segment.FS));
        map.put(Mnemonic.WRGSBASE, (cpu, i) -> write(cpu, i, Segment.GS));
    }

    /**
     * @sdm Vol. 2B, SWAPGS
     */
    static void swapgs(Cpu cpu, Instruction i) {
        if (!cpu.state.mode64()) {
            throw Fault.ud();
        }
        cpu.requireRing0();
        CpuState s = cpu.state;
        long base = s.segments[Segment.GS].base;
        s.segments[Segment.GS].base = s.kernelGsBase;
        s.kernelGsBase = base;
    }

    private static void require(Cpu cpu) {
        if (!cpu.state.mode64() || !Cr4.FSGSBASE.in(cpu.state.cr4)) {
            throw Fault.ud();
        }
    }

    /**
     * @sdm Vol. 2B, RDFSBASE/RDGSBASE
     */
    private static void read(Cpu cpu, Instruction i, int segment) {
        require(cpu);
        cpu.state.reg(i.register(0), i.operandSize(), cpu.state.segments[segment].base);
    }

    /**
     * @sdm Vol. 2C, WRFSBASE/WRGSBASE
     */
    private static void write(Cpu cpu, Instruction i, int segment) {
        require(cpu);
        long base = cpu.state.reg(i.register(0), i.operandSize());
        if (!Bits.canonical(base)) {
            throw Fault.gp(0);
        }
        cpu.state.segments[segment].base = base;
    }
}
