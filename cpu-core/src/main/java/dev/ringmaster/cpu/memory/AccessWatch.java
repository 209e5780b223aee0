package dev.ringmaster.cpu.memory;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.state.CpuState;

/**
 * What must look at every data access while it is switched on: alignment checks and data
 * breakpoints. Both are rare, so the fast path does not know them: while one is on, nothing is
 * cached.
 */
final class AccessWatch {
    private static final int[] LENGTHS = {1, 2, 8, 4};
    private static final int ANY_ENABLED = 0xff;
    private static final int WRITES = 1;
    private static final int READS_AND_WRITES = 3;

    private final CpuState state;
    private boolean breakpoints;
    private boolean alignment;

    AccessWatch(CpuState state) {
        this.state = state;
    }

    /** Looks at the registers anew; whether every access must be checked from now on. */
    boolean update() {
        breakpoints = (state.dr[7] & ANY_ENABLED) != 0 && anyDataBreakpoint();
        alignment = state.cpl == 3 && state.flags.is(Rflags.AC) && Cr0.AM.in(state.cr0);
        return breakpoints || alignment;
    }

    /** Checks one access; a breakpoint becomes pending, a misaligned access faults. */
    void check(long linear, int size, boolean write) {
        if (breakpoints) {
            state.pendingDebug |= hit(linear, size, write);
        }
        if (alignment && (linear & size - 1) != 0) {
            throw Fault.of(Vector.AC, 0);
        }
    }

    private boolean anyDataBreakpoint() {
        for (int i = 0; i < 4; i++) {
            if (enabled(i) && (kind(i) == WRITES || kind(i) == READS_AND_WRITES)) {
                return true;
            }
        }
        return false;
    }

    private boolean enabled(int i) {
        return (state.dr[7] >>> 2 * i & 3) != 0;
    }

    private int kind(int i) {
        return (int) (state.dr[7] >>> 16 + 4 * i) & 3;
    }

    /** The bits of DR6 for this access. @sdm Vol. 3B, Data Breakpoint Exception Condition */
    private long hit(long linear, int size, boolean write) {
        long hit = 0;
        for (int i = 0; i < 4; i++) {
            int length = LENGTHS[(int) (state.dr[7] >>> 18 + 4 * i) & 3];
            long start = state.dr[i] & -length;
            boolean wanted =
                    enabled(i) && (kind(i) == READS_AND_WRITES || kind(i) == WRITES && write);
            if (wanted && linear < start + length && start < linear + size) {
                hit |= 1L << i;
            }
        }
        return hit;
    }
}
