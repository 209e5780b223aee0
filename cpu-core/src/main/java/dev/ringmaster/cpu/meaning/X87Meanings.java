package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.Map;

/**
 * The x87 unit: control, environment, state, and the way into its arithmetic.
 *
 * @sdm Vol. 1, x87 FPU Control Instructions
 */
final class X87Meanings {
    /** The exception masks of the control word. */
    private static final int MASKS = 0x3f;

    private X87Meanings() {}

    static void register(Map<Mnemonic, Meaning> m) {
        m.put(Mnemonic.WAIT, X87Meanings::fwait);
        m.put(Mnemonic.FNINIT, notWaiting((cpu, i) -> X87State.initialize(cpu.state)));
        m.put(Mnemonic.FNCLEX, notWaiting((cpu, i) -> cpu.state.x87Status &= 0x7f00));
        m.put(Mnemonic.FNSTCW, notWaiting(X87Meanings::fnstcw));
        m.put(Mnemonic.FNSTSW, notWaiting(X87Meanings::fnstsw));
        m.put(Mnemonic.FNSTENV, notWaiting(X87Meanings::fnstenv));
        m.put(Mnemonic.FNSAVE, notWaiting(X87Meanings::fnsave));
        m.put(Mnemonic.FLDCW, waiting(X87Meanings::fldcw));
        m.put(Mnemonic.FLDENV, waiting(X87Meanings::fldenv));
        m.put(Mnemonic.FRSTOR, waiting(X87Meanings::frstor));
        m.put(Mnemonic.X87, waiting(X87Meanings::arithmetic));
        m.put(Mnemonic.EMMS, X87Meanings::emms);
    }

    /** #NM with emulation or after a task switch. */
    static void requireX87(Cpu cpu) {
        if (Cr0.EM.in(cpu.state.cr0) || Cr0.TS.in(cpu.state.cr0)) {
            throw Fault.nm();
        }
    }

    private static Meaning notWaiting(Meaning body) {
        return (cpu, i) -> {
            requireX87(cpu);
            body.execute(cpu, i);
        };
    }

    private static Meaning waiting(Meaning body) {
        return (cpu, i) -> {
            requireX87(cpu);
            X87State.raisePending(cpu.state);
            body.execute(cpu, i);
        };
    }

    /** Takes pending exceptions; #NM needs MP as well as TS. @sdm Vol. 2D, WAIT/FWAIT */
    static void fwait(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        if (Cr0.MP.in(s.cr0) && Cr0.TS.in(s.cr0)) {
            throw Fault.nm();
        }
        X87State.raisePending(s);
    }

    /** Stores the control word. @sdm Vol. 2A, FSTCW/FNSTCW */
    static void fnstcw(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, cpu.state.x87Control);
    }

    /** Stores the status word. @sdm Vol. 2A, FSTSW/FNSTSW */
    static void fnstsw(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, 0, cpu.state.x87Status);
    }

    /** Loads the control word; bit 6 is always 1, undefined bits are 0. @sdm Vol. 2A, FLDCW */
    static void fldcw(Cpu cpu, Instruction i) {
        control(cpu.state, (int) Operands.read(cpu, i, 0));
        X87State.summarize(cpu.state);
    }

    static void control(CpuState s, int value) {
        s.x87Control = value & 0x1f3f | 0x40;
    }

    /** Stores the environment and masks all exceptions. @sdm Vol. 2A, FSTENV/FNSTENV */
    static void fnstenv(Cpu cpu, Instruction i) {
        long linear = Operands.linear(cpu, i, i.size(0), Access.WRITE);
        cpu.memory.probeWrite(linear, i.size(0));
        X87Environment.store(cpu, linear, i.operandSize() == 2 ? 2 : 4);
        cpu.state.x87Control |= MASKS;
        X87State.summarize(cpu.state);
    }

    /** Loads the environment. @sdm Vol. 2A, FLDENV */
    static void fldenv(Cpu cpu, Instruction i) {
        long linear = Operands.linear(cpu, i, i.size(0), Access.READ);
        touch(cpu, linear, i.size(0));
        X87Environment.load(cpu, linear, i.operandSize() == 2 ? 2 : 4);
    }

    /** Stores environment and registers, and initializes. @sdm Vol. 2A, FSAVE/FNSAVE */
    static void fnsave(Cpu cpu, Instruction i) {
        int field = i.operandSize() == 2 ? 2 : 4;
        long linear = Operands.linear(cpu, i, i.size(0), Access.WRITE);
        cpu.memory.probeWrite(linear, i.size(0));
        X87Environment.store(cpu, linear, field);
        for (int n = 0; n < 8; n++) {
            int r = X87State.physical(cpu.state, n);
            long at = linear + 7L * field + 10L * n;
            cpu.memory.write64(at, cpu.state.mmx[r]);
            cpu.memory.write16(at + 8, cpu.state.x87Exponent[r]);
        }
        X87State.initialize(cpu.state);
    }

    /** Loads environment and registers. @sdm Vol. 2A, FRSTOR */
    static void frstor(Cpu cpu, Instruction i) {
        int field = i.operandSize() == 2 ? 2 : 4;
        long linear = Operands.linear(cpu, i, i.size(0), Access.READ);
        touch(cpu, linear, i.size(0));
        X87Environment.load(cpu, linear, field);
        for (int n = 0; n < 8; n++) {
            int r = X87State.physical(cpu.state, n);
            long at = linear + 7L * field + 10L * n;
            cpu.state.mmx[r] = cpu.memory.read64(at);
            cpu.state.x87Exponent[r] = cpu.memory.read16(at + 8);
        }
    }

    /** Takes the page faults of a long read before anything changes. */
    static void touch(Cpu cpu, long linear, int size) {
        cpu.memory.read8(linear);
        cpu.memory.read8(linear + size - 1);
    }

    /**
     * Everything that is not control: computes, then commits the exceptions and what the
     * instruction leaves behind it.
     *
     * @sdm Vol. 1, x87 FPU Instruction and Data (Operand) Pointers
     */
    private static void arithmetic(Cpu cpu, Instruction i) {
        CpuState s = cpu.state;
        X87Unit unit = new X87Unit(s.x87Control);
        if (i.modrm() < 0xc0) {
            long linear = Operands.address(cpu, i);
            X87Memory.execute(cpu, i, unit);
            s.x87DataOffset = linear;
            s.x87DataSelector = s.segments[i.segment()].selector;
        } else {
            X87Registers.execute(cpu, i, unit);
        }
        s.x87Status = unit.status(s.x87Status);
        X87State.summarize(s);
        s.x87Opcode = (i.opcode() & 7) << 8 | i.modrm();
        s.x87InstructionOffset = s.rip - i.length();
        s.x87InstructionSelector = s.segments[Segment.CS].selector;
    }

    /** Empties the register stack. @sdm Vol. 2A, EMMS */
    static void emms(Cpu cpu, Instruction i) {
        cpu.require(Feature.MMX);
        Simd.requireMmx(cpu);
        cpu.state.x87Tag = 0;
    }
}
