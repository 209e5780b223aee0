package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.Vendor;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.Map;

/**
 * System calls without gates: SYSCALL, SYSRET, SYSENTER, SYSEXIT. They load flat segments without
 * reading descriptors.
 *
 * @sdm Vol. 3A, Fast System Calls in 64-Bit Mode
 * @apm Vol. 2, Fast System Call and Return
 */
final class FastCallMeanings {
    private static final int CODE64 = 0xa09b;
    private static final int CODE32 = 0xc09b;
    private static final int DATA = 0xc093;
    private static final long FLAT = 0xffffffffL;
    private static final long SYSRET_FLAGS = 0x3c7fd7;
    private static final int RCX = 1;
    private static final int RDX = 2;
    private static final int R11 = 11;

    private FastCallMeanings() {}

    static void register(Map<Mnemonic, Meaning> map) {
        map.put(Mnemonic.SYSCALL, FastCallMeanings::syscall);
        map.put(Mnemonic.SYSRET, FastCallMeanings::sysret);
        map.put(Mnemonic.SYSENTER, FastCallMeanings::sysenter);
        map.put(Mnemonic.SYSEXIT, FastCallMeanings::sysexit);
    }

    private static void code(CpuState s, int selector, int cpl, boolean wide) {
        int rights = (wide ? CODE64 : CODE32) | cpl << 5;
        s.segments[Segment.CS].set(selector & 0xfffc | cpl, 0, FLAT, rights);
    }

    private static void stack(CpuState s, int selector, int cpl) {
        s.segments[Segment.SS].set(selector & 0xfffc | cpl, 0, FLAT, DATA | cpl << 5);
    }

    private static void finish(Cpu cpu, int cpl, long rip) {
        CpuState s = cpu.state;
        s.cpl = cpl;
        s.rip = rip;
        cpu.modeChanged();
        cpu.requestAttention();
    }

    /** SYSCALL and SYSRET trap if TF is 1 at their end, whatever it was before. */
    private static void stepAsFlagsSayNow(CpuState s) {
        s.stepArmed = s.flags.is(Rflags.TF);
    }

    /** Intel has the pair in 64-bit mode only, AMD everywhere in protected mode. */
    private static void requireSyscall(Cpu cpu) {
        CpuState s = cpu.state;
        boolean mode = s.mode64() || cpu.profile.vendor() == Vendor.AMD && !s.realOrVirtual8086();
        if (!Efer.SCE.in(s.efer) || !mode) {
            throw Fault.ud();
        }
    }

    /**
     * @sdm Vol. 2B, SYSCALL
     */
    static void syscall(Cpu cpu, Instruction i) {
        requireSyscall(cpu);
        CpuState s = cpu.state;
        long target = s.star & 0xffffffffL;
        if (s.longMode()) {
            target = s.mode64() ? s.lstar : s.cstar;
            s.gpr[R11] = Rflags.RF.clear(s.flags.get());
            s.gpr[RCX] = s.rip;
            s.flags.set(s.flags.get() & ~s.sfmask & ~Rflags.RF.mask());
        } else {
            s.gpr[RCX] = s.rip;
            long cleared = Rflags.IF.mask() | Rflags.RF.mask() | Rflags.VM.mask();
            s.flags.set(s.flags.get() & ~cleared);
        }
        int selector = (int) (s.star >>> 32) & 0xffff;
        code(s, selector, 0, s.longMode());
        stack(s, selector + 8, 0);
        stepAsFlagsSayNow(s);
        finish(cpu, 0, target);
    }

    /**
     * @sdm Vol. 2B, SYSRET
     */
    static void sysret(Cpu cpu, Instruction i) {
        requireSyscall(cpu);
        cpu.requireRing0();
        CpuState s = cpu.state;
        boolean wide = i.operandSize() == 8;
        boolean intel = cpu.profile.vendor() == Vendor.INTEL;
        if (wide && intel && !Bits.canonical(s.gpr[RCX])) {
            throw Fault.gp(0);
        }
        int selector = (int) (s.star >>> 48) & 0xffff;
        if (s.longMode()) {
            s.flags.set(s.gpr[R11] & SYSRET_FLAGS);
        } else {
            s.flags.put(Rflags.IF, true);
        }
        code(s, wide ? selector + 16 : selector, 3, wide);
        if (intel) {
            stack(s, selector + 8, 3);
        } else {
            // AMD loads the selector alone; base, limit and attributes stay.
            s.segments[Segment.SS].selector = selector + 8 & 0xfffc | 3;
        }
        stepAsFlagsSayNow(s);
        finish(cpu, 3, wide ? s.gpr[RCX] : s.gpr[RCX] & 0xffffffffL);
    }

    private static void requireSysenter(Cpu cpu) {
        cpu.require(Feature.SEP);
        if (cpu.profile.vendor() == Vendor.AMD && cpu.state.longMode()) {
            throw Fault.ud();
        }
        if (!cpu.state.protectedMode() || (cpu.state.sysenterCs & 0xfffc) == 0) {
            throw Fault.gp(0);
        }
    }

    /**
     * @sdm Vol. 2B, SYSENTER
     */
    static void sysenter(Cpu cpu, Instruction i) {
        requireSysenter(cpu);
        CpuState s = cpu.state;
        boolean wide = s.longMode();
        s.flags.put(Rflags.VM, false);
        s.flags.put(Rflags.IF, false);
        s.flags.put(Rflags.RF, false);
        int selector = (int) s.sysenterCs;
        code(s, selector, 0, wide);
        stack(s, selector + 8, 0);
        s.gpr[Stack.RSP] = wide ? s.sysenterEsp : s.sysenterEsp & 0xffffffffL;
        finish(cpu, 0, wide ? s.sysenterEip : s.sysenterEip & 0xffffffffL);
    }

    /**
     * @sdm Vol. 2B, SYSEXIT
     */
    static void sysexit(Cpu cpu, Instruction i) {
        requireSysenter(cpu);
        cpu.requireRing0();
        CpuState s = cpu.state;
        boolean wide = i.operandSize() == 8;
        if (wide && !(Bits.canonical(s.gpr[RCX]) && Bits.canonical(s.gpr[RDX]))) {
            throw Fault.gp(0);
        }
        int selector = (int) s.sysenterCs + (wide ? 32 : 16);
        code(s, selector, 3, wide);
        stack(s, selector + 8, 3);
        s.gpr[Stack.RSP] = wide ? s.gpr[RCX] : s.gpr[RCX] & 0xffffffffL;
        finish(cpu, 3, wide ? s.gpr[RDX] : s.gpr[RDX] & 0xffffffffL);
    }
}
