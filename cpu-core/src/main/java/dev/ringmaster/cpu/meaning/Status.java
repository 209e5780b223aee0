package dev.ringmaster.cpu.meaning;

/**
 * Status flags as bits of RFLAGS, for operations whose flags follow no lazy rule. @sdm Vol. 1,
 * Status Flags
 */
final class Status {
    static final long CF = 1;
    static final long PF = 4;
    static final long AF = 16;
    static final long ZF = 64;
    static final long SF = 128;
    static final long OF = 2048;

    private Status() {}

    /** SF, ZF and PF of a sign-extended result. */
    static long signZeroParity(long result) {
        return (result < 0 ? SF : 0) | (result == 0 ? ZF : 0) | parity(result);
    }

    /** PF of the low byte. */
    static long parity(long result) {
        return (Integer.bitCount((int) result & 0xff) & 1) == 0 ? PF : 0;
    }

    /** {@code flag} if {@code on}, else 0. */
    static long when(boolean on, long flag) {
        return on ? flag : 0;
    }
}
