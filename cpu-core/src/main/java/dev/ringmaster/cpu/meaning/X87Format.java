package dev.ringmaster.cpu.meaning;

/**
 * The range and precision that a result is rounded to.
 *
 * @param precision bits of the significand, with its leading one
 * @param least the exponent of the least normal number
 * @param greatest the exponent of the greatest number
 * @param register whether the result goes to a register: then overflow and underflow that are not
 *     masked wrap the exponent instead of refusing to store
 * @sdm Vol. 1, Floating-Point Format
 */
record X87Format(int precision, int least, int greatest, boolean register) {
    static final X87Format SINGLE = new X87Format(24, -126, 127, false);
    static final X87Format DOUBLE = new X87Format(53, -1022, 1023, false);

    /** The format of results in registers. @sdm Vol. 1, Precision Control Field */
    static X87Format byControl(int control) {
        int precision =
                switch (control >> 8 & 3) {
                    case 0 -> 24;
                    case 2 -> 53;
                    default -> 64;
                };
        return new X87Format(precision, -16382, 16383, true);
    }

    private int size() {
        return precision == 24 ? 32 : 64;
    }

    /** The encoding of a number in memory. */
    long encode(Exact value) {
        long sign = value.negative() ? 1L << size() - 1 : 0;
        if (value.isZero()) {
            return sign;
        }
        int exponent = Math.max(value.exponent(), least);
        long units = value.units(exponent - precision + 1);
        long field = (long) exponent - least; // the leading bit of the significand adds one
        return sign | (field << precision - 1) + units;
    }

    /** The encoding of an infinity, or with a fraction of a NaN, in memory. */
    long special(boolean negative, long significand) {
        long sign = negative ? 1L << size() - 1 : 0;
        long exponent = (1L << size() - 1) - (1L << precision - 1);
        return sign | exponent | significand << 1 >>> 65 - precision;
    }
}
