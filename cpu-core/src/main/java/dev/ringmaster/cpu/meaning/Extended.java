package dev.ringmaster.cpu.meaning;

import java.math.BigInteger;

/**
 * A double extended-precision value as it stands in an x87 register: sign and exponent in 16 bits,
 * and the significand with its explicit integer bit.
 *
 * @sdm Vol. 1, x87 FPU Data Types and Special Values
 */
record Extended(int signExponent, long significand) {
    /** The NaN that masked invalid operations return. */
    static final Extended INDEFINITE = new Extended(0xffff, 0xc000000000000000L);

    static final int BIAS = 16383;
    private static final int SIGN = 0x8000;
    private static final int HIGHEST = 0x7fff;
    private static final long INTEGER_BIT = Long.MIN_VALUE;
    private static final long QUIET_BIT = 1L << 62;

    static Extended zero(boolean negative) {
        return new Extended(negative ? SIGN : 0, 0);
    }

    static Extended infinity(boolean negative) {
        return new Extended(HIGHEST | (negative ? SIGN : 0), INTEGER_BIT);
    }

    boolean negative() {
        return (signExponent & SIGN) != 0;
    }

    private int biased() {
        return signExponent & HIGHEST;
    }

    boolean isZero() {
        return biased() == 0 && significand == 0;
    }

    /** Denormal or pseudo-denormal. */
    boolean isDenormal() {
        return biased() == 0 && significand != 0;
    }

    boolean isInfinite() {
        return biased() == HIGHEST && significand == INTEGER_BIT;
    }

    boolean isNaN() {
        return biased() == HIGHEST && significand < 0 && significand != INTEGER_BIT;
    }

    boolean isSignalling() {
        return isNaN() && (significand & QUIET_BIT) == 0;
    }

    /** Unnormal, pseudo-NaN or pseudo-infinity: the integer bit is missing. */
    boolean isUnsupported() {
        return biased() != 0 && significand >= 0;
    }

    /** A NaN made quiet. */
    Extended quiet() {
        return new Extended(signExponent, significand | QUIET_BIT);
    }

    Extended withSign(boolean negative) {
        return new Extended(biased() | (negative ? SIGN : 0), significand);
    }

    /** The value of a number that is neither zero nor infinite. */
    Exact exact() {
        BigInteger magnitude = new BigInteger(Long.toUnsignedString(significand));
        return new Exact(negative(), magnitude, Math.max(biased(), 1) - BIAS - 63);
    }

    /** A number that fits: at most 64 significant bits, and the exponent in range. */
    static Extended of(Exact value) {
        if (value.isZero()) {
            return zero(value.negative());
        }
        int exponent = value.exponent();
        int sign = value.negative() ? SIGN : 0;
        int least = 1 - BIAS - 63;
        if (exponent < 1 - BIAS) {
            return new Extended(sign, value.units(least));
        }
        return new Extended(sign | exponent + BIAS, value.units(exponent - 63));
    }
}
