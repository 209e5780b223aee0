package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.state.Bits;

/**
 * Division of a dividend in two halves of {@code size} bytes. The remainder is {@code low -
 * quotient * divisor}. All values are sign-extended from {@code size} bytes, also where the
 * division is unsigned. No flags: all six are undefined, and stay.
 *
 * @sdm Vol. 2A, DIV
 * @sdm Vol. 2A, IDIV
 */
public final class Divide {
    private Divide() {}

    /**
     * The unsigned quotient.
     *
     * @throws Fault #DE if the divisor is 0 or the quotient too large
     */
    public static long unsigned(long high, long low, long divisor, int size) {
        if (size == 8) {
            return Bits.signExtend(unsigned128(high, low, divisor), size);
        }
        if (divisor == 0) {
            throw Fault.of(Vector.DE);
        }
        long dividend = high << 8 * size | Bits.zeroExtend(low, size);
        dividend = size == 4 ? dividend : dividend & (1L << 16 * size) - 1;
        long quotient = Long.divideUnsigned(dividend, Bits.zeroExtend(divisor, size));
        return fit(quotient, Bits.zeroExtend(quotient, size), size);
    }

    /**
     * The signed quotient, truncated towards 0.
     *
     * @throws Fault #DE if the divisor is 0 or the quotient too large
     */
    public static long signed(long high, long low, long divisor, int size) {
        if (size == 8) {
            return signed128(high, low, divisor);
        }
        if (divisor == 0) {
            throw Fault.of(Vector.DE);
        }
        long dividend = high << 8 * size | Bits.zeroExtend(low, size);
        long quotient = dividend / divisor;
        boolean wraps = dividend == Long.MIN_VALUE && divisor == -1;
        return fit(quotient, wraps ? ~quotient : Bits.signExtend(quotient, size), size);
    }

    private static long fit(long quotient, long truncated, int size) {
        if (quotient != truncated) {
            throw Fault.of(Vector.DE);
        }
        return Bits.signExtend(quotient, size);
    }

    private static long signed128(long high, long low, long divisor) {
        boolean negative = high < 0;
        long magnitudeLow = negative ? -low : low;
        long magnitudeHigh = negative ? ~high + (low == 0 ? 1 : 0) : high;
        long quotient = unsigned128(magnitudeHigh, magnitudeLow, Math.abs(divisor));
        boolean negativeQuotient = negative != divisor < 0;
        long result = negativeQuotient ? -quotient : quotient;
        if (quotient != 0 && result < 0 != negativeQuotient) {
            throw Fault.of(Vector.DE);
        }
        return result;
    }

    /** Long division; {@code high} below {@code divisor} is what makes the quotient fit. */
    private static long unsigned128(long high, long low, long divisor) {
        if (Long.compareUnsigned(high, divisor) >= 0) {
            throw Fault.of(Vector.DE);
        }
        if (high == 0) {
            return Long.divideUnsigned(low, divisor);
        }
        long remainder = high;
        long quotient = low;
        for (int bit = 0; bit < 64; bit++) {
            boolean carry = remainder < 0;
            remainder = remainder << 1 | quotient >>> 63;
            quotient <<= 1;
            if (carry || Long.compareUnsigned(remainder, divisor) >= 0) {
                remainder -= divisor;
                quotient |= 1;
            }
        }
        return quotient;
    }
}
