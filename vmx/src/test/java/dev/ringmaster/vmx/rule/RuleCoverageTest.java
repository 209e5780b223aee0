package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.vmx.exit.InstructionError;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every modelled rule is seen to hold and to fail, on states that few flipped bits lead to. */
class RuleCoverageTest {
    /** Fields that hold a number, not bits, or a pointer that may be none. */
    private static final Set<VmcsField> NUMBERS =
            Set.of(
                    VmcsField.CR3_TARGET_COUNT,
                    VmcsField.TPR_THRESHOLD,
                    VmcsField.GUEST_ACTIVITY_STATE,
                    VmcsField.VMCS_LINK_POINTER);

    /** No one field mends an address that is wrong itself, or EPT on a processor without it. */
    private static final Set<String> SOMETIMES_MENDED = Set.of("CTL-033", "CTL-035", "CTL-036");

    @Test
    void theListHasEveryRuleOfTheManualOnce() {
        List<EntryRule> rules = EntryRules.inOrder();
        assertThat(rules).hasSize(388).extracting(EntryRule::id).doesNotHaveDuplicates();
        assertThat(rules).filteredOn(EntryRule::modelled).hasSizeGreaterThan(380);
        assertThat(rules).hasToString(EntryRules.all().toString());
    }

    @Test
    void everyRuleThatIsNotModelledSaysWhy() {
        assertThat(EntryRules.inOrder())
                .filteredOn(rule -> !rule.modelled())
                .allSatisfy(rule -> assertThat(rule.notModelled().orElseThrow()).isNotBlank());
    }

    @Test
    void validGuestsViolateNothing() {
        for (EntryState state : Scenarios.valid()) {
            assertThat(VmEntryChecker.firstViolation(state)).isEmpty();
            assertThat(VmEntryChecker.explain(state).violations()).isEmpty();
            assertThat(VmEntryChecker.explain(state).notChecked()).isEmpty();
        }
    }

    @Test
    void rulesAreFoundByTheirIdentifiers() {
        for (EntryRule rule : EntryRules.all()) {
            assertThat(EntryRules.byId(rule.id())).isSameAs(rule);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryRules.byId("GUEST-999"))
                .withMessageContaining("GUEST-999");
    }

    @Test
    void groupsSayWhatAViolationLeadsTo() {
        assertThat(RuleGroup.BASIC.outcome()).isEqualTo(RuleGroup.Outcomes.invalid());
        assertThat(RuleGroup.Outcomes.invalid().kind()).isEqualTo(Outcome.Kind.VM_FAIL_INVALID);
        assertThat(RuleGroup.Outcomes.guest(2)).isEqualTo(RuleGroup.GUEST_PDPTES.outcome());
        assertThat(RuleGroup.Outcomes.guest(2).number()).isEqualTo(33);
        assertThat(RuleGroup.Outcomes.guest(2).qualification()).isEqualTo(2);
        assertThat(RuleGroup.HOST_SEGMENTS.outcome().number()).isEqualTo(8);
        assertThat(RuleGroup.Outcomes.fail(InstructionError.ENTRY_INVALID_HOST_STATE))
                .isEqualTo(RuleGroup.HOST_REGISTERS.outcome());
        assertThat(RuleGroup.GUEST_TABLES.title()).isEqualTo("guest descriptor tables");
        assertThat(RuleGroup.GUEST_TABLES.section().title())
                .isEqualTo("Checks on Guest Descriptor-Table Registers");
    }

    @Test
    void anMsrAreaEndsWhereTheWidthEnds() {
        EntryState state = Scenarios.valid().get(0);
        long end = 1L << state.caps().physicalAddressWidth();
        state.vmcs().set(VmcsField.VM_EXIT_MSR_LOAD_COUNT, 2);
        state.vmcs().set(VmcsField.VM_EXIT_MSR_LOAD_ADDRESS, end - 32);
        assertThat(VmEntryChecker.firstViolation(state)).isEmpty();
        state.vmcs().set(VmcsField.VM_EXIT_MSR_LOAD_COUNT, 3);
        RuleViolation found = VmEntryChecker.firstViolation(state).orElseThrow();
        assertThat(found.rule().id()).isEqualTo("CTL-089");
        assertThat(found.outcome().number()).isEqualTo(7);
        assertThat(VmEntryChecker.check(RuleGroup.EXIT_CONTROLS, state)).contains(found);
    }

    @TestFactory
    List<DynamicTest> everyRuleIsSeenBothWays() {
        return EntryRules.inOrder().stream()
                .filter(EntryRule::modelled)
                .map(rule -> DynamicTest.dynamicTest(rule.id(), () -> seesBothWays(rule)))
                .toList();
    }

