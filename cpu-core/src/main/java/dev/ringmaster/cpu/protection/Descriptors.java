package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

import java.util.function.IntFunction;

/**
 * Finds descriptors and marks them. All accesses are supervisor accesses. @sdm Vol. 3A, Segment
 * Descriptor Tables
 */
final class Descriptors {
    private static final int LOCAL = 4;

    private Descriptors() {}

    static boolean isNull(int selector) {
        return (selector & 0xfffc) == 0;
    }

    static boolean isLocal(int selector) {
        return (selector & LOCAL) != 0;
    }

    /**
     * The error code that names a selector: without RPL, with EXT if an outer event is being
     * delivered.
     */
    static int errorCode(Cpu cpu, int selector) {
        return selector & 0xfffc | external(cpu);
    }

    /** The EXT bit of error codes. @sdm Vol. 3A, Error Code */
    static int external(Cpu cpu) {
        Event event = cpu.state.delivering;
        boolean program =
                event == null
                        || event.type() == Event.Type.SOFTWARE_INTERRUPT
                        || event.type() == Event.Type.SOFTWARE_EXCEPTION;
        return program ? 0 : 1;
    }

    /**
     * The descriptor of a code or data segment, or the low half of a system descriptor; null if
     * beyond the table.
     */
    static Descriptor find(Cpu cpu, int selector) {
        return find(cpu, selector, false);
    }

    /** As {@link #find(Cpu, int)}, with both halves if a system descriptor has two. */
    static Descriptor findSystem(Cpu cpu, int selector) {
        return find(cpu, selector, true);
    }

    private static Descriptor find(Cpu cpu, int selector, boolean whole) {
        CpuState s = cpu.state;
        boolean local = isLocal(selector);
        if (local && s.ldtr.unusable()) {
            return null;
        }
        long limit = local ? s.ldtr.limit : s.gdtr.limit;
        int index = selector & 0xfff8;
        if (index + 7 > limit) {
            return null;
        }
        long address = address(s, (local ? s.ldtr.base : s.gdtr.base) + index);
        long low = cpu.memory.systemRead(address, 8);
        boolean wide = whole && s.longMode() && (low >>> 44 & 1) == 0;
        if (wide && index + 15 > limit) {
            return null;
        }
        long high = wide ? cpu.memory.systemRead(address + 8, 8) : 0;
        return new Descriptor(selector, address, low, high);
    }

    private static long address(CpuState s, long linear) {
        return s.longMode() ? linear : linear & 0xffffffffL;
    }

    /** The descriptor, or the fault that {@code refuse} makes of the selector's error code. */
    static Descriptor require(Cpu cpu, int selector, IntFunction<Fault> refuse) {
        return orRefuse(cpu, find(cpu, selector), selector, refuse);
    }

    /** As {@link #require}, with both halves. */
    static Descriptor requireSystem(Cpu cpu, int selector, IntFunction<Fault> refuse) {
        Descriptor d = orRefuse(cpu, findSystem(cpu, selector), selector, refuse);
        if (d.system() && (d.high() >>> 40 & 0x1f) != 0) {
            throw refuse.apply(errorCode(cpu, selector));
        }
        return d;
    }

    private static Descriptor orRefuse(
            Cpu cpu, Descriptor d, int selector, IntFunction<Fault> refuse) {
        if (d == null) {
            throw refuse.apply(errorCode(cpu, selector));
        }
        return d;
    }

    /** Sets the accessed bit in the table. @sdm Vol. 3A, Code- and Data-Segment Descriptor Types */
    static void markAccessed(Cpu cpu, Descriptor d) {
        if (!d.accessed()) {
            cpu.memory.systemWrite(d.address() + 5, 1, d.low() >>> 40 & 0xff | Segment.ACCESSED);
        }
    }

    /** Writes the busy bit of a TSS descriptor. @sdm Vol. 3A, TSS Descriptor */
    static void markBusy(Cpu cpu, Descriptor d, boolean busy) {
        long type = d.low() >>> 40 & 0xff & ~Descriptor.BUSY;
        cpu.memory.systemWrite(d.address() + 5, 1, busy ? type | Descriptor.BUSY : type);
    }
}
