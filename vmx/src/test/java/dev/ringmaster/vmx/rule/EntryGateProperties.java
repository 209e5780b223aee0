package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.vmx.vmcs.VmcsField;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.List;

/** A gate that skips clean groups finds what the whole list finds. */
class EntryGateProperties {
    private static final VmcsField[] FIELDS = VmcsField.values();
    private static final EntryFact[] FACTS = EntryFact.values();

    @Property(seed = "1")
    void skippingCleanGroupsChangesNothing(
            @ForAll @IntRange(max = 10) int scenario,
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 1 << 14) Integer> flips) {
        List<EntryState> states = Scenarios.valid();
        EntryState state = states.get(scenario % states.size());
        EntryGate gate = new EntryGate(state);
        for (int flip : flips) {
            flip(state, flip);
            assertThat(gate.firstViolation()).isEqualTo(VmEntryChecker.firstViolation(state));
            flip(state, flip);
            assertThat(gate.firstViolation()).isEmpty();
        }
    }

    private static void flip(EntryState state, int flip) {
        int at = flip / 64 % (FIELDS.length + FACTS.length);
        long bit = 1L << flip % 64;
        if (at < FIELDS.length) {
            state.vmcs().set(FIELDS[at], state.get(FIELDS[at]) ^ bit & FIELDS[at].mask());
        } else {
            EntryFact fact = FACTS[at - FIELDS.length];
            state.context().set(fact, state.get(fact) ^ bit & 1);
        }
    }
}