    private static void seesBothWays(EntryRule rule) {
        List<EntryState> states = Scenarios.nearby();
        assertThat(states).as("some state obeys " + rule).anyMatch(rule::holds);
        Optional<EntryState> broken = firstBroken(rule, states);
        assertThat(broken).as("some state violates " + rule).isPresent();
        assertThat(StraightLine.allHold(rule.ruleGroup(), broken.get())).isFalse();
        repairMends(rule, broken.get());
        whatItReadDecides(rule, broken.get());
    }

    @Test
    void mostRulesNameARepair() {
        assertThat(
                        EntryRules.inOrder().stream()
                                .filter(EntryRule::modelled)
                                .filter(rule -> !repairOf(rule).isEmpty()))
                .hasSizeGreaterThan(320);
    }

    private static Map<StateField, Long> repairOf(EntryRule rule) {
        return firstBroken(rule, Scenarios.nearby()).map(rule::repair).orElse(Map.of());
    }

    private static void repairMends(EntryRule rule, EntryState broken) {
        Map<StateField, Long> repair = rule.repair(broken);
        Vmcs mended = broken.vmcs().copy();
        repair.forEach((field, value) -> mended.set((VmcsField) field, value));
        nothingInVain(rule, broken, repair);
        assertThat(rule.required(broken)).isNotBlank();
        boolean mends = rule.mends() && !SOMETIMES_MENDED.contains(rule.id());
        assertThat(repair.isEmpty()).as("%s names a repair", rule).isNotEqualTo(mends);
        assertThat(repair.isEmpty() || rule.holds(broken.with(mended)))
                .as("%s is mended by %s", rule, repair)
                .isTrue();
    }

    /** The smallest repair: what it changes, bit for bit, is needed. */
    private static void nothingInVain(
            EntryRule rule, EntryState broken, Map<StateField, Long> repair) {
        repair.forEach(
                (field, value) -> {
                    long changed = NUMBERS.contains(field) ? 0 : value ^ broken.get(field);
                    for (int bit = 0; bit < 64; bit++) {
                        if ((changed >>> bit & 1) != 0) {
                            Vmcs less =
                                    broken.vmcs().copy().set((VmcsField) field, value ^ 1L << bit);
                            assertThat(rule.holds(broken.with(less)))
                                    .as("%s: %s = %x, bit %d", rule, field, value, bit)
                                    .isFalse();
                        }
                    }
                });
    }

    /** Without the fields that it read, the rule is undecided, not violated. */
    private static void whatItReadDecides(EntryRule rule, EntryState broken) {
        EntryState blind =
                new EntryState(
                        Vmcs.partial(),
                        broken.caps(),
                        EntryContext.unknown(),
                        EntryMemory.UNKNOWN,
                        MsrLoads.UNKNOWN);
        assertThat(VmEntryChecker.explain(blind).violations()).isEmpty();
        assertThat(VmEntryChecker.explain(broken).violations())
                .filteredOn(finding -> finding.rule().id().equals(rule.id()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fields()).isNotEmpty());
    }

    private static Optional<EntryState> firstBroken(EntryRule rule, List<EntryState> states) {
        List<EntryState> oneAway = new ArrayList<>();
        for (EntryState state : states) {
            if (!rule.holds(state)) {
                return Optional.of(state);
            }
            oneAway.add(state);
        }
        for (EntryState state : oneAway) {
            if (flipped(rule, state, 1)) {
                return Optional.of(state);
            }
        }
        for (EntryState state : oneAway) {
            if (flipped(rule, state, 2)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /**
     * Flips up to {@code depth} bits of what the rule reads, and leaves them flipped once it is
     * broken.
     */
    private static boolean flipped(EntryRule rule, EntryState state, int depth) {
        if (depth == 0) {
            return !rule.holds(state);
        }
        for (StateField field : read(rule, state)) {
            for (int bit = 0; bit < field.width(); bit++) {
                flip(state, field, bit);
                if (flipped(rule, state, depth - 1)) {
                    return true;
                }
                flip(state, field, bit);
            }
        }
        return false;
    }

    private static Set<StateField> read(EntryRule rule, EntryState state) {
        Map<StateField, Long> record = state.startRecording();
        rule.holds(state);
        state.stopRecording();
        return record.keySet();
    }

    private static void flip(EntryState state, StateField field, int bit) {
        long value = state.get(field) ^ 1L << bit;
        if (field instanceof EntryFact fact) {
            state.context().set(fact, value);
        } else {
            state.vmcs().set((VmcsField) field, value);
        }
    }
}
