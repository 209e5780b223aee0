package dev.ringmaster.guest.load;

import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/** The register states that boot protocols enter an image with. */
final class EntryState {
    private static final int CODE32 = 0xc09b;
    private static final int DATA32 = 0xc093;
    private static final int CODE16 = 0x9b;
    private static final int DATA16 = 0x93;

    private EntryState() {}

    /** 32-bit protected mode without paging, flat segments, interrupts off. */
    static CpuState flat32(long eip, int codeSelector, int dataSelector) {
        CpuState s = common();
        s.cr0 = 0x11;
        for (Segment segment : s.segments) {
            segment.set(dataSelector, 0, 0xffffffffL, DATA32);
        }
        s.segments[Segment.CS].set(codeSelector, 0, 0xffffffffL, CODE32);
        s.rip = eip;
        return s;
    }

    /** Real mode at {@code linear}, which must lie below 1 MiB, with all segments at the code's. */
    static CpuState real(long linear) {
        CpuState s = common();
        s.cr0 = 0x10;
        long segmentBase = linear < 0x10000 ? 0 : linear & ~0xfL;
        for (Segment segment : s.segments) {
            segment.set((int) (segmentBase >> 4), segmentBase, 0xffff, DATA16);
        }
        s.segments[Segment.CS].access = CODE16;
        s.rip = linear - segmentBase;
        s.gpr[4] = linear < 0x10000 ? linear : 0xfffe;
        return s;
    }

    private static CpuState common() {
        CpuState s = new CpuState();
        s.ldtr.set(0, 0, 0xffff, 0x82);
        s.tr.set(0, 0, 0xffff, 0x8b);
        s.gdtr.limit = 0xffff;
        s.idtr.limit = 0x3ff;
        s.flags.set(2);
        s.dr[6] = 0xffff0ff0L;
        s.dr[7] = 0x400;
        return s;
    }
}
