package dev.ringmaster.vmx.vmcs;

/** A set of VMCS fields; mutable, and cheap to compare with another. */
public final class FieldSet {
    private static final int WORDS = (VmcsField.values().length + 63) / 64;

    private final long[] words = new long[WORDS];

    /** The set of all fields of the given types. */
    public static FieldSet ofTypes(VmcsField.Type... types) {
        FieldSet set = new FieldSet();
        for (VmcsField field : VmcsField.values()) {
            for (VmcsField.Type type : types) {
                if (field.type() == type) {
                    set.add(field);
                }
            }
        }
        return set;
    }

    /** Adds a field. */
    public void add(VmcsField field) {
        int at = field.ordinal();
        words[at >> 6] |= 1L << at;
    }

    /** Whether it contains a field. */
    public boolean contains(VmcsField field) {
        int at = field.ordinal();
        return (words[at >> 6] >>> at & 1) != 0;
    }

    /** Whether the two have a field in common. */
    public boolean intersects(FieldSet other) {
        long common = 0;
        for (int i = 0; i < WORDS; i++) {
            common |= words[i] & other.words[i];
        }
        return common != 0;
    }

    /** Adds all fields of {@code other}. */
    public void addAll(FieldSet other) {
        for (int i = 0; i < WORDS; i++) {
            words[i] |= other.words[i];
        }
    }

    /** Takes over the contents of {@code other}. */
    public void copy(FieldSet other) {
        System.arraycopy(other.words, 0, words, 0, WORDS);
    }

    /** Removes every field. */
    public void clear() {
        for (int i = 0; i < WORDS; i++) {
            words[i] = 0;
        }
    }
}
