package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.function.IntFunction;

/**
 * Loads the segment registers other than CS. @sdm Vol. 3A, Privilege Level Checking When Accessing
 * Data Segments
 *
 * @sdm Vol. 2B, MOV
 */
public final class SegmentLoading {
    static final int DATA = 0x93;
    static final int NULL = Segment.UNUSABLE;
    private static final int VIRTUAL_8086 = 0xf3;
    private static final int LOW_RIGHTS = 0xff;

    private SegmentLoading() {}

    /**
     * Loads {@code selector} into ES, SS, DS, FS or GS as MOV does.
     *
     * @throws Fault #GP, #NP or #SS with the selector; nothing has changed then
     */
    public static void load(Cpu cpu, int segment, int selector) {
        if (cpu.state.realOrVirtual8086()) {
            loadReal(cpu.state, segment, selector);
        } else if (segment == Segment.SS) {
            loadStack(cpu, selector);
        } else {
            loadData(cpu, segment, selector, Fault::gp);
        }
        cpu.modeChanged();
    }

    /**
     * Real-address and virtual-8086 mode: base = selector * 16. @sdm Vol. 3A, Real-Address Mode
     * Operation
     */
    static void loadReal(CpuState s, int segment, int selector) {
        Segment register = s.segments[segment];
        if (s.virtual8086()) {
            register.set(selector, (long) selector << 4, 0xffff, VIRTUAL_8086);
        } else {
            int kept = register.access & ~LOW_RIGHTS & ~Segment.UNUSABLE;
            register.set(selector, (long) selector << 4, register.limit, kept | DATA);
        }
    }

    /** ES, DS, FS or GS; {@code refuse} makes #GP, or #TS in a task switch. */
    static void loadData(Cpu cpu, int segment, int selector, IntFunction<Fault> refuse) {
        Segment register = cpu.state.segments[segment];
        if (Descriptors.isNull(selector)) {
            register.set(selector, 0, 0, NULL);
            return;
        }
        Descriptor d = Descriptors.require(cpu, selector, refuse);
        int code = Descriptors.errorCode(cpu, selector);
        boolean privileged = d.conforming() || d.dpl() >= cpu.state.cpl && d.dpl() >= d.rpl();
        if (!d.readable() || !privileged) {
            throw refuse.apply(code);
        }
        if (!d.present()) {
            throw Fault.np(code);
        }
        install(cpu, register, d, selector);
    }

    private static void loadStack(Cpu cpu, int selector) {
        CpuState s = cpu.state;
        if (Descriptors.isNull(selector)) {
            if (!s.mode64() || s.cpl == 3 || (selector & 3) != s.cpl) {
                throw Fault.gp(0);
            }
            loadNullStack(s, selector);
            return;
        }
        install(cpu, s.segments[Segment.SS], stack(cpu, selector, s.cpl, Fault::gp), selector);
    }

    /** The null selector in SS, which 64-bit mode allows below ring 3. */
    static void loadNullStack(CpuState s, int selector) {
        s.segments[Segment.SS].set(selector, 0, 0, NULL | (selector & 3) << 5);
    }

    /** Checks a stack segment for ring {@code cpl}; {@code refuse} makes #GP or #TS. */
    static Descriptor stack(Cpu cpu, int selector, int cpl, IntFunction<Fault> refuse) {
        Descriptor d = Descriptors.require(cpu, selector, refuse);
        int code = Descriptors.errorCode(cpu, selector);
        if (d.rpl() != cpl || d.dpl() != cpl || !d.writableData()) {
            throw refuse.apply(code);
        }
        if (!d.present()) {
            throw Fault.ss(code);
        }
        return d;
    }

    /** Marks the descriptor accessed and fills the register from it. */
    static void install(Cpu cpu, Segment register, Descriptor d, int selector) {
        Descriptors.markAccessed(cpu, d);
        register.set(selector, d.base(), d.limit(), d.access() | Segment.ACCESSED);
    }

    /** On the way to an outer ring, segments that it may not use become null. @sdm Vol. 2B, RET */
    static void dropPrivileged(CpuState s) {
        for (int i = 0; i < s.segments.length; i++) {
            Segment register = s.segments[i];
            boolean data = i != Segment.CS && i != Segment.SS;
            if (data && !register.unusable() && register.dpl() < s.cpl && !conforming(register)) {
                register.selector = 0;
                register.access = NULL;
            }
        }
    }

    private static boolean conforming(Segment register) {
        return register.isCode() && (register.access & Segment.EXPAND_DOWN_OR_CONFORMING) != 0;
    }
}
