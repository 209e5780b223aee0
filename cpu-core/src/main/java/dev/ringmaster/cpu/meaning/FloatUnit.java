package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Vector;

import java.math.BigDecimal;

/**
 * SSE floating-point arithmetic of one instruction under MXCSR: all rounding modes, all six
 * exception flags, denormals as zeros and flush to zero.
 *
 * <p>Every operation is first done to nearest by Java. The sign of "exact result minus rounded
 * result" is then found with exact decimals; it says whether the result is inexact, and where a
 * directed rounding goes. For singles the operation is done in double precision and rounded again,
 * which is harmless because a double has more than twice the digits. Underflow is "tiny after
 * rounding": a result that rounds up to the least normal number is not taken for tiny.
 *
 * @sdm Vol. 1, MXCSR Control and Status Register
 * @sdm Vol. 1, SIMD Floating-Point Exceptions
 */
final class FloatUnit {
    /** The operations with one rounding. */
    enum Operation {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        SQUARE_ROOT
    }

    static final int INVALID = 1;
    static final int DENORMAL = 2;
    static final int DIVIDE_BY_ZERO = 4;
    static final int OVERFLOW = 8;
    static final int UNDERFLOW = 16;
    static final int INEXACT = 32;

    private static final int BEFORE_COMPUTATION = INVALID | DENORMAL | DIVIDE_BY_ZERO;
    private static final int ALL = 63;
    private static final int MASKS = 7;
    private static final int DENORMALS_ARE_ZEROS = 1 << 6;
    private static final int FLUSH_TO_ZERO = 1 << 15;

    private static final int DOWN = 1;
    private static final int UP = 2;
    private static final int TO_ZERO = 3;

    private final FloatFormat format;
    private final int mxcsr;
    private int raised;

    FloatUnit(FloatFormat format, int mxcsr) {
        this.format = format;
        this.mxcsr = mxcsr;
    }

    FloatFormat format() {
        return format;
    }

    /**
     * Accumulates the flags in MXCSR, or raises #XM, or #UD without the operating system's support.
     */
    void commit(Cpu cpu) {
        int unmasked = raised & ~(mxcsr >> MASKS) & ALL;
        if ((unmasked & BEFORE_COMPUTATION) != 0) {
            raised &= BEFORE_COMPUTATION; // nothing was computed
        }
        cpu.state.mxcsr |= raised;
        if (unmasked != 0) {
            throw Cr4.OSXMMEXCPT.in(cpu.state.cr4) ? Fault.of(Vector.XM) : Fault.ud();
        }
    }

    private int rounding() {
        return mxcsr >> 13 & 3;
    }

    private boolean masked(int exception) {
        return (mxcsr >> MASKS & exception) != 0;
    }

    private long operand(long encoded) {
        boolean zero = (mxcsr & DENORMALS_ARE_ZEROS) != 0 && format.isDenormal(encoded);
        return zero ? encoded & format.sign() : encoded;
    }

    private void noteDenormal(long encoded) {
        raised |= format.isDenormal(encoded) ? DENORMAL : 0;
    }

    // --- arithmetic

    /** One lane; {@link Operation#SQUARE_ROOT} takes {@code b} alone. */
    long compute(Operation operation, long first, long second) {
        long b = operand(second);
        long a = operation == Operation.SQUARE_ROOT ? b : operand(first);
        if (format.isNaN(a) || format.isNaN(b)) {
            return propagate(a, b);
        }
        double x = format.value(a);
        double y = format.value(b);
        if (invalid(operation, x, y)) {
            raised |= INVALID;
            return format.indefinite();
        }
        if (operation == Operation.DIVIDE && y == 0 && x != 0 && !Double.isInfinite(x)) {
            raised |= DIVIDE_BY_ZERO; // comes before a denormal operand
            return format.encode(x / y);
        }
        noteDenormal(a);
        noteDenormal(b);
        return round(operation, x, y);
    }

    /** The first operand that is a NaN, made quiet. @sdm Vol. 1, Rules for Handling NaNs */
    private long propagate(long a, long b) {
        if (format.isSignalling(a) || format.isSignalling(b)) {
            raised |= INVALID;
        }
        return format.quiet(format.isNaN(a) ? a : b);
    }

