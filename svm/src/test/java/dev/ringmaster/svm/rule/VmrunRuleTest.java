package dev.ringmaster.svm.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.cpu.rule.NotChecked;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.VirtExt;
import dev.ringmaster.svm.vmcb.VmcbField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

class VmrunRuleTest {

    static List<Breaches.Breach> breaches() {
        return Breaches.ALL;
    }

    static List<Breaches.Breach> edges() {
        return Breaches.EDGES;
    }

    static Stream<VmrunRule> modelled() {
        return Stream.of(VmrunRule.values()).filter(rule -> rule.notModelled().isEmpty());
    }

    @Test
    void everyRowOfTheManualIsListedInItsOrder() {
        List<String> ids = new ArrayList<>();
        number(ids, "INSTR", 5);
        number(ids, "CHK", 40);
        number(ids, "FIX", 8);
        number(ids, "HOST", 11);
        assertThat(Stream.of(VmrunRule.values()).map(VmrunRule::id)).isEqualTo(ids);
        assertThat(modelled()).hasSizeGreaterThanOrEqualTo(40);
    }

    private static void number(List<String> ids, String prefix, int count) {
        for (int i = 1; i <= count; i++) {
            ids.add(String.format("%s-%03d", prefix, i));
        }
    }

    @ParameterizedTest
    @EnumSource(VmrunRule.class)
    void aRuleSpeaksForItself(VmrunRule rule) {
        assertThat(rule.says()).endsWith(".").doesNotContain("\n");
        assertThat(rule.group()).isEqualTo(rule.stage().title());
        assertThat(rule.section().title()).isNotBlank();
        assertThat(rule.section().section()).startsWith("Vol. 2, 15.");
        assertThat(rule.required().isEmpty()).isEqualTo(rule.notModelled().isPresent());
        assertThat(rule.outcome().kind() == Outcome.Kind.ENTERS)
                .isEqualTo(!rule.stage().decidesEntry());
    }

    @Test
    void noModelledRuleIsNeverSeenToFail() {
        Set<VmrunRule> unseen = EnumSet.noneOf(VmrunRule.class);
        modelled().forEach(unseen::add);
        Breaches.ALL.forEach(breach -> unseen.remove(breach.rule()));
        assertThat(unseen).containsExactly(VmrunRule.SEV_ES_LEGAL, VmrunRule.SEV_FEATURES_ALLOWED);
        assertThat(encrypted(0, 0).set(VmcbField.VIRT_EXT, 0).violated())
                .containsExactly(VmrunRule.SEV_ES_LEGAL);
        assertThat(encrypted(1L << 63, 1).violated())
                .containsExactly(VmrunRule.SEV_FEATURES_ALLOWED);
    }

