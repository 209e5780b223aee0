package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.guest.TableInstruction;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.DescriptorTable;
import dev.ringmaster.cpu.state.Segment;

import java.util.Map;

/**
 * The instructions that store and load GDTR, IDTR, LDTR and TR.
 *
 * @sdm Vol. 2A, LGDT/LIDT
 * @sdm Vol. 2B, SGDT
 */
final class TableMeanings {
    private TableMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.SGDT, (cpu, i) -> store(cpu, i, TableInstruction.SGDT, cpu.state.gdtr));
        map.put(Mnemonic.SIDT, (cpu, i) -> store(cpu, i, TableInstruction.SIDT, cpu.state.idtr));
        map.put(Mnemonic.LGDT, (cpu, i) -> load(cpu, i, TableInstruction.LGDT, cpu.state.gdtr));
        map.put(Mnemonic.LIDT, (cpu, i) -> load(cpu, i, TableInstruction.LIDT, cpu.state.idtr));
        map.put(Mnemonic.SLDT, (cpu, i) -> selector(cpu, i, TableInstruction.SLDT));
        map.put(Mnemonic.STR, (cpu, i) -> selector(cpu, i, TableInstruction.STR));
        map.put(Mnemonic.LLDT, TableMeanings::lldt);
        map.put(Mnemonic.LTR, TableMeanings::ltr);
    }

    /** User-mode instruction prevention. @sdm Vol. 3A, Control Registers */
    static void requireUmip(Cpu cpu) {
        if (cpu.state.cpl != 0 && Cr4.UMIP.in(cpu.state.cr4)) {
            throw Fault.gp(0);
        }
    }

    private static void store(
            Cpu cpu, Instruction i, TableInstruction instruction, DescriptorTable table) {
        requireUmip(cpu);
        cpu.intercepts().table(instruction);
        int size = cpu.state.mode64() ? 8 : 4;
        long linear = Operand.linear(cpu, i, 2 + size, Access.WRITE);
        cpu.memory.probeWrite(linear, 2 + size);
        cpu.memory.write16(linear, table.limit);
        cpu.memory.write(linear + 2, size, table.base);
    }

    private static void load(
            Cpu cpu, Instruction i, TableInstruction instruction, DescriptorTable table) {
        cpu.requireRing0();
        cpu.intercepts().table(instruction);
        int size = cpu.state.mode64() ? 8 : 4;
        long linear = Operand.linear(cpu, i, 2 + size, Access.READ);
        int limit = cpu.memory.read16(linear);
        long base = cpu.memory.read(linear + 2, size);
        if (size == 8 && !Bits.canonical(base)) {
            throw Fault.gp(0);
        }
        table.limit = limit;
        table.base = size == 4 && i.operandSize() == 2 ? base & 0xffffff : base;
    }

    private static void requireProtected(Cpu cpu) {
        if (cpu.state.realOrVirtual8086()) {
            throw Fault.ud();
        }
    }

    /**
     * @sdm Vol. 2B, SLDT
     */
    private static void selector(Cpu cpu, Instruction i, TableInstruction instruction) {
        requireProtected(cpu);
        requireUmip(cpu);
        cpu.intercepts().table(instruction);
        CpuState s = cpu.state;
        Segment register = instruction == TableInstruction.SLDT ? s.ldtr : s.tr;
        Operand.write(cpu, i, 0, i.isMemory(0) ? 2 : i.operandSize(), register.selector);
    }

    /**
     * @sdm Vol. 2A, LLDT
     */
    static void lldt(Cpu cpu, Instruction i) {
        requireProtected(cpu);
        cpu.requireRing0();
        cpu.intercepts().table(TableInstruction.LLDT);
        int selector = (int) Operand.read(cpu, i, 0, 2);
        if (Descriptors.isNull(selector)) {
            cpu.state.ldtr.set(selector, 0, 0, SegmentLoading.NULL);
            return;
        }
        Descriptor d = global(cpu, selector);
        int code = Descriptors.errorCode(cpu, selector);
        if (!d.system() || d.type() != Descriptor.LDT) {
            throw Fault.gp(code);
        }
        requireUsable(d, code);
        cpu.state.ldtr.set(selector, d.base(), d.limit(), d.access());
    }

    /**
     * @sdm Vol. 2A, LTR
     */
    static void ltr(Cpu cpu, Instruction i) {
        requireProtected(cpu);
        cpu.requireRing0();
        cpu.intercepts().table(TableInstruction.LTR);
        int selector = (int) Operand.read(cpu, i, 0, 2);
        CodeSegments.requireNotNull(cpu, selector);
        Descriptor d = global(cpu, selector);
        int code = Descriptors.errorCode(cpu, selector);
        boolean legacy = d.type() == Descriptor.TSS16 && !cpu.state.longMode();
        if (!d.system() || d.type() != Descriptor.TSS32 && !legacy) {
            throw Fault.gp(code);
        }
        requireUsable(d, code);
        Descriptors.markBusy(cpu, d, true);
        cpu.state.tr.set(selector, d.base(), d.limit(), d.access() | Descriptor.BUSY);
    }

    private static Descriptor global(Cpu cpu, int selector) {
        if (Descriptors.isLocal(selector)) {
            throw Fault.gp(Descriptors.errorCode(cpu, selector));
        }
        return Descriptors.requireSystem(cpu, selector, Fault::gp);
    }

    /**
     * Present, and at a canonical address. Of the address the pages of LLDT and LTR are silent;
     * processors refuse it, and VM entry takes it for granted that they do. @sdm Vol. 3C, Checks on
     * Guest Segment Registers
     */
    private static void requireUsable(Descriptor d, int code) {
        if (!d.present()) {
            throw Fault.np(code);
        }
        if (!Bits.canonical(d.base())) {
            throw Fault.gp(code);
        }
    }
}