    private static boolean invalid(Operation operation, double x, double y) {
        return switch (operation) {
            case ADD -> Double.isNaN(x + y);
            case SUBTRACT -> Double.isNaN(x - y);
            case MULTIPLY -> Double.isNaN(x * y);
            case DIVIDE -> Double.isNaN(x / y);
            case SQUARE_ROOT -> y < 0;
        };
    }

    private long round(Operation operation, double x, double y) {
        double result =
                format.nearest(
                        switch (operation) {
                            case ADD -> x + y;
                            case SUBTRACT -> x - y;
                            case MULTIPLY -> x * y;
                            case DIVIDE -> x / y;
                            case SQUARE_ROOT -> Math.sqrt(y);
                        });
        if (Double.isInfinite(x) || Double.isInfinite(y) || nothingToFind(result)) {
            return format.encode(result);
        }
        if (result == 0 && operation.compareTo(Operation.SUBTRACT) <= 0) {
            return format.encode(exactZero(operation, x, y, result));
        }
        return finish(result, error(operation, x, y, result));
    }

    /**
     * Whether inexactness is known and masked, rounding is to nearest, and the result is in the
     * middle of the range.
     */
    private boolean nothingToFind(double result) {
        double magnitude = Math.abs(result);
        return (mxcsr & INEXACT) != 0
                && masked(INEXACT)
                && rounding() == 0
                && magnitude > format.minNormal()
                && !Double.isInfinite(result);
    }

    /** A sum that is zero is exact; rounding down, it is negative unless both terms are +0. */
    private double exactZero(Operation operation, double x, double y, double result) {
        double term = operation == Operation.SUBTRACT ? -y : y;
        boolean bothPositive = 1 / x > 0 && 1 / term > 0;
        return rounding() == DOWN && !bothPositive ? -0.0 : result;
    }

    /** The sign of the exact result minus {@code result}. */
    private static int error(Operation operation, double x, double y, double result) {
        if (Double.isInfinite(result)) {
            return result > 0 ? -1 : 1;
        }
        BigDecimal b = new BigDecimal(y);
        BigDecimal r = new BigDecimal(result);
        return switch (operation) {
            case ADD -> new BigDecimal(x).add(b).compareTo(r);
            case SUBTRACT -> new BigDecimal(x).subtract(b).compareTo(r);
            case MULTIPLY -> new BigDecimal(x).multiply(b).compareTo(r);
            case DIVIDE -> new BigDecimal(x).compareTo(r.multiply(b)) * (int) Math.signum(y);
            case SQUARE_ROOT -> b.compareTo(r.multiply(r));
        };
    }

    /**
     * Goes from the nearest value to the one that the rounding mode wants, and raises what follows.
     */
    private long finish(double nearest, int error) {
        double result = directed(nearest, error);
        boolean tiny = Math.abs(result) < format.minNormal() && (result != 0 || error != 0);
        if (Double.isInfinite(nearest) || Double.isInfinite(result)) {
            raised |= OVERFLOW | INEXACT;
        }
        if (error != 0) {
            raised |= INEXACT | (tiny ? UNDERFLOW : 0);
        }
        if (tiny && !masked(UNDERFLOW)) {
            raised |= UNDERFLOW;
        } else if (tiny && (mxcsr & FLUSH_TO_ZERO) != 0) {
            raised |= UNDERFLOW | INEXACT;
            return format.encode(Math.copySign(0.0, result));
        }
        return format.encode(result);
    }

    private double directed(double nearest, int error) {
        boolean negative = nearest < 0 || 1 / nearest < 0;
        int mode = rounding();
        if (mode == TO_ZERO) {
            mode = negative ? UP : DOWN;
        }
        if (mode == DOWN && error < 0) {
            return format.down(nearest);
        }
        return mode == UP && error > 0 ? keepSign(format.up(nearest), negative) : nearest;
    }

    /** The step from the least negative number upwards is to -0. */
    private static double keepSign(double value, boolean negative) {
        return value == 0 && negative ? -0.0 : value;
    }

