package dev.ringmaster.cpu.meaning;

import java.math.BigInteger;

/** The number magnitude * 2^scale, with a sign that zero has as well. */
record Exact(boolean negative, BigInteger magnitude, int scale) {

    static Exact of(long value) {
        return new Exact(value < 0, BigInteger.valueOf(value).abs(), 0);
    }

    boolean isZero() {
        return magnitude.signum() == 0;
    }

    /** The exponent of the leading bit. */
    int exponent() {
        return scale + magnitude.bitLength() - 1;
    }

    /** The magnitude in units of 2^unit; bits below are cut off. */
    long units(int unit) {
        return magnitude.shiftLeft(scale - unit).longValue();
    }

    Exact times(Exact other) {
        return new Exact(
                negative != other.negative,
                magnitude.multiply(other.magnitude),
                scale + other.scale);
    }

    /** The sum; its sign is that of plus if it is zero. */
    Exact plus(Exact other) {
        int common = Math.min(scale, other.scale);
        BigInteger sum = signed(common).add(other.signed(common));
        return new Exact(sum.signum() < 0, sum.abs(), common);
    }

    private BigInteger signed(int unit) {
        BigInteger m = magnitude.shiftLeft(scale - unit);
        return negative ? m.negate() : m;
    }

    /** The quotient to {@code bits} bits at least; its last bit is 1 if there is a remainder. */
    Exact over(Exact other, int bits) {
        int shift = Math.max(0, bits + other.magnitude.bitLength() - magnitude.bitLength() + 1);
        BigInteger[] parts = magnitude.shiftLeft(shift).divideAndRemainder(other.magnitude);
        return new Exact(
                negative != other.negative,
                sticky(parts[0], parts[1]),
                scale - other.scale - shift - 1);
    }

    /** The square root to {@code bits} bits at least; its last bit is 1 if it is not exact. */
    Exact root(int bits) {
        int shift = Math.max(0, 2 * bits - magnitude.bitLength() + 2);
        shift += scale - shift & 1;
        BigInteger[] parts = magnitude.shiftLeft(shift).sqrtAndRemainder();
        return new Exact(false, sticky(parts[0], parts[1]), (scale - shift >> 1) - 1);
    }

    private static BigInteger sticky(BigInteger value, BigInteger rest) {
        BigInteger doubled = value.shiftLeft(1);
        return rest.signum() == 0 ? doubled : doubled.setBit(0);
    }

    /** As a signed number is compared with another. */
    int compare(Exact other) {
        return plus(new Exact(!other.negative, other.magnitude, other.scale)).sign();
    }

    private int sign() {
        return negative ? -magnitude.signum() : magnitude.signum();
    }
}
