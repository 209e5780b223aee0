package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.State;
import dev.ringmaster.cpu.rule.StateField;

import java.util.Arrays;

/**
 * The values of a VMCS's fields. A field may be not given, which differs from 0: a dump prints some
 * fields only, a processor's VMCS has them all.
 *
 * <p>Launch state, shadow indicator and revision identifier are no fields; they live with whoever
 * owns the region.
 *
 * @sdm Vol. 3C, Virtual-Machine Control Structures
 */
public final class Vmcs implements State {
    private static final VmcsField[] FIELDS = VmcsField.values();

    private final long[] values = new long[FIELDS.length];
    private final boolean[] given = new boolean[FIELDS.length];
    private final long[] changes = new long[VmcsField.Type.values().length];
    private int missing = FIELDS.length;
    private final FieldSet changed = new FieldSet();
    private FieldSet reads;

    private Vmcs() {}

    /** A VMCS of which nothing is known. */
    public static Vmcs partial() {
        return new Vmcs();
    }

    /** A VMCS in which every field is given and 0. */
    public static Vmcs zeroed() {
        Vmcs vmcs = new Vmcs();
        Arrays.fill(vmcs.given, true);
        vmcs.missing = 0;
        return vmcs;
    }

    /** An independent copy. */
    public Vmcs copy() {
        Vmcs copy = new Vmcs();
        System.arraycopy(values, 0, copy.values, 0, values.length);
        System.arraycopy(given, 0, copy.given, 0, given.length);
        copy.missing = missing;
        return copy;
    }

    /** Whether every field is given. */
    public boolean complete() {
        return missing == 0;
    }

    /** Whether the value of {@code field} is known. */
    public boolean given(VmcsField field) {
        return given[field.ordinal()];
    }

    @Override
    public boolean given(StateField field) {
        return field instanceof VmcsField mine && given(mine);
    }

    /** Notes in {@code reads} from now on which fields are read; null ends that. */
    public void watchReads(FieldSet reads) {
        this.reads = reads;
    }

    /**
     * Moves into {@code into} the fields whose values have changed since the last call. There is
     * one caller for a VMCS: the processor on which it is current.
     */
    public void takeChanged(FieldSet into) {
        into.copy(changed);
        changed.clear();
    }

    /**
     * The value of {@code field}, zero-extended.
     *
     * @throws Missing if it is not given
     */
    public long get(VmcsField field) {
        int at = field.ordinal();
        if (reads != null) {
            reads.add(field);
        }
        if (missing != 0 && !given[at]) {
            throw new Missing(field.name());
        }
        return values[at];
    }

    @Override
    public long get(StateField field) {
        if (field instanceof VmcsField mine) {
            return get(mine);
        }
        throw new Missing(field.name());
    }

    /** Bits 63:32 of a field, as its high encoding reads them. */
    public long getHigh(VmcsField field) {
        return get(field) >>> 32;
    }

    /** Makes {@code field} given; bits beyond its width are dropped. */
    public Vmcs set(VmcsField field, long value) {
        int at = field.ordinal();
        if (!given[at]) {
            given[at] = true;
            missing--;
            changes[field.type().ordinal()]++;
        }
        long kept = value & field.mask();
        if (values[at] != kept) {
            values[at] = kept;
            changed.add(field);
            changes[field.type().ordinal()]++;
        }
        return this;
    }

    /** How often some field of a type changed; equal numbers mean equal fields. */
    public long changes(VmcsField.Type type) {
        return changes[type.ordinal()];
    }

    /**
     * Writes bits 63:32 of a field, as its high encoding does; what was not given in bits 31:0
     * becomes 0.
     */
    public Vmcs setHigh(VmcsField field, long value) {
        return set(field, values[field.ordinal()] & 0xffffffffL | value << 32);
    }

    /** Makes {@code field} not given. */
    public Vmcs forget(VmcsField field) {
        int at = field.ordinal();
        if (given[at]) {
            given[at] = false;
            missing++;
            changes[field.type().ordinal()]++;
        }
        values[at] = 0;
        changed.add(field);
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vmcs that
                && Arrays.equals(values, that.values)
                && Arrays.equals(given, that.given);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values) * 31 + Arrays.hashCode(given);
    }

    /** The given fields that are not 0, one a line, as {@code FIELD=0x…}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (VmcsField field : FIELDS) {
            if (values[field.ordinal()] != 0) {
                text.append(field).append("=0x");
                text.append(Long.toHexString(values[field.ordinal()])).append('\n');
            }
        }
        return text.toString();
    }
}
