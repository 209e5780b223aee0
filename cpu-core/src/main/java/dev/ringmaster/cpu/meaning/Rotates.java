package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.Flags;

/**
 * Rotates: only CF and OF change. Values, results and counts as in {@link Shifts}. OF is defined
 * for a count of 1 only; for others it follows the same formula: CF against the top bit to the
 * left, the two top bits of the result to the right.
 *
 * @sdm Vol. 2B, RCL/RCR/ROL/ROR
 */
public final class Rotates {
    private static final long CHANGED = Status.CF | Status.OF;

    private Rotates() {}

    /** Rotates left. A count that is a multiple of the size, but not 0, still sets CF. */
    public static long rol(Flags f, long a, long count, int size) {
        int n = Shifts.masked(count, size);
        if (n == 0) {
            return a;
        }
        long result = rotated(a, n & 8 * size - 1, size);
        left(f, result, (result & 1) != 0);
        return result;
    }

    /** Rotates right. */
    public static long ror(Flags f, long a, long count, int size) {
        int n = Shifts.masked(count, size);
        if (n == 0) {
            return a;
        }
        long result = rotated(a, 8 * size - n & 8 * size - 1, size);
        right(f, result, result < 0, size);
        return result;
    }

    private static long rotated(long a, int left, int size) {
        long value = Bits.zeroExtend(a, size);
        return Bits.signExtend(left == 0 ? value : value << left | value >>> 8 * size - left, size);
    }

    /** Rotates left through CF; the count is taken modulo the size plus one. */
    public static long rcl(Flags f, long a, long count, int size) {
        int n = Shifts.masked(count, size) % (8 * size + 1);
        if (n == 0) {
            return a;
        }
        boolean carry = throughCarryOut(a, 8 * size - n);
        long result = throughCarry(a, f.cf(), n, size);
        left(f, result, carry);
        return result;
    }

    /** Rotates right through CF. */
    public static long rcr(Flags f, long a, long count, int size) {
        int n = Shifts.masked(count, size) % (8 * size + 1);
        if (n == 0) {
            return a;
        }
        boolean carry = throughCarryOut(a, n - 1);
        long result = throughCarry(a, f.cf(), 8 * size + 1 - n, size);
        right(f, result, carry, size);
        return result;
    }

    private static boolean throughCarryOut(long a, int bit) {
        return (a >>> bit & 1) != 0;
    }

    /** Rotates CF and value together left by 1 to the size in bits: the high part, CF, the rest. */
    private static long throughCarry(long a, boolean carry, int n, int size) {
        long value = Bits.zeroExtend(a, size);
        int width = 8 * size;
        long result = (n == 64 ? 0 : value << n) | (carry ? 1L << n - 1 : 0);
        if (n > 1) {
            result |= value >>> width + 1 - n;
        }
        return Bits.signExtend(result, size);
    }

    private static void left(Flags f, long result, boolean carry) {
        set(f, carry, carry != result < 0);
    }

    private static void right(Flags f, long result, boolean carry, int size) {
        set(f, carry, (result < 0) != ((result >>> 8 * size - 2 & 1) != 0));
    }

    private static void set(Flags f, boolean carry, boolean overflow) {
        f.setStatus(
                f.status() & ~CHANGED
                        | Status.when(carry, Status.CF)
                        | Status.when(overflow, Status.OF));
    }
}