    @ParameterizedTest
    @EnumSource(Scenario.Mode.class)
    void aValidStateIsEnteredWithoutARemark(Scenario.Mode mode) {
        Scenario scenario = new Scenario(mode);
        Explanation explanation = VmrunChecker.explain(scenario.state());
        assertThat(explanation).isEqualTo(new Explanation(Outcomes.ENTERS, List.of(), List.of()));
        assertThat(scenario.remarked()).isEmpty();
        assertThat(VmrunChecker.firstViolation(scenario.state())).isEmpty();
        assertThat(VmrunChecker.firstInconsistency(scenario.state())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void theChangeIsTheOnlyComplaint(Breaches.Breach breach) {
        Scenario scenario = breach.scenario();
        VmrunRule rule = breach.rule();
        assertThat(rule.holds(new Scenario(breach.mode()).state())).isTrue();
        assertThat(rule.holds(scenario.state())).isFalse();
        if (rule.stage().decidesEntry()) {
            assertThat(scenario.violated()).isEqualTo(List.of(rule));
            assertThat(VmrunChecker.explain(scenario.state()).outcome()).isEqualTo(rule.outcome());
            assertThat(VmrunChecker.firstViolation(scenario.state())).contains(rule);
            assertThat(VmrunChecker.firstInconsistency(scenario.state()).isPresent())
                    .isEqualTo(rule.stage() == Stage.CONSISTENCY);
        } else {
            assertThat(scenario.remarked()).contains(rule);
            assertThat(VmrunChecker.explain(scenario.state()).violations())
                    .extracting(finding -> finding.rule())
                    .allMatch(other -> ((VmrunRule) other).stage().decidesEntry());
        }
    }

    @ParameterizedTest
    @MethodSource("edges")
    void theEdgeIsAllowed(Breaches.Breach edge) {
        Scenario scenario = edge.scenario();
        assertThat(edge.rule().holds(scenario.state())).isTrue();
        assertThat(scenario.violated()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void theRepairLetsTheRuleHoldAndTouchesNothingWithoutNeed(Breaches.Breach breach) {
        Scenario scenario = breach.scenario();
        Map<StateField, Long> repair = breach.rule().repair(scenario.state());
        for (Map.Entry<StateField, Long> change : repair.entrySet()) {
            assertThat(scenario.state().get(change.getKey())).isNotEqualTo(change.getValue());
            assign(scenario, change.getKey(), change.getValue());
        }
        boolean none =
                EnumSet.of(
                                VmrunRule.NOT_INTERCEPTED,
                                VmrunRule.GUEST_PDPES_LEGAL,
                                VmrunRule.HOST_PDPES_LEGAL,
                                VmrunRule.HOST_STATE_CONSISTENT,
                                VmrunRule.HOST_RIP_REACHABLE)
                        .contains(breach.rule());
        assertThat(repair.isEmpty()).isEqualTo(none);
        assertThat(breach.rule().holds(scenario.state())).isEqualTo(!none);
        assertThat(breach.rule().repair(new Scenario(breach.mode()).state()).size())
                .isLessThanOrEqualTo(1);
    }

    private static void assign(Scenario scenario, StateField field, long value) {
        if (field instanceof VmcbField vmcbField) {
            scenario.set(vmcbField, value);
        } else {
            scenario.host((ContextField) field, value);
        }
    }

    @Test
    void aFindingTellsWhatItRead() {
        Scenario scenario = new Scenario(Scenario.Mode.LONG).set(VmcbField.CR4, 0);
        var finding = VmrunChecker.explain(scenario.state()).violations().get(0);
        assertThat(finding.fields())
                .containsExactly(
                        Map.entry(VmcbField.CR0, 0x80010001L),
                        Map.entry(VmcbField.EFER, 0x1500L),
                        Map.entry(VmcbField.CR4, 0L));
        assertThat(finding.required()).contains("CR4.PAE = 1");
        assertThat(finding.repair()).containsExactly(Map.entry(VmcbField.CR4, 0x20L));
    }

    @Test
    void repairsAreTheSmallest() {
        assertThat(
                        repaired(
                                VmrunRule.MSRPM_REACHABLE,
                                VmcbField.MSRPM_BASE_PA,
                                (1L << 52) - 0x1000))
                .isEqualTo((1L << 52) - 0x2000);
        assertThat(repaired(VmrunRule.IOPM_REACHABLE, VmcbField.IOPM_BASE_PA, 1L << 52 | 0x5123))
                .isEqualTo(0x5123);
        assertThat(repaired(VmrunRule.GUEST_PAT_LEGAL, VmcbField.G_PAT, 0x0802040506070103L))
                .isEqualTo(0x0606040506070106L);
        assertThat(repaired(VmrunRule.NMI_IS_NO_EXCEPTION, VmcbField.EVENTINJ, 0x80000302L))
                .isEqualTo(0x80000202L);
        assertThat(repaired(VmrunRule.NESTED_ROOT_LEGAL, VmcbField.N_CR3, 1L << 52 | 1L << 40))
                .isEqualTo(1L << 40);
        assertThat(repaired(VmrunRule.ASID_NOT_HOST, VmcbField.GUEST_ASID, 0)).isEqualTo(1);
    }

    private static long repaired(VmrunRule rule, VmcbField field, long value) {
        Scenario scenario = new Scenario(Scenario.Mode.LONG).set(field, value);
        return rule.repair(scenario.state()).get(field);
    }

    @Test
    void anEncryptedGuestIsNotJudged() {
        Scenario scenario = new Scenario(Scenario.Mode.LONG);
        scenario.set(VmcbField.NESTED_CONTROL, NestedControl.SEV)
                .set(VmcbField.NESTED_CONTROL, NestedControl.SEV_ES)
                .set(VmcbField.VIRT_EXT, VirtExt.LBR);
        assertUndecided(scenario, "CHK-025", "CHK-035", "CHK-038", "CHK-039");
    }

    @Test
    void encryptedStateNeedsEncryptionBranchRecordsAndASaveAreaWithinReach() {
        assertThat(encrypted(0, 0).violated()).isEmpty();
        Scenario lone = encrypted(0, 0).clear(VmcbField.NESTED_CONTROL, NestedControl.SEV);
        Scenario unrecorded = encrypted(0, 0).set(VmcbField.VIRT_EXT, 0);
        Scenario far = encrypted(0, 0).set(VmcbField.VMSA_POINTER, 1L << 52 | 0x6000);
        for (Scenario scenario : List.of(lone, unrecorded, far)) {
            assertThat(scenario.violated()).isEqualTo(List.of(VmrunRule.SEV_ES_LEGAL));
            assertThat(VmrunRule.SEV_ES_LEGAL.repair(scenario.state())).hasSize(1);
            scenario.clear(VmcbField.NESTED_CONTROL, NestedControl.SEV_ES);
            assertThat(VmrunRule.SEV_ES_LEGAL.holds(scenario.state())).isTrue();
        }
        far.set(VmcbField.NESTED_CONTROL, NestedControl.SEV_ES);
        assertThat(VmrunRule.SEV_ES_LEGAL.repair(far.state()))
                .isEqualTo(Map.of(VmcbField.VMSA_POINTER, 0x6000L));
    }

    /** What the control area decides of the features. */
    @Test
    void anEncryptedGuestMayAskForAllowedFeaturesOnly() {
        Scenario scenario = encrypted(1L << 63 | 0x9, 0x9);
        assertThat(scenario.violated()).isEmpty();
        scenario.set(VmcbField.GUEST_SEV_FEATURES, 0x29);
        assertThat(scenario.violated()).isEqualTo(List.of(VmrunRule.SEV_FEATURES_ALLOWED));
        assertThat(VmrunChecker.explain(scenario.state()).outcome()).isEqualTo(Outcomes.INVALID);
        assertThat(VmrunRule.SEV_FEATURES_ALLOWED.repair(scenario.state()))
                .isEqualTo(Map.of(VmcbField.ALLOWED_SEV_FEATURES, 1L << 63 | 0x29));
        assertThat(encrypted(0x9, 0x29).violated()).isEmpty();
        scenario.clear(VmcbField.NESTED_CONTROL, NestedControl.SEV_ES);
        assertThat(scenario.violated()).isEmpty();
    }

    private static Scenario encrypted(long allowed, long asked) {
        return new Scenario(Scenario.Mode.LONG)
                .set(VmcbField.NESTED_CONTROL, NestedControl.SEV)
                .set(VmcbField.NESTED_CONTROL, NestedControl.SEV_ES)
                .set(VmcbField.VIRT_EXT, VirtExt.LBR)
                .set(VmcbField.ALLOWED_SEV_FEATURES, allowed)
                .set(VmcbField.GUEST_SEV_FEATURES, asked);
    }

    @Test
    void virtualCountersAreNotJudged() {
        Scenario scenario = new Scenario(Scenario.Mode.LONG).set(VmcbField.VIRT_EXT, VirtExt.PMC);
        assertUndecided(scenario, "CHK-040");
    }

    private static void assertUndecided(Scenario scenario, String... ids) {
        Explanation explanation = VmrunChecker.explain(scenario.state());
        assertThat(explanation.outcome().kind()).isEqualTo(Outcome.Kind.UNKNOWN);
        assertThat(explanation.violations()).isEmpty();
        assertThat(explanation.notChecked())
                .extracting(NotChecked::rule)
                .extracting(Rule::id)
                .containsExactly(ids);
        assertThat(explanation.notChecked()).allMatch(open -> open.why().contains("not modelled"));
        assertThatThrownBy(() -> VmrunChecker.firstViolation(scenario.state()))
                .isInstanceOf(NotModelled.class)
                .hasMessageContaining(ids[0]);
    }

    @Test
    void anOpenRuleOfTheSameOutcomeOrAboutTheHostLeavesTheOutcomeCertain() {
        Scenario scenario = new Scenario(Scenario.Mode.LONG).set(VmcbField.GUEST_ASID, 0);
        scenario.vmcb.forget(VmcbField.DR6);
        assertThat(VmrunChecker.explain(scenario.state()).outcome()).isEqualTo(Outcomes.INVALID);
        scenario.context.forget(ContextField.HOST_EFER);
        assertThat(VmrunChecker.explain(scenario.state()).outcome()).isEqualTo(Outcomes.INVALID);
    }
}
