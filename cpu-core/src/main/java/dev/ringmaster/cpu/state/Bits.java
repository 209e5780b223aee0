package dev.ringmaster.cpu.state;

/** Arithmetic on values of 1, 2, 4 and 8 bytes that are held in a {@code long}. */
public final class Bits {
    private Bits() {}

    /** {@code value} sign-extended from {@code size} bytes. */
    public static long signExtend(long value, int size) {
        return switch (size) {
            case 1 -> (byte) value;
            case 2 -> (short) value;
            case 4 -> (int) value;
            default -> value;
        };
    }

    /** {@code value} zero-extended from {@code size} bytes. */
    public static long zeroExtend(long value, int size) {
        return switch (size) {
            case 1 -> value & 0xff;
            case 2 -> value & 0xffff;
            case 4 -> value & 0xffffffffL;
            default -> value;
        };
    }

    /** Whether bits 63:47 of {@code linear} are equal. @sdm Vol. 1, Canonical Addressing */
    public static boolean canonical(long linear) {
        return linear << 16 >> 16 == linear;
    }
}