    // --- comparisons

    /**
     * The lesser or greater; the second operand if they are equal zeros or one is a NaN. @sdm Vol.
     * 2B, MIN; MAX
     */
    long extremum(boolean maximum, long first, long second) {
        long a = operand(first);
        long b = operand(second);
        if (format.isNaN(a) || format.isNaN(b)) {
            raised |= INVALID;
            return b;
        }
        noteDenormal(a);
        noteDenormal(b);
        double x = format.value(a);
        double y = format.value(b);
        return (maximum ? x > y : x < y) ? a : b;
    }

    /**
     * 0 equal, -1 less, 1 greater, 2 unordered; quiet NaNs are invalid too if {@code signalling}.
     */
    int order(long first, long second, boolean signalling) {
        long a = operand(first);
        long b = operand(second);
        if (format.isNaN(a) || format.isNaN(b)) {
            boolean invalid = signalling || format.isSignalling(a) || format.isSignalling(b);
            raised |= invalid ? INVALID : 0;
            return 2;
        }
        noteDenormal(a);
        noteDenormal(b);
        double x = format.value(a);
        double y = format.value(b);
        return x < y ? -1 : x > y ? 1 : 0;
    }

    /** All ones if predicate 0 to 7 holds. @sdm Vol. 2A, CMPPD */
    long compare(int predicate, long a, long b) {
        int kind = predicate & 3;
        int order = order(a, b, kind == 1 || kind == 2);
        boolean holds =
                switch (kind) {
                    case 0 -> order == 0;
                    case 1 -> order == -1;
                    case 2 -> order <= 0;
                    default -> order == 2;
                };
        return holds ^ (predicate & 4) != 0 ? -1 : 0;
    }

    // --- conversions

    /** An integer in this format. */
    long fromInteger(long value) {
        double nearest = format == FloatFormat.SINGLE ? (float) value : (double) value;
        return finish(nearest, new BigDecimal(value).compareTo(new BigDecimal(nearest)));
    }

    /** An integer of {@code size} bytes, or the least one if it does not fit. */
    long toInteger(long encoded, int size, boolean truncate) {
        long a = operand(encoded);
        long indefinite = Long.MIN_VALUE >> 64 - 8 * size;
        if (format.isNaN(a)) {
            raised |= INVALID;
            return indefinite;
        }
        double x = format.value(a);
        double whole = whole(x, truncate ? TO_ZERO : rounding());
        if (whole < indefinite || whole >= -(double) indefinite) {
            raised |= INVALID;
            return indefinite;
        }
        raised |= whole != x ? INEXACT : 0;
        return (long) whole;
    }

    private static double whole(double x, int mode) {
        return switch (mode) {
            case DOWN -> Math.floor(x);
            case UP -> Math.ceil(x);
            case TO_ZERO -> x < 0 ? Math.ceil(x) : Math.floor(x);
            default -> Math.rint(x);
        };
    }

    /** A double as a single; this unit's format is double. */
    long narrow(long encoded) {
        long a = operand(encoded);
        if (format.isNaN(a)) {
            raised |= format.isSignalling(a) ? INVALID : 0;
            return a >>> 32 & 0x80000000L | 0x7fc00000L | a >>> 29 & 0x3fffff;
        }
        noteDenormal(a);
        double x = format.value(a);
        if (Double.isInfinite(x)) {
            return FloatFormat.SINGLE.encode(x);
        }
        FloatUnit single = new FloatUnit(FloatFormat.SINGLE, mxcsr);
        double nearest = (float) x;
        long result = single.finish(nearest, Double.compare(x, nearest));
        raised |= single.raised;
        return result;
    }

    /** A single as a double; this unit's format is single. */
    long widen(long encoded) {
        long a = operand(encoded);
        if (format.isNaN(a)) {
            raised |= format.isSignalling(a) ? INVALID : 0;
            return (a & 0x80000000L) << 32 | 0x7ff8000000000000L | (a & 0x3fffff) << 29;
        }
        noteDenormal(a);
        return FloatFormat.DOUBLE.encode(format.value(a));
    }
}
