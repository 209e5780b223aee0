package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.state.CpuState;

import java.util.Map;

/**
 * MOV to and from control registers, SMSW, LMSW, CLTS. Faults that concern privilege come before
 * the intercept, those that concern the value after it.
 *
 * @sdm Vol. 3C, Relative Priority of Faults and VM Exits
 * @apm Vol. 2, Instruction Intercepts
 */
final class ControlMeanings {
    private static final long LMSW_BITS = 0xf;

    private ControlMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.MOV_CR_READ, ControlMeanings::read);
        map.put(Mnemonic.MOV_CR_WRITE, ControlMeanings::write);
        map.put(Mnemonic.SMSW, ControlMeanings::smsw);
        map.put(Mnemonic.LMSW, ControlMeanings::lmsw);
        map.put(Mnemonic.CLTS, ControlMeanings::clts);
    }

    private static void requireRegister(int cr) {
        if (cr != 0 && (cr < 2 || cr > 4) && cr != 8) {
            throw Fault.ud();
        }
    }

    static void read(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        int cr = i.register(1);
        requireRegister(cr);
        cpu.requireRing0();
        cpu.intercepts().readControl(cr, i.register(0));
        long value =
                switch (cr) {
                    case 0 -> cpu.view().readCr0(s.cr0);
                    case 2 -> s.cr2;
                    case 3 -> s.cr3;
                    case 4 -> cpu.view().readCr4(s.cr4);
                    default -> cpu.view().readCr8(cpu.interrupts.taskPriorityClass());
                };
        s.reg(i.register(0), s.mode64() ? 8 : 4, value);
    }

    static void write(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        int cr = i.register(0);
        requireRegister(cr);
        cpu.requireRing0();
        long value = s.reg(i.register(1), s.mode64() ? 8 : 4);
        cpu.intercepts().writeControl(cr, value, i.register(1));
        switch (cr) {
            case 0 -> ControlRegisters.writeCr0(cpu, cpu.view().writtenCr0(value, s.cr0));
            case 2 -> s.cr2 = value;
            case 3 -> ControlRegisters.writeCr3(cpu, value);
            case 4 -> ControlRegisters.writeCr4(cpu, cpu.view().writtenCr4(value, s.cr4));
            default -> writeCr8(cpu, value);
        }
    }

    /**
     * @sdm Vol. 3A, Interaction of Task Priorities between CR8 and APIC
     */
    private static void writeCr8(Cpu cpu, long value) {
        if (value >>> 4 != 0) {
            throw Fault.gp(0);
        }
        if (!cpu.view().writeCr8((int) value)) {
            cpu.interrupts.setTaskPriorityClass((int) value);
        }
        cpu.requestAttention();
    }

    /**
     * @sdm Vol. 2B, SMSW
     */
    static void smsw(Cpu cpu, Instruction i) {
        TableMeanings.requireUmip(cpu);
        cpu.intercepts().smsw();
        long value = cpu.view().readCr0(cpu.state.cr0);
        Operand.write(cpu, i, 0, i.isMemory(0) ? 2 : i.operandSize(), value);
    }

    /** PE can be set but not cleared. @sdm Vol. 2A, LMSW */
    static void lmsw(Cpu cpu, Instruction i) {
        cpu.requireRing0();
        long linear = i.isMemory(0) ? Operand.linear(cpu, i, 2, Access.READ) : 0;
        int source = (int) Operand.read(cpu, i, 0, 2);
        cpu.intercepts().lmsw(source, i.isMemory(0), linear);
        long shown = cpu.view().readCr0(cpu.state.cr0);
        long bits = source & LMSW_BITS | shown & Cr0.PE.mask();
        long wanted = shown & ~LMSW_BITS | bits;
        ControlRegisters.writeCr0(cpu, cpu.view().writtenCr0(wanted, cpu.state.cr0));
    }

    /**
     * @sdm Vol. 2A, CLTS
     */
    static void clts(Cpu cpu, Instruction i) {
        cpu.requireRing0();
        cpu.intercepts().clts();
        long wanted = Cr0.TS.clear(cpu.view().readCr0(cpu.state.cr0));
        cpu.state.cr0 = cpu.view().writtenCr0(wanted, cpu.state.cr0);
        cpu.modeChanged();
    }
}
