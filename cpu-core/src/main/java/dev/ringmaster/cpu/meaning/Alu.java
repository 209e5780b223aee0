package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.Flags;

/**
 * Addition, subtraction and bitwise operations with their flags. Values are sign-extended from
 * {@code size} bytes (1, 2, 4 or 8), and so are results.
 *
 * @sdm Vol. 1, Status Flags
 */
public final class Alu {
    /** The status after {@code a - a - 1}: the result is -1, a borrow leaves bit 3 and the top. */
    private static final long STATUS_OF_BORROW = 0x95;

    private Alu() {}

    /** {@code a + b}. */
    public static long add(Flags f, long a, long b, int size) {
        long result = Bits.signExtend(a + b, size);
        f.sum(a, b, result);
        return result;
    }

    /** {@code a + b} with the carry flag. */
    public static long adc(Flags f, long a, long b, int size) {
        boolean carry = f.cf();
        long result = Bits.signExtend(carry ? a + b + 1 : a + b, size);
        f.sum(a, b, result);
        if (carry && b == -1) {
            f.putCarry(true); // the result is a, which does not look like a carry
        }
        return result;
    }

    /** {@code a - b}; CMP ignores the result. */
    public static long sub(Flags f, long a, long b, int size) {
        long result = Bits.signExtend(a - b, size);
        f.difference(a, b, result);
        return result;
    }

    /** {@code a - b} with the carry flag as borrow. */
    public static long sbb(Flags f, long a, long b, int size) {
        boolean borrow = f.cf();
        long result = Bits.signExtend(borrow ? a - b - 1 : a - b, size);
        if (borrow && a == b) {
            f.setStatus(STATUS_OF_BORROW); // equal operands do not look like a borrow
        } else {
            f.difference(a, b, result);
        }
        return result;
    }

    /**
     * Bitwise and; TEST ignores the result. AF is undefined and becomes 0, as for {@link #or} and
     * {@link #xor}.
     */
    public static long and(Flags f, long a, long b) {
        long result = a & b;
        f.logic(result);
        return result;
    }

    /** Bitwise or. */
    public static long or(Flags f, long a, long b) {
        long result = a | b;
        f.logic(result);
        return result;
    }

    /** Bitwise exclusive or. */
    public static long xor(Flags f, long a, long b) {
        long result = a ^ b;
        f.logic(result);
        return result;
    }

    /** {@code a + 1}; CF stays. */
    public static long inc(Flags f, long a, int size) {
        long result = Bits.signExtend(a + 1, size);
        f.increment(a, result);
        return result;
    }

    /** {@code a - 1}; CF stays. */
    public static long dec(Flags f, long a, int size) {
        long result = Bits.signExtend(a - 1, size);
        f.decrement(a, result);
        return result;
    }

    /** {@code 0 - a}. */
    public static long neg(Flags f, long a, int size) {
        return sub(f, 0, a, size);
    }
}
