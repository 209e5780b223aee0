package dev.ringmaster.cpu.engine.bound;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * A memory operand's linear address in a flat mode, without a branch: absent registers read the
 * element that is always 0, segments other than FS and GS have the base of a segment that is always
 * 0, and RIP is part of the displacement.
 */
abstract class Address extends Operation {
    private static final Segment FLAT = new Segment();

    final long[] gpr;
    private final int base;
    private final int index;
    private final int shift;
    private final long displacement;
    private final long mask;
    private final Segment segment;

    Address(Cpu cpu, Instruction i, long nextRip) {
        gpr = cpu.state.gpr;
        boolean relative = i.base() == Instruction.RIP;
        base = relative || i.base() < 0 ? CpuState.ZERO : i.base();
        index = i.index() < 0 ? CpuState.ZERO : i.index();
        shift = Integer.numberOfTrailingZeros(i.scale());
        displacement = i.displacement() + (relative ? nextRip : 0);
        mask = i.addressSize() == 8 ? -1 : 0xffffffffL;
        segment = segmentOf(cpu, i);
    }

    /** The segment whose base counts: FS, GS, or one at 0. */
    static Segment segmentOf(Cpu cpu, Instruction i) {
        return i.segment() >= Segment.FS ? cpu.state.segments[i.segment()] : FLAT;
    }

    /** The effective address. */
    final long effective() {
        return gpr[base] + (gpr[index] << shift) + displacement & mask;
    }

    /** The linear address. */
    final long linear() {
        return effective() + segment.base;
    }
}
