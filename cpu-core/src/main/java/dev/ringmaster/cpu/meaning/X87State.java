package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.state.CpuState;

/**
 * The x87 registers as every instruction that touches them sees them: pending exceptions, the top
 * of the stack, the tag word and the MMX registers that lie over the significands.
 *
 * @sdm Vol. 1, x87 FPU Execution Environment
 * @sdm Vol. 1, Compatibility with x87 FPU Architecture
 */
final class X87State {
    /** The status word's summary of unmasked exceptions; B (bit 15) mirrors it. */
    static final int ES = 1 << 7;

    private static final int TOP = 7 << 11;
    private static final int EMPTY = 3;

    private X87State() {}

    /** Raises #MF if an unmasked exception is pending. */
    static void raisePending(CpuState s) {
        if ((s.x87Status & ES) == 0) {
            return;
        }
        if (!Cr0.NE.in(s.cr0)) {
            throw new NotModelled("FERR#", "MS-DOS Compatibility Sub-mode");
        }
        throw Fault.of(Vector.MF);
    }

    /** The register at the top of the stack, 0 to 7. */
    static int top(CpuState s) {
        return s.x87Status >> 11 & 7;
    }

    /** The physical number of ST(n). */
    static int physical(CpuState s, int n) {
        return top(s) + n & 7;
    }

    static void top(CpuState s, int top) {
        s.x87Status = s.x87Status & ~TOP | (top & 7) << 11;
    }

    /** Recomputes ES and B from the exception flags and their masks. */
    static void summarize(CpuState s) {
        boolean pending = (s.x87Status & ~s.x87Control & 0x3f) != 0;
        s.x87Status = s.x87Status & ~(ES | 0x8000) | (pending ? ES | 0x8000 : 0);
    }

    /** FNINIT. The data registers keep what they hold. @sdm Vol. 2A, FINIT/FNINIT */
    static void initialize(CpuState s) {
        s.x87Control = 0x37f;
        s.x87Status = 0;
        s.x87Tag = 0;
        s.x87InstructionOffset = 0;
        s.x87InstructionSelector = 0;
        s.x87Opcode = 0;
        s.x87DataOffset = 0;
        s.x87DataSelector = 0;
    }

    /** Every MMX instruction but EMMS makes all registers valid and the top 0. */
    static void enterMmx(CpuState s) {
        top(s, 0);
        s.x87Tag = 0xff;
    }

    /** Writes an MMX register; sign and exponent become all ones. */
    static void writeMmx(CpuState s, int n, long value) {
        s.mmx[n] = value;
        s.x87Exponent[n] = 0xffff;
    }

    /** The tag word with two bits a register. @sdm Vol. 1, x87 FPU Tag Word */
    static int fullTag(CpuState s) {
        int tag = 0;
        for (int n = 0; n < 8; n++) {
            tag |= ((s.x87Tag >> n & 1) == 0 ? EMPTY : contentTag(s, n)) << 2 * n;
        }
        return tag;
    }

    private static int contentTag(CpuState s, int n) {
        int exponent = s.x87Exponent[n] & 0x7fff;
        if (exponent == 0 && s.mmx[n] == 0) {
            return 1;
        }
        return exponent == 0 || exponent == 0x7fff || s.mmx[n] >= 0 ? 2 : 0;
    }

    /** Takes over a tag word with two bits a register. */
    static void fullTag(CpuState s, int tag) {
        s.x87Tag = 0;
        for (int n = 0; n < 8; n++) {
            s.x87Tag |= (tag >> 2 * n & 3) == EMPTY ? 0 : 1 << n;
        }
    }
}
