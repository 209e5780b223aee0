package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.Flags;

/**
 * Shifts with their flags. Values and results are sign-extended from {@code size} bytes; {@code
 * count} is any value, of which the low five bits count, or six for 8 bytes. A count of 0 leaves
 * all flags alone.
 *
 * <p>AF is undefined and becomes 0. OF is defined for a count of 1 only; for others it follows the
 * same formula, as processors do: for SHL the change of the sign in the last step, for SHR the
 * exclusive or of the result's two top bits. A count beyond the size leaves CF of SHL and SHR
 * undefined; here it is 0, what was shifted out last.
 *
 * @sdm Vol. 2B, SAL/SAR/SHL/SHR
 * @sdm Vol. 2B, SHLD
 * @sdm Vol. 2B, SHRD
 */
public final class Shifts {
    private Shifts() {}

    /** The part of a count that counts: 5 bits, or 6 for operands of 8 bytes. */
    static int masked(long count, int size) {
        return (int) count & (size == 8 ? 63 : 31);
    }

    /** Shifts left. */
    public static long shl(Flags f, long a, long count, int size) {
        int n = masked(count, size);
        if (n == 0) {
            return a;
        }
        long result = Bits.signExtend(a << n, size);
        int out = 8 * size - n;
        boolean carry = out >= 0 && (a >>> out & 1) != 0;
        set(f, result, carry, carry != result < 0);
        return result;
    }

    /** Shifts right and fills with zeros. */
    public static long shr(Flags f, long a, long count, int size) {
        int n = masked(count, size);
        if (n == 0) {
            return a;
        }
        long value = Bits.zeroExtend(a, size);
        long result = Bits.signExtend(value >>> n, size);
        set(f, result, (value >>> n - 1 & 1) != 0, topBitsDiffer(result, size));
        return result;
    }

    /** Shifts right and fills with the sign. */
    public static long sar(Flags f, long a, long count, int size) {
        int n = masked(count, size);
        if (n == 0) {
            return a;
        }
        long result = a >> n;
        set(f, result, (a >> n - 1 & 1) != 0, false);
        return result;
    }

    /**
     * Shifts left and fills from the top of {@code b}. For 2 bytes a count above 16 is undefined;
     * the bits of {@code a} follow then once more, as on Intel's processors.
     */
    public static long shld(Flags f, long a, long b, long count, int size) {
        int n = masked(count, size);
        if (n == 0) {
            return a;
        }
        int width = 8 * size;
        long result;
        boolean carry;
        if (size == 2) {
            long all = (a & 0xffff) << 32 | (b & 0xffff) << 16 | a & 0xffff;
            result = (short) (all >>> 32 - n);
            carry = (all >>> 48 - n & 1) != 0;
        } else {
            long fill = Bits.zeroExtend(b, size) >>> width - n;
            result = Bits.signExtend(a << n | fill, size);
            carry = (a >>> width - n & 1) != 0;
        }
        set(f, result, carry, carry != result < 0);
        return result;
    }

    /**
     * Shifts right and fills from the bottom of {@code b}; see {@link #shld} for counts above 16.
     */
    public static long shrd(Flags f, long a, long b, long count, int size) {
        int n = masked(count, size);
        if (n == 0) {
            return a;
        }
        long value = Bits.zeroExtend(a, size);
        long all =
                switch (size) {
                    case 2 -> value << 32 | (b & 0xffff) << 16 | value;
                    case 4 -> b << 32 | value;
                    default -> value;
                };
        long shifted = size == 8 ? value >>> n | b << 64 - n : all >>> n;
        long result = Bits.signExtend(shifted, size);
        set(f, result, (all >>> n - 1 & 1) != 0, topBitsDiffer(result, size));
        return result;
    }

    private static boolean topBitsDiffer(long result, int size) {
        return (result < 0) != ((result >>> 8 * size - 2 & 1) != 0);
    }

    private static void set(Flags f, long result, boolean carry, boolean overflow) {
        f.setStatus(
                Status.signZeroParity(result)
                        | Status.when(carry, Status.CF)
                        | Status.when(overflow, Status.OF));
    }
}
