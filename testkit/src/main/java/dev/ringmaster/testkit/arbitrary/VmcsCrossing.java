package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.vmx.rule.EntryState;
import dev.ringmaster.vmx.rule.RuleViolation;
import dev.ringmaster.vmx.rule.StraightLine;
import dev.ringmaster.vmx.rule.VmEntryChecker;
import dev.ringmaster.vmx.vmcs.VmcsField;

/**
 * A valid case and the one bit that separates it from the other side of the boundary.
 *
 * @param inside what enters
 * @param field where the bit is
 * @param bit which it is
 */
public record VmcsCrossing(VmcsCase inside, VmcsField field, int bit) {
    private static final VmcsField[] FIELDS = VmcsField.values();

    /** The case with the bit the other way round, which does not enter. */
    public VmcsCase outside() {
        return inside.with(field, inside.vmcs().get(field) ^ 1L << bit);
    }

    /** The first rule that the case outside violates. */
    public RuleViolation violation() {
        return VmEntryChecker.firstViolation(outside().state()).orElseThrow();
    }

    /** The next such bit, counted from the {@code from}-th bit of all fields on. */
    static VmcsCrossing after(VmcsCase inside, int from) {
        EntryState state = inside.state();
        for (int i = 0; i < FIELDS.length * 64; i++) {
            int at = (from + i) % (FIELDS.length * 64);
            VmcsField field = FIELDS[at / 64];
            if (at % 64 < field.width() && crosses(state, field, at % 64)) {
                return new VmcsCrossing(inside, field, at % 64);
            }
        }
        throw new AssertionError("every bit of " + inside + " is free");
    }

    private static boolean crosses(EntryState state, StateField field, int bit) {
        long before = state.get(field);
        VmcsCase.set(state, field, before ^ 1L << bit);
        boolean holds = StraightLine.allHold(state);
        VmcsCase.set(state, field, before);
        return !holds;
    }
}
