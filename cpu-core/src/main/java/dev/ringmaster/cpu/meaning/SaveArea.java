package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.protection.Operands;
import dev.ringmaster.cpu.state.CpuState;

import java.util.Map;

/**
 * FXSAVE, XSAVE, their counterparts, and MXCSR. The states of XSAVE are x87 and SSE; XSAVE saves
 * what is asked for, also if it is in its initial configuration, as processors may.
 *
 * @sdm Vol. 1, Managing State Using the XSAVE Feature Set
 * @sdm Vol. 2A, FXSAVE
 */
final class SaveArea {
    /** The bits of MXCSR that exist. */
    static final int MXCSR_MASK = 0xffff;

    private static final int X87 = 1;
    private static final int SSE = 2;
    private static final int AVX = 4;
    private static final int HEADER = 512;
    private static final int XSAVE_SIZE = 576;

    private SaveArea() {}

    static void register(Map<Mnemonic, Meaning> m) {
        m.put(Mnemonic.LDMXCSR, SaveArea::ldmxcsr);
        m.put(Mnemonic.STMXCSR, SaveArea::stmxcsr);
        m.put(Mnemonic.FXSAVE, SaveArea::fxsave);
        m.put(Mnemonic.FXRSTOR, SaveArea::fxrstor);
        m.put(Mnemonic.XSAVE, SaveArea::xsave);
        m.put(Mnemonic.XRSTOR, SaveArea::xrstor);
    }

    /** Loads MXCSR; #GP(0) for bits that do not exist. @sdm Vol. 2A, LDMXCSR */
    static void ldmxcsr(Cpu cpu, Instruction i) {
        cpu.require(Feature.SSE);
        Simd.requireSse(cpu);
        cpu.state.mxcsr = checkedMxcsr((int) Operands.read(cpu, i, 0));
    }

    private static int checkedMxcsr(int value) {
        if ((value & ~MXCSR_MASK) != 0) {
            throw Fault.gp(0);
        }
        return value;
    }

    /** Stores MXCSR. @sdm Vol. 2B, STMXCSR */
    static void stmxcsr(Cpu cpu, Instruction i) {
        cpu.require(Feature.SSE);
        Simd.requireSse(cpu);
        Operands.write(cpu, i, 0, cpu.state.mxcsr);
    }

    /**
     * Saves x87, MMX and SSE state, also the latter without CR4.OSFXSR, as processors may. @sdm
     * Vol. 2A, FXSAVE
     */
    static void fxsave(Cpu cpu, Instruction i) {
        long linear = fxArea(cpu, i, Access.WRITE);
        cpu.memory.probeWrite(linear, 512);
        saveX87(cpu, i, linear);
        saveMxcsr(cpu, linear);
        saveSse(cpu, linear);
    }

    /** Restores it. @sdm Vol. 2A, FXRSTOR */
    static void fxrstor(Cpu cpu, Instruction i) {
        long linear = fxArea(cpu, i, Access.READ);
        X87Meanings.touch(cpu, linear, 512);
        cpu.state.mxcsr = checkedMxcsr(cpu.memory.read32(linear + 24));
        restoreX87(cpu, i, linear);
        restoreSse(cpu, linear);
    }

    private static long fxArea(Cpu cpu, Instruction i, Access access) {
        cpu.require(Feature.FXSR);
        X87Meanings.requireX87(cpu); // pending exceptions wait for a waiting instruction
        long linear = Operands.linear(cpu, i, 512, access);
        if ((linear & 15) != 0) {
            throw Fault.gp(0);
        }
        return linear;
    }

    /** Saves the states that EDX:EAX and XCR0 name. @sdm Vol. 2D, XSAVE */
    static void xsave(Cpu cpu, Instruction i) {
        long linear = xArea(cpu, i, Access.WRITE);
        long states = requested(cpu.state);
        cpu.memory.probeWrite(linear, XSAVE_SIZE);
        if ((states & X87) != 0) {
            saveX87(cpu, i, linear);
        }
        if ((states & (SSE | AVX)) != 0) {
            saveMxcsr(cpu, linear);
        }
        if ((states & SSE) != 0) {
            saveSse(cpu, linear);
        }
        long present = cpu.memory.read64(linear + HEADER);
        cpu.memory.write64(linear + HEADER, present | states);
    }

    /**
     * Restores the states that EDX:EAX and XCR0 name; what was not saved becomes initial. @sdm Vol.
     * 2D, XRSTOR
     */
    static void xrstor(Cpu cpu, Instruction i) {
        long linear = xArea(cpu, i, Access.READ);
        CpuState s = cpu.state;
        X87Meanings.touch(cpu, linear, XSAVE_SIZE);
        long present = cpu.memory.read64(linear + HEADER);
        long compacted = cpu.memory.read64(linear + HEADER + 8);
        long reserved = cpu.memory.read64(linear + HEADER + 16);
        if (compacted != 0 || reserved != 0 || (present & ~s.xcr0) != 0) {
            throw Fault.gp(0); // the compacted form is another feature
        }
        long states = requested(s);
        if ((states & (SSE | AVX)) != 0) {
            s.mxcsr = checkedMxcsr(cpu.memory.read32(linear + 24));
        }
        if ((states & X87) != 0) {
            restoreOrInitializeX87(cpu, i, linear, (present & X87) != 0);
        }
        if ((states & SSE) != 0) {
            restoreOrInitializeSse(cpu, linear, (present & SSE) != 0);
        }
    }

