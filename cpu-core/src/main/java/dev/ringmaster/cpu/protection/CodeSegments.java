package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * Checks and loads CS. @sdm Vol. 3A, Privilege Level Checking When Transferring Program Control
 * Between Code Segments
 */
final class CodeSegments {
    private static final int REAL_CODE = 0x93;
    private static final int VIRTUAL_8086 = 0xf3;

    private CodeSegments() {}

    /** The descriptor that a return names, checked for ring RPL. @sdm Vol. 2B, RET */
    static Descriptor forReturn(Cpu cpu, int selector) {
        requireNotNull(cpu, selector);
        Descriptor d = Descriptors.require(cpu, selector, Fault::gp);
        boolean privileged = d.conforming() ? d.dpl() <= d.rpl() : d.dpl() == d.rpl();
        if (!d.code() || d.rpl() < cpu.state.cpl || !privileged) {
            throw Fault.gp(Descriptors.errorCode(cpu, selector));
        }
        return requireUsable(cpu, d);
    }

    static void requireNotNull(Cpu cpu, int selector) {
        if (Descriptors.isNull(selector)) {
            throw Fault.gp(Descriptors.external(cpu));
        }
    }

    /** Present, and not both L and D in IA-32e mode. */
    static Descriptor requireUsable(Cpu cpu, Descriptor d) {
        int code = Descriptors.errorCode(cpu, d.selector());
        if (cpu.state.longMode() && d.longCode() && d.big()) {
            throw Fault.gp(code);
        }
        if (!d.present()) {
            throw Fault.np(code);
        }
        return d;
    }

    /** Whether code in {@code d} runs in 64-bit mode. */
    static boolean is64(Cpu cpu, Descriptor d) {
        return cpu.state.longMode() && d.longCode();
    }

    /**
     * Raises #GP(0) unless {@code rip} is canonical or within the limit, as the mode of {@code d}
     * wants.
     */
    static void requireTarget(Cpu cpu, Descriptor d, long rip) {
        boolean valid =
                is64(cpu, d) ? Bits.canonical(rip) : Long.compareUnsigned(rip, d.limit()) <= 0;
        if (!valid) {
            throw Fault.gp(Descriptors.external(cpu));
        }
    }

    /**
     * Loads CS for ring {@code cpl} and continues at {@code rip}. The accessed bit has been
     * written.
     */
    static void install(Cpu cpu, Descriptor d, int cpl, long rip) {
        CpuState s = cpu.state;
        int selector = d.selector() & ~3 | cpl;
        s.segments[Segment.CS].set(selector, d.base(), d.limit(), d.access() | Segment.ACCESSED);
        s.cpl = cpl;
        s.rip = rip;
        cpu.modeChanged();
    }

    /** Loads CS in real-address or virtual-8086 mode. */
    static void installReal(Cpu cpu, int selector, long rip) {
        CpuState s = cpu.state;
        Segment cs = s.segments[Segment.CS];
        long base = (long) selector << 4;
        if (s.virtual8086()) {
            cs.set(selector, base, 0xffff, VIRTUAL_8086);
        } else {
            int kept = cs.access & ~0xff & ~Segment.UNUSABLE;
            cs.set(selector, base, cs.limit, kept | REAL_CODE);
        }
        s.rip = rip;
        cpu.modeChanged();
    }

    /**
     * Raises #GP(0) if {@code rip} is beyond what CS will allow in real-address or virtual-8086
     * mode.
     */
    static void requireRealTarget(Cpu cpu, long rip) {
        long limit = cpu.state.virtual8086() ? 0xffff : cpu.state.segments[Segment.CS].limit;
        if (Long.compareUnsigned(rip, limit) > 0) {
            throw Fault.gp(Descriptors.external(cpu));
        }
    }
}
