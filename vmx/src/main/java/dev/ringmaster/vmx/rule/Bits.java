package dev.ringmaster.vmx.rule;

import dev.ringmaster.vmx.vmcs.VmcsField;

/** Masks and shapes of values that many rules ask for. */
final class Bits {
    static final long LOW_12 = 0xfff;
    static final long HIGH_32 = 0xffffffff00000000L;

    /** WB, WT, UC-, UC, twice. */
    private static final long PAT_AFTER_RESET = 0x0007040600070406L;

    private Bits() {}

    /** Bits {@code high} to {@code low}. */
    static long range(int high, int low) {
        return -1L >>> (63 - high) & -1L << low;
    }

    /** Whether no bit of {@code mask} is 1. */
    static boolean clear(long value, long mask) {
        return (value & mask) == 0;
    }

    /** The bits from 63 down to {@code width}. */
    static long above(int width) {
        return width >= 64 ? 0 : -1L << width;
    }

    /** Whether bits 63 to {@code width} - 1 are equal. */
    static boolean canonical(long linear, int width) {
        int shift = 64 - width;
        return linear << shift >> shift == linear;
    }

    /** Whether bits 63 to {@code width} are equal; bit {@code width} - 1 may differ. */
    static boolean upperBitsEqual(long linear, int width) {
        long upper = linear >> width;
        return upper == 0 || upper == -1;
    }

    /** Whether every byte is a memory type that PAT knows: 0, 1, 4, 5, 6, 7. */
    static boolean patTypes(long pat) {
        long upperBits = 0xf8f8f8f8f8f8f8f8L;
        long reserved = pat >>> 1 & ~(pat >>> 2) & 0x0101010101010101L;
        return (pat & upperBits) == 0 && reserved == 0;
    }

    /** A PAT in which each byte that is no memory type has its value after reset. */
    static long withPatTypes(long pat) {
        long mended = pat;
        for (int shift = 0; shift < 64; shift += 8) {
            if (!patTypes(pat >>> shift & 0xff)) {
                mended = mended & ~(0xffL << shift) | PAT_AFTER_RESET & 0xffL << shift;
            }
        }
        return mended;
    }

    /** The mask as the manual writes it: "GUEST_DR7 bits 63:32". */
    static String name(VmcsField field, long mask) {
        long within = mask & field.mask();
        StringBuilder text = new StringBuilder(field.name());
        text.append(Long.bitCount(within) == 1 ? " bit" : " bits");
        String separator = " ";
        for (long rest = within; rest != 0; ) {
            int high = 63 - Long.numberOfLeadingZeros(rest);
            int low = high;
            while (low > 0 && (rest >>> (low - 1) & 1) != 0) {
                low--;
            }
            text.append(separator).append(high == low ? "" + high : high + ":" + low);
            separator = ", ";
            rest &= ~range(high, low);
        }
        return text.toString();
    }
}
