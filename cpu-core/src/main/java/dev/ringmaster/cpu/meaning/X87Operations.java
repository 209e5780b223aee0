package dev.ringmaster.cpu.meaning;

/**
 * Arithmetic on register values. {@code null} stands for "nothing is stored": an exception that is
 * not masked was raised.
 *
 * @sdm Vol. 1, Basic Arithmetic Instructions
 * @sdm Vol. 1, Floating-Point Exceptions
 */
final class X87Operations {
    static final int EQUAL = 0x4000;
    static final int LESS = 0x0100;
    static final int GREATER = 0;
    static final int UNORDERED = 0x4500;

    /** Enough for every rounding. */
    private static final int BITS = 67;

    private X87Operations() {}

    /** The six operations as bits 5:3 of the instruction number them. */
    static Extended compute(X87Unit unit, int operation, Extended a, Extended b) {
        return switch (operation) {
            case 0 -> add(unit, a, b, b.negative());
            case 1 -> multiply(unit, a, b);
            case 4 -> add(unit, a, b, !b.negative());
            case 5 -> add(unit, b, a, !a.negative());
            case 6 -> divide(unit, a, b);
            case 7 -> divide(unit, b, a);
            default -> throw new AssertionError("comparison " + operation);
        };
    }

    private static boolean special(Extended a) {
        return a.isNaN() || a.isUnsupported();
    }

    private static Extended invalid(X87Unit unit) {
        unit.raise(X87Unit.INVALID);
        return unit.refused() ? null : Extended.INDEFINITE;
    }

    /** The result if an operand is a NaN or unsupported. @sdm Vol. 1, Rules for Handling NaNs */
    private static Extended propagate(X87Unit unit, Extended a, Extended b) {
        if (a.isUnsupported() || b.isUnsupported()) {
            return invalid(unit);
        }
        if (a.isSignalling() || b.isSignalling()) {
            unit.raise(X87Unit.INVALID);
        }
        return unit.refused() ? null : choose(a, b).quiet();
    }

    /** A quiet NaN before a signalling one, else the larger significand, else the positive one. */
    private static Extended choose(Extended a, Extended b) {
        if (!a.isNaN() || !b.isNaN()) {
            return a.isNaN() ? a : b;
        }
        if (a.isSignalling() != b.isSignalling()) {
            return a.isSignalling() ? b : a;
        }
        int order = Long.compareUnsigned(a.significand(), b.significand());
        if (order == 0) {
            return a.negative() ? b : a;
        }
        return order > 0 ? a : b;
    }

    private static boolean refusesDenormals(X87Unit unit, Extended a, Extended b) {
        boolean any = a.isDenormal() || b.isDenormal() || unit.denormalInMemory();
        unit.raise(any ? X87Unit.DENORMAL : 0);
        return unit.refused();
    }

    private static Extended rounded(X87Unit unit, Exact value) {
        Exact result = unit.round(value, X87Format.byControl(unit.control()));
        return result == null ? Extended.infinity(value.negative()) : Extended.of(result);
    }

    private static Extended add(X87Unit unit, Extended a, Extended second, boolean negative) {
        if (special(a) || special(second)) {
            return propagate(unit, a, second);
        }
        Extended b = second.withSign(negative);
        if (a.isInfinite() && b.isInfinite() && a.negative() != b.negative()) {
            return invalid(unit);
        }
        if (refusesDenormals(unit, a, b)) {
            return null;
        }
        if (a.isInfinite() || b.isInfinite()) {
            return a.isInfinite() ? a : b;
        }
        Exact sum = a.exact().plus(b.exact());
        if (!sum.isZero()) {
            return rounded(unit, sum);
        }
        boolean same = a.isZero() && a.negative() == b.negative();
        return Extended.zero(same ? a.negative() : unit.roundsDown());
    }

    private static Extended multiply(X87Unit unit, Extended a, Extended b) {
        if (special(a) || special(b)) {
            return propagate(unit, a, b);
        }
        if (a.isInfinite() && b.isZero() || a.isZero() && b.isInfinite()) {
            return invalid(unit);
        }
        if (refusesDenormals(unit, a, b)) {
            return null;
        }
        boolean negative = a.negative() != b.negative();
        if (a.isInfinite() || b.isInfinite()) {
            return Extended.infinity(negative);
        }
        if (a.isZero() || b.isZero()) {
            return Extended.zero(negative);
        }
        return rounded(unit, a.exact().times(b.exact()));
    }

    private static Extended divide(X87Unit unit, Extended a, Extended b) {
        if (special(a) || special(b)) {
            return propagate(unit, a, b);
        }
        if (a.isInfinite() && b.isInfinite() || a.isZero() && b.isZero()) {
            return invalid(unit);
        }
        boolean negative = a.negative() != b.negative();
        if (b.isZero() && !a.isInfinite()) {
            unit.raise(X87Unit.DIVIDE_BY_ZERO);
            return unit.refused() ? null : Extended.infinity(negative);
        }
        if (refusesDenormals(unit, a, b)) {
            return null;
        }
        if (a.isInfinite()) {
            return Extended.infinity(negative);
        }
        if (a.isZero() || b.isInfinite()) {
            return Extended.zero(negative);
        }
        return rounded(unit, a.exact().over(b.exact(), BITS));
    }

    /**
     * @sdm Vol. 2A, FSQRT
     */
    static Extended root(X87Unit unit, Extended a) {
        if (special(a)) {
            return propagate(unit, a, a);
        }
        if (a.negative() && !a.isZero()) {
            return invalid(unit);
        }
        if (refusesDenormals(unit, a, a)) {
            return null;
        }
        return a.isZero() || a.isInfinite() ? a : rounded(unit, a.exact().root(BITS));
    }

    /**
     * @sdm Vol. 2A, FRNDINT
     */
    static Extended whole(X87Unit unit, Extended a) {
        if (special(a)) {
            return propagate(unit, a, a);
        }
        if (refusesDenormals(unit, a, a)) {
            return null;
        }
        return a.isZero() || a.isInfinite() ? a : Extended.of(unit.whole(a.exact(), false));
    }

    /**
     * The condition codes of a comparison.
     *
     * @param quiet whether quiet NaNs are no invalid operation
     * @sdm Vol. 2A, FCOM/FCOMP/FCOMPP
     */
    static int compare(X87Unit unit, Extended a, Extended b, boolean quiet) {
        if (special(a) || special(b)) {
            boolean mild = quiet && !a.isUnsupported() && !b.isUnsupported();
            boolean signals = a.isSignalling() || b.isSignalling();
            unit.raise(mild && !signals ? 0 : X87Unit.INVALID);
            return UNORDERED;
        }
        refusesDenormals(unit, a, b);
        int order = order(a, b);
        return order == 0 ? EQUAL : order < 0 ? LESS : GREATER;
    }

    private static int order(Extended a, Extended b) {
        if (a.isZero() && b.isZero() || a.equals(b)) {
            return 0;
        }
        if (a.isInfinite() || b.isInfinite()) {
            return a.isInfinite() ? a.negative() ? -1 : 1 : b.negative() ? 1 : -1;
        }
        return a.exact().compare(b.exact());
    }
}
