package dev.ringmaster.cpu.isa;

/** Which values fit which fields. */
final class Ranges {
    private Ranges() {}

    /** Whether a value is the sign-extension of its low {@code size} bytes. */
    static boolean isSigned(long value, int size) {
        int unused = 64 - 8 * size;
        return value << unused >> unused == value;
    }

    /** Whether a value fits {@code size} bytes as a signed or as an unsigned number. */
    static boolean fits(long value, int size) {
        return size == 8 || isSigned(value, size) || value >>> 8 * size == 0;
    }

    /**
     * Whether an immediate can be encoded in a field.
     *
     * @param size the size of the field in bytes
     * @param meant the size of the operation, which sign-extended fields are extended to
     */
    static boolean fits(long value, OperandPattern pattern, int size, int meant) {
        if (pattern.place() == OperandPattern.Place.IMMEDIATE) {
            return fits(value, size);
        }
        return fits(value, meant) && isSigned(extend(value, meant), size);
    }

    /** The value of the low {@code size} bytes, sign-extended. */
    static long extend(long value, int size) {
        int unused = 64 - 8 * size;
        return value << unused >> unused;
    }
}
