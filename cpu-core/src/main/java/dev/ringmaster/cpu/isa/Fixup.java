package dev.ringmaster.cpu.isa;

/**
 * A place in a program that waits for the address of a label.
 *
 * @param at its offset in the output
 * @param size its size in bytes
 * @param target the label and what is added to its address
 * @param origin what is subtracted: the end of the instruction, or 0
 * @param kind what is stored
 */
record Fixup(int at, int size, Imm target, long origin, Kind kind) {
    /** What a fixup stores of the value. */
    enum Kind {
        /** All of it, as a signed number: the processor extends the field by its sign. */
        SIGNED,
        /** All of it. */
        WHOLE,
        /** The bits from number {@code origin} on, as many as fit. */
        PART
    }

    /** Stores the value of a label in the output. */
    void apply(byte[] bytes, long address) {
        long value = value(address + target.value());
        for (int n = 0; n < size; n++) {
            bytes[at + n] = (byte) (value >> 8 * n);
        }
    }

    private long value(long address) {
        if (kind == Kind.PART) {
            return address >> origin;
        }
        long value = address - origin;
        boolean fits =
                kind == Kind.SIGNED ? Ranges.isSigned(value, size) : Ranges.fits(value, size);
        if (!fits) {
            throw new IllegalArgumentException(
                    "label " + target.label() + ": " + value + " does not fit " + size + " bytes");
        }
        return value;
    }
}
