package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.state.CpuState;

import java.util.Map;

/**
 * INT n, INT1, INT3, INTO, and the opcodes that are invalid on purpose. @sdm Vol. 2A, INT
 * n/INTO/INT3/INT1
 */
final class InterruptMeanings {
    private InterruptMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.INT, InterruptMeanings::intN);
        map.put(Mnemonic.INT1, InterruptMeanings::int1);
        map.put(Mnemonic.INT3, InterruptMeanings::int3);
        map.put(Mnemonic.INTO, InterruptMeanings::into);
        map.put(Mnemonic.IRET, InterruptReturn::iret);
        map.put(Mnemonic.UD0, InterruptMeanings::undefined);
        map.put(Mnemonic.UD1, InterruptMeanings::undefined);
        map.put(Mnemonic.UD2, InterruptMeanings::undefined);
        map.put(Mnemonic.INVALID, InterruptMeanings::undefined);
    }

    static void intN(Cpu cpu, Instruction i) {
        int vector = (int) i.immediate() & 0xff;
        cpu.intercepts().softwareInterrupt(vector);
        requireVirtual8086Iopl(cpu);
        deliver(cpu, i, Event.Type.SOFTWARE_INTERRUPT, vector);
    }

    /** In virtual-8086 mode INT n is sensitive to IOPL; INT3, INTO and INT1 are not. */
    private static void requireVirtual8086Iopl(Cpu cpu) {
        CpuState s = cpu.state;
        if (!s.virtual8086()) {
            return;
        }
        if (Cr4.VME.in(s.cr4)) {
            throw new NotModelled("INT n with CR4.VME", "Virtual-8086 Mode Extensions");
        }
        if (s.flags.iopl() < 3) {
            throw Fault.gp(0);
        }
    }

    static void int1(Cpu cpu, Instruction i) {
        deliver(cpu, i, Event.Type.PRIVILEGED_SOFTWARE_EXCEPTION, Vector.DB.number());
    }

    static void int3(Cpu cpu, Instruction i) {
        deliver(cpu, i, Event.Type.SOFTWARE_EXCEPTION, Vector.BP.number());
    }

    static void into(Cpu cpu, Instruction i) {
        if (cpu.state.mode64()) {
            throw Fault.ud();
        }
        if (cpu.state.flags.of()) {
            deliver(cpu, i, Event.Type.SOFTWARE_EXCEPTION, Vector.OF.number());
        }
    }

    private static void deliver(Cpu cpu, Instruction i, Event.Type type, int vector) {
        EventDelivery.deliver(cpu, Event.software(type, vector, i.length()));
    }

    private static void undefined(Cpu cpu, Instruction i) {
        throw Fault.ud();
    }
}
