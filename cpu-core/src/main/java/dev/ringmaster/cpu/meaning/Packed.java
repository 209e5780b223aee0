package dev.ringmaster.cpu.meaning;

/**
 * Packed integer arithmetic on 8 bytes at a time: an MMX register, or one half of an SSE register.
 *
 * @sdm Vol. 1, Programming with Intel MMX Technology
 */
public final class Packed {
    /** An operation on two lanes, which come sign-extended; its result is truncated. */
    private interface Lane {
        long apply(long a, long b);
    }

    private Packed() {}

    private static long lanes(long a, long b, int bits, Lane lane) {
        int up = 64 - bits;
        long result = 0;
        for (int n = 0; n < 64; n += bits) {
            long x = a << up - n >> up;
            long y = b << up - n >> up;
            result |= lane.apply(x, y) << up >>> up - n;
        }
        return result;
    }

    private static long clamp(long value, long low, long high) {
        return Math.max(low, Math.min(high, value));
    }

    /** Wrapping sums of lanes of {@code bits}. */
    public static long add(long a, long b, int bits) {
        return lanes(a, b, bits, Long::sum);
    }

    /** Wrapping differences. */
    public static long subtract(long a, long b, int bits) {
        return lanes(a, b, bits, (x, y) -> x - y);
    }

    /** Sums with signed saturation. */
    public static long addSigned(long a, long b, int bits) {
        long max = (1L << bits - 1) - 1;
        return lanes(a, b, bits, (x, y) -> clamp(x + y, ~max, max));
    }

    /** Differences with signed saturation. */
    public static long subtractSigned(long a, long b, int bits) {
        long max = (1L << bits - 1) - 1;
        return lanes(a, b, bits, (x, y) -> clamp(x - y, ~max, max));
    }

    /** Sums with unsigned saturation. */
    public static long addUnsigned(long a, long b, int bits) {
        long m = (1L << bits) - 1;
        return lanes(a, b, bits, (x, y) -> Math.min(m, (x & m) + (y & m)));
    }

    /** Differences with unsigned saturation. */
    public static long subtractUnsigned(long a, long b, int bits) {
        long m = (1L << bits) - 1;
        return lanes(a, b, bits, (x, y) -> Math.max(0, (x & m) - (y & m)));
    }

    /** Low halves of products of words. */
    public static long multiplyLow(long a, long b) {
        return lanes(a, b, 16, (x, y) -> x * y);
    }

    /** High halves of signed products of words. */
    public static long multiplyHigh(long a, long b) {
        return lanes(a, b, 16, (x, y) -> x * y >> 16);
    }

    /** High halves of unsigned products of words. */
    public static long multiplyHighUnsigned(long a, long b) {
        return lanes(a, b, 16, (x, y) -> (x & 0xffff) * (y & 0xffff) >>> 16);
    }

    /** The unsigned product of the low doublewords. */
    public static long multiplyDoublewords(long a, long b) {
        return (a & 0xffffffffL) * (b & 0xffffffffL);
    }

    /** Sums of adjacent products of signed words. */
    public static long multiplyAdd(long a, long b) {
        return lanes(a, b, 32, (x, y) -> (short) x * (short) y + (x >> 16) * (y >> 16));
    }

    /** Rounded averages of unsigned lanes. */
    public static long average(long a, long b, int bits) {
        long m = (1L << bits) - 1;
        return lanes(a, b, bits, (x, y) -> (x & m) + (y & m) + 1 >> 1);
    }

    /** The sum of absolute differences of unsigned bytes. */
    public static long sumOfDifferences(long a, long b) {
        long sum = 0;
        for (int n = 0; n < 64; n += 8) {
            sum += Math.abs((a >>> n & 0xff) - (b >>> n & 0xff));
        }
        return sum;
    }

    /** Greater unsigned bytes. */
    public static long maxUnsigned(long a, long b) {
        return lanes(a, b, 8, (x, y) -> Math.max(x & 0xff, y & 0xff));
    }

    /** Lesser unsigned bytes. */
    public static long minUnsigned(long a, long b) {
        return lanes(a, b, 8, (x, y) -> Math.min(x & 0xff, y & 0xff));
    }

    /** Greater signed words. */
    public static long maxSigned(long a, long b) {
        return lanes(a, b, 16, Math::max);
    }

    /** Lesser signed words. */
    public static long minSigned(long a, long b) {
        return lanes(a, b, 16, Math::min);
    }

    /** All ones where lanes are equal. */
    public static long equal(long a, long b, int bits) {
        return lanes(a, b, bits, (x, y) -> x == y ? -1 : 0);
    }

    /** All ones where signed lanes of {@code a} are greater. */
    public static long greater(long a, long b, int bits) {
        return lanes(a, b, bits, (x, y) -> x > y ? -1 : 0);
    }

    /** Lanes shifted left; an unsigned count beyond the lane gives 0. */
    public static long shiftLeft(long a, long count, int bits) {
        boolean gone = Long.compareUnsigned(count, bits - 1) > 0;
        return gone ? 0 : lanes(a, 0, bits, (x, y) -> x << count);
    }

    /** Lanes shifted right with zeros. */
    public static long shiftRight(long a, long count, int bits) {
        boolean gone = Long.compareUnsigned(count, bits - 1) > 0;
        long m = -1L >>> 64 - bits;
        return gone ? 0 : lanes(a, 0, bits, (x, y) -> (x & m) >>> count);
    }

    /** Lanes shifted right with their signs; a count beyond the lane leaves only signs. */
    public static long shiftRightSigned(long a, long count, int bits) {
        boolean gone = Long.compareUnsigned(count, bits - 1) > 0;
        long n = gone ? bits - 1 : count;
        return lanes(a, 0, bits, (x, y) -> x >> n);
    }

    /** The low lanes of both, interleaved, {@code a} first. */
    public static long interleaveLow(long a, long b, int bits) {
        long result = 0;
        long mask = (1L << bits) - 1;
        for (int n = 0; n < 32; n += bits) {
            result |= (a >>> n & mask) << 2 * n | (b >>> n & mask) << 2 * n + bits;
        }
        return result;
    }

    /** The high lanes of both, interleaved. */
    public static long interleaveHigh(long a, long b, int bits) {
        return interleaveLow(a >>> 32, b >>> 32, bits);
    }

    /**
     * Signed lanes of {@code bits} from {@code low} and then {@code high}, halved with signed
     * saturation.
     */
    public static long packSigned(long low, long high, int bits) {
        long max = (1L << bits / 2 - 1) - 1;
        return pack(low, high, bits, ~max, max);
    }

    /** Signed lanes halved with unsigned saturation. */
    public static long packUnsigned(long low, long high, int bits) {
        return pack(low, high, bits, 0, (1L << bits / 2) - 1);
    }

    private static long pack(long low, long high, int bits, long least, long greatest) {
        long result = 0;
        int up = 64 - bits;
        long mask = (1L << bits / 2) - 1;
        for (int n = 0; n < 64; n += bits) {
            result |= (clamp(low << up - n >> up, least, greatest) & mask) << n / 2;
            result |= (clamp(high << up - n >> up, least, greatest) & mask) << 32 + n / 2;
        }
        return result;
    }

    /** Four words of {@code a}, each chosen by two bits of {@code order}. */
    public static long shuffleWords(long a, int order) {
        long result = 0;
        for (int n = 0; n < 4; n++) {
            result |= (a >>> 16 * (order >> 2 * n & 3) & 0xffff) << 16 * n;
        }
        return result;
    }
}
