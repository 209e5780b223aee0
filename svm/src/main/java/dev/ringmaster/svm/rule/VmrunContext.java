package dev.ringmaster.svm.rule;

/**
 * The values of {@link ContextField} that are given. Starts with none; may be changed and used
 * again.
 */
public final class VmrunContext {
    private final long[] values = new long[ContextField.count()];
    private final boolean[] given = new boolean[ContextField.count()];

    /** A context of which nothing is given. */
    public VmrunContext() {}

    /**
     * Gives {@code field} a value.
     *
     * @throws IllegalArgumentException if the value has bits beyond the field's width
     */
    public VmrunContext set(ContextField field, long value) {
        if (field.width() < 64 && value >>> field.width() != 0) {
            throw new IllegalArgumentException(
                    field
                            + " has "
                            + field.width()
                            + " bits, 0x"
                            + Long.toHexString(value)
                            + " has more");
        }
        values[field.ordinal()] = value;
        given[field.ordinal()] = true;
        return this;
    }

    /** Takes the value of {@code field} away. */
    public VmrunContext forget(ContextField field) {
        given[field.ordinal()] = false;
        return this;
    }

    /** A copy that shares nothing with this. */
    public VmrunContext copy() {
        VmrunContext copy = new VmrunContext();
        System.arraycopy(values, 0, copy.values, 0, values.length);
        System.arraycopy(given, 0, copy.given, 0, given.length);
        return copy;
    }

    boolean given(ContextField field) {
        return given[field.ordinal()];
    }

    /** The value; 0 if it is not given. */
    long value(ContextField field) {
        return values[field.ordinal()];
    }
}
