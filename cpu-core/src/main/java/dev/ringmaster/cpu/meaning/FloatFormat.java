package dev.ringmaster.cpu.meaning;

/**
 * Single and double precision. Values of both are held in a {@code double}, which represents
 * singles exactly; encodings are the low bits of a {@code long}.
 *
 * @sdm Vol. 1, Floating-Point Data Types
 */
enum FloatFormat {
    SINGLE(32, 23, Float.MIN_NORMAL),
    DOUBLE(64, 52, Double.MIN_NORMAL);

    private final int bits;
    private final int fractionBits;
    private final double minNormal;

    FloatFormat(int bits, int fractionBits, double minNormal) {
        this.bits = bits;
        this.fractionBits = fractionBits;
        this.minNormal = minNormal;
    }

    int bytes() {
        return bits / 8;
    }

    /** The least normal magnitude. */
    double minNormal() {
        return minNormal;
    }

    private long fraction() {
        return (1L << fractionBits) - 1;
    }

    private long exponent() {
        return (1L << bits - 1) - (1L << fractionBits);
    }

    long sign() {
        return 1L << bits - 1;
    }

    boolean isNaN(long encoded) {
        return (encoded & exponent()) == exponent() && (encoded & fraction()) != 0;
    }

    private long quietBit() {
        return 1L << fractionBits - 1;
    }

    boolean isSignalling(long encoded) {
        return isNaN(encoded) && (encoded & quietBit()) == 0;
    }

    boolean isDenormal(long encoded) {
        return (encoded & exponent()) == 0 && (encoded & fraction()) != 0;
    }

    /** A NaN made quiet. */
    long quiet(long nan) {
        return nan | quietBit();
    }

    /** The NaN that invalid operations return. */
    long indefinite() {
        return sign() | exponent() | quietBit();
    }

    /** The value of an encoding that is no NaN. */
    double value(long encoded) {
        return this == SINGLE
                ? Float.intBitsToFloat((int) encoded)
                : Double.longBitsToDouble(encoded);
    }

    /** The encoding of a value of this format that is no NaN. */
    long encode(double value) {
        return this == SINGLE
                ? Float.floatToRawIntBits((float) value) & 0xffffffffL
                : Double.doubleToRawLongBits(value);
    }

    /** The nearest value of this format. */
    double nearest(double value) {
        return this == SINGLE ? (float) value : value;
    }

    /** The next value towards positive infinity. */
    double up(double value) {
        return this == SINGLE ? Math.nextUp((float) value) : Math.nextUp(value);
    }

    /** The next value towards negative infinity. */
    double down(double value) {
        return this == SINGLE ? Math.nextDown((float) value) : Math.nextDown(value);
    }
}
