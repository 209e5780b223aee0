package dev.ringmaster.cpu;

import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.function.LongConsumer;

/**
 * Registers the model-specific registers of the base processor. @sdm Vol. 4, Model-Specific
 * Registers (MSRs)
 */
final class CoreMsrs {
    private CoreMsrs() {}

    static void register(Cpu cpu) {
        cpu.profile.constants().forEach(cpu.msrs()::registerConstant);
        registerCalls(cpu);
        registerLongMode(cpu);
        CpuState s = cpu.state;
        Msrs msrs = cpu.msrs();
        if (cpu.profile.has(Feature.TSC)) {
            msrs.register(Msr.TSC, cpu::tsc, cpu::setTsc);
        }
        if (cpu.profile.has(Feature.PAT)) {
            msrs.register(Msr.PAT, () -> s.pat, v -> s.pat = requirePat(v));
        }
        if (cpu.profile.has(Feature.RDTSCP) || cpu.profile.has(Feature.RDPID)) {
            msrs.register(Msr.TSC_AUX, () -> s.tscAux, v -> s.tscAux = requireMask(v, 0xffffffffL));
        }
        MachineMsrs.register(cpu);
    }

    private static void registerCalls(Cpu cpu) {
        CpuState s = cpu.state;
        Msrs msrs = cpu.msrs();
        if (cpu.profile.has(Feature.SEP)) {
            msrs.register(Msr.SYSENTER_CS, () -> s.sysenterCs, v -> s.sysenterCs = v & 0xffffffffL);
            msrs.register(Msr.SYSENTER_ESP, () -> s.sysenterEsp, canonical(v -> s.sysenterEsp = v));
            msrs.register(Msr.SYSENTER_EIP, () -> s.sysenterEip, canonical(v -> s.sysenterEip = v));
        }
        if (cpu.profile.has(Feature.SYSCALL) || cpu.profile.has(Feature.NX)) {
            msrs.register(Msr.EFER, () -> s.efer, v -> writeEfer(cpu, v));
        }
        if (cpu.profile.has(Feature.SYSCALL)) {
            msrs.register(Msr.STAR, () -> s.star, v -> s.star = v);
        }
    }

    private static void registerLongMode(Cpu cpu) {
        CpuState s = cpu.state;
        Msrs msrs = cpu.msrs();
        if (!cpu.profile.has(Feature.LM)) {
            return;
        }
        msrs.register(Msr.LSTAR, () -> s.lstar, canonical(v -> s.lstar = v));
        msrs.register(Msr.CSTAR, () -> s.cstar, canonical(v -> s.cstar = v));
        msrs.register(Msr.SFMASK, () -> s.sfmask, v -> s.sfmask = v & 0xffffffffL);
        registerBase(msrs, Msr.FS_BASE, s.segments[Segment.FS]);
        registerBase(msrs, Msr.GS_BASE, s.segments[Segment.GS]);
        msrs.register(Msr.KERNEL_GS_BASE, () -> s.kernelGsBase, canonical(v -> s.kernelGsBase = v));
    }

    /**
     * LME is fixed while paging is on; LMA follows, it is not written. @sdm Vol. 3A, Extended
     * Feature Enable Register
     */
    private static void writeEfer(Cpu cpu, long value) {
        CpuState s = cpu.state;
        boolean switches = Efer.LME.in(value ^ s.efer) && s.paging();
        if ((value & ~definedEfer(cpu)) != 0 || switches) {
            throw Fault.gp(0);
        }
        long old = s.efer;
        s.efer = Efer.LMA.with(value, Efer.LMA.in(old));
        if (Efer.NXE.in(old ^ value)) {
            cpu.memory.flush();
        }
        cpu.modeChanged();
    }

    private static long definedEfer(Cpu cpu) {
        long defined = cpu.profile.has(Feature.SYSCALL) ? Efer.SCE.mask() : 0;
        defined |= cpu.profile.has(Feature.LM) ? Efer.LME.mask() | Efer.LMA.mask() : 0;
        boolean nx = cpu.profile.has(Feature.NX) && !MachineMsrs.hidesNx(cpu);
        defined |= nx ? Efer.NXE.mask() : 0;
        for (CpuExtension extension : cpu.extensions()) {
            defined |= extension.efer();
        }
        return defined;
    }

    private static void registerBase(Msrs msrs, int index, Segment segment) {
        msrs.register(index, () -> segment.base, canonical(v -> segment.base = v));
    }

    private static LongConsumer canonical(LongConsumer write) {
        return value -> {
            if (!Bits.canonical(value)) {
                throw Fault.gp(0);
            }
            write.accept(value);
        };
    }

    private static long requireMask(long value, long allowed) {
        if ((value & ~allowed) != 0) {
            throw Fault.gp(0);
        }
        return value;
    }

    /** Eight bytes, each a memory type 0, 1, 4, 5, 6 or 7. @sdm Vol. 3A, IA32_PAT MSR */
    private static long requirePat(long value) {
        for (int shift = 0; shift < 64; shift += 8) {
            long type = value >>> shift & 0xff;
            if (type > 7 || type == 2 || type == 3) {
                throw Fault.gp(0);
            }
        }
        return value;
    }
}
