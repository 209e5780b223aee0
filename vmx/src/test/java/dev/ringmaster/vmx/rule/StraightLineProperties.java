package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.fail;

import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.vmx.vmcs.VmcsField;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The straight-line form says of every group what the rows say of it. */
class StraightLineProperties {
    private static final List<EntryState> STATES = Scenarios.nearby();
    private static final List<StateField> FIELDS = fields();

    @Property(seed = "1")
    void aFewBitsFromManyStatesBothFormsAgree(
            @ForAll @IntRange(max = 1 << 16) int state,
            @ForAll("flips") @Size(min = 1, max = 3) List<Flip> flips) {
        EntryState chosen = STATES.get(state % STATES.size());
        flips.forEach(flip -> flip.apply(chosen));
        try {
            bothFormsAgree(chosen);
        } finally {
            flips.forEach(flip -> flip.apply(chosen));
        }
    }

    @Provide
    Arbitrary<List<Flip>> flips() {
        return Combinators.combine(Arbitraries.of(FIELDS), Arbitraries.integers().between(0, 63))
                .as((field, bit) -> new Flip(field, bit % field.width()))
                .list();
    }

    static void bothFormsAgree(EntryState state) {
        for (RuleGroup group : RuleGroup.values()) {
            bothFormsAgree(group, state);
        }
    }

    static void bothFormsAgree(RuleGroup group, EntryState state) {
        Optional<RuleViolation> found = VmEntryChecker.checkRows(group, state);
        if (StraightLine.allHold(group, state) != found.isEmpty()) {
            fail("%s: the rows say %s, the straight-line form differs", group, found);
        }
    }

    private static List<StateField> fields() {
        List<StateField> fields = new ArrayList<>(List.of(EntryFact.values()));
        fields.addAll(List.of(VmcsField.values()));
        return fields;
    }

    /** One bit of a field or fact changes; applied twice, nothing does. */
    record Flip(StateField field, int bit) {
        void apply(EntryState state) {
            long value = state.get(field) ^ 1L << bit;
            if (field instanceof EntryFact fact) {
                state.context().set(fact, value);
            } else {
                state.vmcs().set((VmcsField) field, value);
            }
        }
    }
}
