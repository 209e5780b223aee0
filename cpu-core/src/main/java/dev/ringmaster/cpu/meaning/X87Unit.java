package dev.ringmaster.cpu.meaning;

import java.math.BigInteger;

/**
 * What one x87 instruction raises, and the rounding of its result under the control word.
 *
 * <p>Results are exact before they are rounded, so that rounding, inexactness and tininess (which
 * is found after rounding) each follow from one comparison.
 *
 * @sdm Vol. 1, x87 FPU Floating-Point Exception Conditions
 */
final class X87Unit {
    static final int INVALID = 1;
    static final int DENORMAL = 2;
    static final int DIVIDE_BY_ZERO = 4;
    static final int OVERFLOW = 8;
    static final int UNDERFLOW = 16;
    static final int INEXACT = 32;
    static final int STACK = 64;
    static final int C1 = 1 << 9;

    private static final int BEFORE = INVALID | DENORMAL | DIVIDE_BY_ZERO;
    private static final int WRAP = 24576;
    private static final int DOWN = 1;
    private static final int UP = 2;
    private static final int TO_ZERO = 3;

    private final int control;
    private int raised;
    private boolean c1;
    private boolean keepsC1;
    private boolean denormalInMemory;

    X87Unit(int control) {
        this.control = control;
    }

    /** The operand in memory is a denormal single or double. */
    void foundDenormal() {
        denormalInMemory = true;
    }

    boolean denormalInMemory() {
        return denormalInMemory;
    }

    /** The instruction does not write C1. */
    void keepC1() {
        keepsC1 = true;
    }

    void raise(int exceptions) {
        raised |= exceptions;
    }

    void c1(boolean value) {
        c1 = value;
    }

    /** The status word with the exception flags and C1. */
    int status(int before) {
        boolean set = keepsC1 && (raised & STACK) == 0 ? (before & C1) != 0 : c1;
        return before & ~C1 | raised | (set ? C1 : 0);
    }

    /** Whether an invalid arithmetic operand, not a stack fault, is not masked. */
    boolean invalidOperand() {
        return (raised & ~control & INVALID) != 0 && (raised & STACK) == 0;
    }

    /** Whether an exception that is not masked keeps the instruction from computing. */
    boolean refused() {
        return (raised & ~control & BEFORE) != 0;
    }

    /** Whether one that is not masked keeps a result from being stored in memory. */
    boolean unstorable() {
        if ((raised & ~control & (OVERFLOW | UNDERFLOW)) != 0) {
            raised &= ~INEXACT; // nothing was rounded
            c1 = false;
            return true;
        }
        return refused();
    }

    private boolean masked(int exception) {
        return (control & exception) != 0;
    }

    int control() {
        return control;
    }

    boolean roundsDown() {
        return mode() == DOWN;
    }

    private int mode() {
        return control >> 10 & 3;
    }

    /**
     * Rounds a number that is not zero.
     *
     * @return the number, or {@code null} for an infinity of its sign
     */
    Exact round(Exact value, X87Format format) {
        int precision = format.precision();
        Exact result = toUnit(value, value.exponent() - precision + 1);
        boolean tiny = result.exponent() < format.least();
        if (tiny && masked(UNDERFLOW)) {
            result = toUnit(value, format.least() - precision + 1);
        } else if (tiny) {
            raise(UNDERFLOW);
            result = wrap(result, format, WRAP);
        }
        boolean inexact = inexact(value, result, tiny && !masked(UNDERFLOW), format);
        raise(inexact ? INEXACT | (tiny ? UNDERFLOW : 0) : 0);
        return result.exponent() > format.greatest() && !result.isZero()
                ? overflow(result, format)
                : result;
    }

    private static Exact wrap(Exact value, X87Format format, int by) {
        int scale = format.register() ? value.scale() + by : value.scale();
        return new Exact(value.negative(), value.magnitude(), scale);
    }

    /** Also says by C1 whether the magnitude was rounded up. */
    private boolean inexact(Exact value, Exact result, boolean wrapped, X87Format format) {
        int scale = wrapped && format.register() ? result.scale() - WRAP : result.scale();
        Exact r = new Exact(false, result.magnitude(), scale);
        int up = r.compare(new Exact(false, value.magnitude(), value.scale()));
        c1 = up > 0;
        return up != 0;
    }

    private Exact overflow(Exact result, X87Format format) {
        raise(OVERFLOW);
        if (!masked(OVERFLOW)) {
            return wrap(result, format, -WRAP);
        }
        raise(INEXACT);
        c1 = awayFromZero(result.negative());
        if (c1) {
            return null;
        }
        BigInteger ones = BigInteger.ONE.shiftLeft(format.precision()).subtract(BigInteger.ONE);
        return new Exact(result.negative(), ones, format.greatest() - format.precision() + 1);
    }

    private boolean awayFromZero(boolean negative) {
        return mode() == 0 || mode() == (negative ? DOWN : UP);
    }

    /** Rounds to a multiple of 2^unit. @sdm Vol. 1, Rounding Control Field */
    private Exact toUnit(Exact value, int unit) {
        if (value.scale() >= unit) {
            return value;
        }
        int cut = unit - value.scale();
        BigInteger whole = value.magnitude().shiftRight(cut);
        BigInteger rest = value.magnitude().subtract(whole.shiftLeft(cut));
        if (rest.signum() != 0 && up(value.negative(), whole.testBit(0), rest, cut)) {
            whole = whole.add(BigInteger.ONE);
        }
        return new Exact(value.negative(), whole, unit);
    }

    private boolean up(boolean negative, boolean odd, BigInteger rest, int bits) {
        if (mode() == 0) {
            int half = rest.compareTo(BigInteger.ONE.shiftLeft(bits - 1));
            return half > 0 || half == 0 && odd;
        }
        return mode() != TO_ZERO && awayFromZero(negative);
    }

    /** The nearest integer in the direction of the control word, or towards zero. */
    Exact whole(Exact value, boolean truncate) {
        X87Unit unit = truncate ? new X87Unit(control | TO_ZERO << 10) : this;
        Exact result = unit.toUnit(value, 0);
        Exact magnitude = new Exact(false, value.magnitude(), value.scale());
        int up = new Exact(false, result.magnitude(), result.scale()).compare(magnitude);
        raise(up != 0 ? INEXACT : 0);
        c1 = up > 0;
        return result;
    }
}