    private static long requested(CpuState s) {
        return (s.gpr[2] << 32 | s.reg(0, 4)) & s.xcr0;
    }

    private static long xArea(Cpu cpu, Instruction i, Access access) {
        cpu.require(Feature.XSAVE);
        if (!Cr4.OSXSAVE.in(cpu.state.cr4)) {
            throw Fault.ud();
        }
        if (Cr0.TS.in(cpu.state.cr0)) {
            throw Fault.nm();
        }
        long linear = Operands.linear(cpu, i, XSAVE_SIZE, access);
        if ((linear & 63) != 0) {
            throw Fault.gp(0);
        }
        return linear;
    }

    private static void saveX87(Cpu cpu, Instruction i, long linear) {
        CpuState s = cpu.state;
        cpu.memory.write16(linear, s.x87Control);
        cpu.memory.write16(linear + 2, s.x87Status);
        cpu.memory.write16(linear + 4, s.x87Tag);
        cpu.memory.write16(linear + 6, s.x87Opcode);
        pointer(cpu, i, linear + 8, s.x87InstructionOffset, s.x87InstructionSelector);
        pointer(cpu, i, linear + 16, s.x87DataOffset, s.x87DataSelector);
        for (int n = 0; n < 8; n++) {
            int r = X87State.physical(s, n);
            cpu.memory.write64(linear + 32 + 16L * n, s.mmx[r]);
            cpu.memory.write64(linear + 40 + 16L * n, s.x87Exponent[r]);
        }
    }

    private static void pointer(Cpu cpu, Instruction i, long at, long offset, int selector) {
        boolean wide = (i.rex() & 8) != 0;
        cpu.memory.write64(at, wide ? offset : offset & 0xffffffffL | (long) selector << 32);
    }

    private static void restoreX87(Cpu cpu, Instruction i, long linear) {
        CpuState s = cpu.state;
        boolean wide = (i.rex() & 8) != 0;
        X87Meanings.control(s, cpu.memory.read16(linear));
        s.x87Status = cpu.memory.read16(linear + 2);
        s.x87Tag = cpu.memory.read8(linear + 4);
        s.x87Opcode = cpu.memory.read16(linear + 6) & 0x7ff;
        long code = cpu.memory.read64(linear + 8);
        long data = cpu.memory.read64(linear + 16);
        s.x87InstructionOffset = wide ? code : code & 0xffffffffL;
        s.x87InstructionSelector = wide ? 0 : (int) (code >> 32) & 0xffff;
        s.x87DataOffset = wide ? data : data & 0xffffffffL;
        s.x87DataSelector = wide ? 0 : (int) (data >> 32) & 0xffff;
        X87State.summarize(s);
        for (int n = 0; n < 8; n++) {
            int r = X87State.physical(s, n);
            s.mmx[r] = cpu.memory.read64(linear + 32 + 16L * n);
            s.x87Exponent[r] = cpu.memory.read16(linear + 40 + 16L * n);
        }
    }

    private static void restoreOrInitializeX87(
            Cpu cpu, Instruction i, long linear, boolean present) {
        if (present) {
            restoreX87(cpu, i, linear);
            return;
        }
        X87State.initialize(cpu.state);
        for (int n = 0; n < 8; n++) {
            cpu.state.mmx[n] = 0;
            cpu.state.x87Exponent[n] = 0;
        }
    }

    private static void saveMxcsr(Cpu cpu, long linear) {
        cpu.memory.write32(linear + 24, cpu.state.mxcsr);
        cpu.memory.write32(linear + 28, MXCSR_MASK);
    }

    /** Eight SSE registers, or sixteen in 64-bit mode. */
    private static int halves(CpuState s) {
        return s.mode64() ? 32 : 16;
    }

    private static void saveSse(Cpu cpu, long linear) {
        for (int n = 0; n < halves(cpu.state); n++) {
            cpu.memory.write64(linear + 160 + 8L * n, cpu.state.xmm[n]);
        }
    }

    private static void restoreSse(Cpu cpu, long linear) {
        for (int n = 0; n < halves(cpu.state); n++) {
            cpu.state.xmm[n] = cpu.memory.read64(linear + 160 + 8L * n);
        }
    }

    private static void restoreOrInitializeSse(Cpu cpu, long linear, boolean present) {
        if (present) {
            restoreSse(cpu, linear);
            return;
        }
        for (int n = 0; n < halves(cpu.state); n++) {
            cpu.state.xmm[n] = 0;
        }
    }
}
