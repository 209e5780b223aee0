package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.svm.rule.VmrunState;
import dev.ringmaster.svm.vmcb.VmcbField;

/**
 * A valid case and the one bit that separates it from the other side of the boundary.
 *
 * @param inside what enters
 * @param field where the bit is
 * @param bit which it is
 */
public record VmcbCrossing(VmcbCase inside, VmcbField field, int bit) {
    private static final VmcbField[] FIELDS = VmcbField.values();

    /** The case with the bit the other way round, which does not enter. */
    public VmcbCase outside() {
        return inside.with(field, inside.vmcb().get(field) ^ 1L << bit);
    }

    /** The next such bit, counted from the {@code from}-th bit of all fields on. */
    static VmcbCrossing after(VmcbCase inside, int from) {
        VmcbCase.Parts parts = inside.parts();
        VmrunState state = parts.state();
        for (int i = 0; i < FIELDS.length * 64; i++) {
            int at = (from + i) % (FIELDS.length * 64);
            VmcbField field = FIELDS[at / 64];
            if (at % 64 < field.width()) {
                long before = state.get(field);
                parts.set(field, before ^ 1L << at % 64);
                boolean refused = LoneVmcbViolations.refused(state);
                parts.set(field, before);
                if (refused) {
                    return new VmcbCrossing(inside, field, at % 64);
                }
            }
        }
        throw new AssertionError("every bit of " + inside + " is free");
    }
}
