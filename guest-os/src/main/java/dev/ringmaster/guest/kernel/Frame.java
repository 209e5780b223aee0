package dev.ringmaster.guest.kernel;

import dev.ringmaster.cpu.isa.Mem;

/**
 * What is on a kernel stack while an interrupted program waits: its registers as {@link Traps}
 * pushes them, the vector, an error code, and what the processor pushed. Both kernels push the
 * general registers AX, CX, DX, BX first; below these they differ.
 *
 * @sdm Vol. 3A, Exception- or Interrupt-Handler Procedures
 */
final class Frame {
    private static final int REGISTERS_BELOW_BX_32 = 6;
    private static final int REGISTERS_BELOW_BX_64 = 11;

    private final KernelCode k;
    private final int bx;

    Frame(KernelCode k) {
        this.k = k;
        this.bx = k.pick(REGISTERS_BELOW_BX_32, REGISTERS_BELOW_BX_64);
    }

    /** The offset of the vector; behind it error code, rIP, CS, flags, rSP and SS, a word each. */
    int vector() {
        return (bx + 4) * k.word;
    }

    int instruction() {
        return vector() + 2 * k.word;
    }

    int codeSegment() {
        return vector() + 3 * k.word;
    }

    int flags() {
        return vector() + 4 * k.word;
    }

    int stack() {
        return vector() + 5 * k.word;
    }

    /** The size with the stack pointer of an outer ring. */
    int size() {
        return vector() + 7 * k.word;
    }

    /** A word in the frame that the kernel's stack pointer points to. */
    Mem of(int offset) {
        return k.slot(k.sp, offset);
    }

    /** BX of the interrupted program. */
    Mem bx() {
        return of(bx * k.word);
    }

    /** AX of the interrupted program. */
    Mem ax() {
        return of((bx + 3) * k.word);
    }
}
