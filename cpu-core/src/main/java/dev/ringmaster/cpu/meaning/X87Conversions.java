package dev.ringmaster.cpu.meaning;

import java.math.BigInteger;

/**
 * Between register values and the formats in memory.
 *
 * @sdm Vol. 1, Data Transfer Instructions
 */
final class X87Conversions {
    private X87Conversions() {}

    /** A single or double as a register value; {@code null} if an exception refuses that. */
    static Extended load(X87Unit unit, FloatFormat format, long encoded) {
        Extended value = widen(format, encoded);
        if (value.isSignalling()) {
            unit.raise(X87Unit.INVALID);
            value = value.quiet();
        } else if (format.isDenormal(encoded)) {
            unit.raise(X87Unit.DENORMAL);
        }
        return unit.refused() ? null : value;
    }

    /** As an operand of arithmetic or comparison sees it: a NaN stays signalling. */
    static Extended operand(X87Unit unit, FloatFormat format, long encoded) {
        if (format.isDenormal(encoded)) {
            unit.foundDenormal();
        }
        return widen(format, encoded);
    }

    private static Extended widen(FloatFormat format, long encoded) {
        boolean negative = (encoded & format.sign()) != 0;
        if (format.isNaN(encoded)) {
            long fraction = format == FloatFormat.SINGLE ? encoded << 40 : encoded << 11;
            return new Extended(negative ? 0xffff : 0x7fff, fraction | Long.MIN_VALUE);
        }
        double value = format.value(encoded);
        if (Double.isInfinite(value)) {
            return Extended.infinity(negative);
        }
        return value == 0 ? Extended.zero(negative) : Extended.of(exact(value));
    }

    private static Exact exact(double value) {
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
        long units = (long) Math.scalb(Math.abs(value), 52 - exponent);
        return new Exact(value < 0, BigInteger.valueOf(units), exponent - 52);
    }

    static Extended fromInteger(long value) {
        return Extended.of(Exact.of(value));
    }

    /** The encoding as a single or double. */
    static long store(X87Unit unit, X87Format format, Extended value) {
        if (value.isUnsupported()) {
            unit.raise(X87Unit.INVALID);
            return indefinite(format);
        }
        if (value.isNaN()) {
            unit.raise(value.isSignalling() ? X87Unit.INVALID : 0);
            return format.special(value.negative(), value.quiet().significand());
        }
        if (value.isInfinite()) {
            return format.special(value.negative(), Long.MIN_VALUE);
        }
        Exact exact = value.exact();
        Exact result = exact.isZero() ? exact : unit.round(exact, format);
        return result == null
                ? format.special(value.negative(), Long.MIN_VALUE)
                : format.encode(result);
    }

    static long indefinite(X87Format format) {
        return format.special(true, Extended.INDEFINITE.significand());
    }

    /** An integer of {@code size} bytes, or the least one if it does not fit. */
    static long toInteger(X87Unit unit, Extended value, int size, boolean truncate) {
        long least = Long.MIN_VALUE >> 64 - 8 * size;
        if (value.isNaN() || value.isInfinite() || value.isUnsupported()) {
            unit.raise(X87Unit.INVALID);
            return least;
        }
        if (value.isZero()) {
            return 0;
        }
        X87Unit trial = new X87Unit(unit.control());
        Exact whole = trial.whole(value.exact(), truncate);
        BigInteger integer = whole.magnitude().shiftLeft(whole.scale());
        BigInteger signed = value.negative() ? integer.negate() : integer;
        if (signed.bitLength() > 8 * size - 1) {
            unit.raise(X87Unit.INVALID);
            return least;
        }
        int status = trial.status(0);
        unit.raise(status & X87Unit.INEXACT);
        unit.c1((status & X87Unit.C1) != 0);
        return signed.longValue();
    }
}
