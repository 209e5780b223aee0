package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * From segment and offset to linear address, with the checks of limit and type.
 *
 * @sdm Vol. 3A, Limit Checking
 * @sdm Vol. 3A, Type Checking
 * @sdm Vol. 3A, Segmentation in IA-32e Mode
 */
public final class Segmentation {
    private Segmentation() {}

    /**
     * Checks an access and returns its linear address.
     *
     * @param segment ES, CS, SS, DS, FS or GS as in {@link Segment}
     * @param offset the effective address, zero-extended from the address size
     * @param size the number of bytes
     * @throws Fault #GP(0), or #SS(0) for SS, if limit, type or canonical form forbid the access
     */
    public static long linear(Cpu cpu, int segment, long offset, int size, Access access) {
        CpuState s = cpu.state;
        Segment register = s.segments[segment];
        if (s.mode64()) {
            long linear = segment >= Segment.FS ? register.base + offset : offset;
            if (!Bits.canonical(linear) || !Bits.canonical(linear + size - 1)) {
                throw fault(segment);
            }
            return linear;
        }
        if (!permits(s, register, access) || !register.flat() && !within(register, offset, size)) {
            throw fault(segment);
        }
        return register.base + offset & 0xffffffffL;
    }

    /** Whether the segment's type allows the access; without protection every type allows all. */
    private static boolean permits(CpuState s, Segment register, Access access) {
        int type = register.access & (Segment.CODE | Segment.WRITABLE_OR_READABLE);
        boolean allowed =
                switch (access) {
                    case READ -> type != Segment.CODE;
                    case WRITE -> type == Segment.WRITABLE_OR_READABLE;
                    case EXECUTE -> true;
                };
        return (allowed || !s.protectedMode()) && !register.unusable();
    }

    /** Whether all {@code size} bytes from {@code offset} on lie within the limit. */
    static boolean within(Segment register, long offset, int size) {
        long last = offset + size - 1;
        int kind = register.access & (Segment.CODE | Segment.EXPAND_DOWN_OR_CONFORMING);
        if (kind != Segment.EXPAND_DOWN_OR_CONFORMING) {
            return last <= register.limit;
        }
        return offset > register.limit && last <= (register.big() ? 0xffffffffL : 0xffff);
    }

    private static Fault fault(int segment) {
        return segment == Segment.SS ? Fault.ss(0) : Fault.gp(0);
    }
}
