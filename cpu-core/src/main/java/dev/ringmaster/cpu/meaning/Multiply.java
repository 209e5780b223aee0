package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.Flags;

/**
 * Multiplication. Values and both halves of the product are sign-extended from {@code size} bytes,
 * also where the multiplication is unsigned.
 *
 * <p>CF and OF say that the low half does not hold the product. SF, ZF, AF and PF are undefined; as
 * on Intel's processors SF and PF follow the low half here, ZF and AF become 0.
 *
 * @sdm Vol. 2B, MUL
 * @sdm Vol. 2A, IMUL
 */
public final class Multiply {
    private Multiply() {}

    /** The low half of any product. */
    public static long low(long a, long b, int size) {
        return Bits.signExtend(a * b, size);
    }

    /** The high half of the unsigned product. */
    public static long unsignedHigh(long a, long b, int size) {
        if (size == 8) {
            return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
        }
        long product = Bits.zeroExtend(a, size) * Bits.zeroExtend(b, size);
        return Bits.signExtend(product >>> 8 * size, size);
    }

    /** The high half of the signed product. */
    public static long signedHigh(long a, long b, int size) {
        return size == 8 ? Math.multiplyHigh(a, b) : a * b >> 8 * size;
    }

    /** Leaves the flags of MUL. */
    public static void unsignedFlags(Flags f, long low, long high) {
        set(f, low, high != 0);
    }

    /** Leaves the flags of IMUL, whatever its form. */
    public static void signedFlags(Flags f, long low, long high) {
        set(f, low, high != low >> 63);
    }

    /** Multiplies signed and keeps the low half. */
    public static long imul(Flags f, long a, long b, int size) {
        long low = low(a, b, size);
        signedFlags(f, low, signedHigh(a, b, size));
        return low;
    }

    private static void set(Flags f, long low, boolean overflow) {
        f.setStatus(
                Status.when(low < 0, Status.SF)
                        | Status.parity(low)
                        | Status.when(overflow, Status.CF | Status.OF));
    }
}
