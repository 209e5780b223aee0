package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.vmx.rule.StraightLineProperties.Flip;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What is said of a part of a state is said of the whole. */
class PartialStateProperties {
    private static final List<EntryState> STATES = Scenarios.nearby();

    /** Without the VM-entry controls these two take "load debug controls" to be 1. */
    private static final Set<String> ASSUMING = Set.of("GUEST-005", "GUEST-011");

    @Property(seed = "1")
    void aRuleDecidedWithoutSomeFieldsIsDecidedSoWithThem(
            @ForAll @IntRange(max = 1 << 16) int state,
            @ForAll("flips") @Size(max = 3) List<Flip> flips,
            @ForAll("fields") @Size(min = 1, max = 60) Set<VmcsField> missing) {
        EntryState whole = STATES.get(state % STATES.size());
        whole = whole.with(whole.vmcs().copy());
        Vmcs rest = whole.vmcs();
        flips.forEach(flip -> rest.set((VmcsField) flip.field(), flipped(rest, flip)));
        Vmcs part = rest.copy();
        missing.forEach(part::forget);
        Explanation ofPart = VmEntryChecker.explain(whole.with(part));
        Set<String> expected = violated(VmEntryChecker.explain(whole));
        expected.removeAll(undecided(ofPart));
        expected.removeAll(ASSUMING);
        Set<String> found = violated(ofPart);
        found.removeAll(ASSUMING);
        assertThat(found).isEqualTo(expected);
    }

    private static long flipped(Vmcs vmcs, Flip flip) {
        return vmcs.get((VmcsField) flip.field()) ^ 1L << flip.bit();
    }

    private static Set<String> violated(Explanation explanation) {
        return explanation.violations().stream()
                .map(each -> each.rule().id())
                .collect(Collectors.toSet());
    }

    private static Set<String> undecided(Explanation explanation) {
        return explanation.notChecked().stream()
                .map(each -> each.rule().id())
                .collect(Collectors.toSet());
    }

    @Provide
    Arbitrary<List<Flip>> flips() {
        return Combinators.combine(
                        Arbitraries.of(VmcsField.class), Arbitraries.integers().between(0, 63))
                .as((field, bit) -> new Flip(field, bit % field.width()))
                .list();
    }

    @Provide
    Arbitrary<Set<VmcsField>> fields() {
        return Arbitraries.of(VmcsField.class).set();
    }
}
