package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.Flags;

import java.math.BigInteger;

/** Values of a size as mathematics sees them. */
final class Words {
    private Words() {}

    static BigInteger unsigned(long value, int size) {
        BigInteger v = BigInteger.valueOf(Bits.zeroExtend(value, size));
        return v.signum() < 0 ? v.add(BigInteger.ONE.shiftLeft(64)) : v;
    }

    static BigInteger signed(long value, int size) {
        return BigInteger.valueOf(Bits.signExtend(value, size));
    }

    /** The six status flags from their definitions. */
    static long status(boolean cf, long low4Carry, long result, int size, boolean of) {
        long r = Bits.signExtend(result, size);
        boolean even = Long.bitCount(r & 0xff) % 2 == 0;
        return (cf ? 1 : 0)
                | (even ? 4 : 0)
                | (low4Carry != 0 ? 16 : 0)
                | (r == 0 ? 64 : 0)
                | (r < 0 ? 128 : 0)
                | (of ? 2048 : 0);
    }

    static Flags flags(long status) {
        Flags f = new Flags();
        f.setStatus(status);
        return f;
    }

    static boolean fitsSigned(BigInteger value, int size) {
        return value.bitLength() < 8 * size;
    }

    static boolean fitsUnsigned(BigInteger value, int size) {
        return value.signum() >= 0 && value.bitLength() <= 8 * size;
    }
}
