package dev.ringmaster.svm.vmcb;

import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.State;
import dev.ringmaster.cpu.rule.StateField;

import java.util.Arrays;

/**
 * A decoded virtual machine control block: for each {@link VmcbField} a value, or that it is not
 * given. The processor works on one that is complete; a checker of dumps on one that may not be.
 *
 * @apm Vol. 2, VMCB
 */
public final class Vmcb implements State {
    private final long[] values = new long[VmcbField.count()];
    private final boolean[] given = new boolean[VmcbField.count()];

    /** A VMCB of which nothing is given. */
    public Vmcb() {}

    /** A VMCB of which every field is given as 0, like a cleared page. */
    public static Vmcb zero() {
        Vmcb vmcb = new Vmcb();
        Arrays.fill(vmcb.given, true);
        return vmcb;
    }

    /** A copy that shares nothing with this. */
    public Vmcb copy() {
        Vmcb copy = new Vmcb();
        System.arraycopy(values, 0, copy.values, 0, values.length);
        System.arraycopy(given, 0, copy.given, 0, given.length);
        return copy;
    }

    /**
     * The value of {@code field}, zero-extended.
     *
     * @throws Missing if it is not given
     */
    public long get(VmcbField field) {
        int index = field.ordinal();
        if (!given[index]) {
            throw new Missing(field.name());
        }
        return values[index];
    }

    @Override
    public long get(StateField field) {
        return get(vmcbField(field));
    }

    /** Whether the value of {@code field} is known. */
    public boolean given(VmcbField field) {
        return given[field.ordinal()];
    }

    @Override
    public boolean given(StateField field) {
        return field instanceof VmcbField vmcbField && given(vmcbField);
    }

    /**
     * Gives {@code field} a value.
     *
     * @throws IllegalArgumentException if the value has bits beyond the field's width
     */
    public Vmcb set(VmcbField field, long value) {
        if ((value & ~field.mask()) != 0) {
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
    public Vmcb forget(VmcbField field) {
        values[field.ordinal()] = 0;
        given[field.ordinal()] = false;
        return this;
    }

    /** Sets one intercept bit and leaves the others of its vector. */
    public Vmcb set(Intercept intercept, boolean on) {
        return set(intercept.field(), intercept.with(get(intercept.field()), on));
    }

    /** Stores a value whose width is known to fit; for the memory codec. */
    void put(int index, long value) {
        values[index] = value;
        given[index] = true;
    }

    private static VmcbField vmcbField(StateField field) {
        if (field instanceof VmcbField vmcbField) {
            return vmcbField;
        }
        throw new IllegalArgumentException(field.name() + " is no field of a VMCB");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vmcb that
                && Arrays.equals(values, that.values)
                && Arrays.equals(given, that.given);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Arrays.hashCode(given);
    }

    /** The given fields that are not 0, by name, in the order of the page. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Vmcb{");
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                text.append(text.length() > 5 ? ", " : "").append(VmcbField.at(i)).append("=0x");
                text.append(Long.toHexString(values[i]));
            }
        }
        return text.append('}').toString();
    }
}
