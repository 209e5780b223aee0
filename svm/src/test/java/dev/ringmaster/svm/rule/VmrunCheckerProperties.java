package dev.ringmaster.svm.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.VirtExt;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import java.util.List;
import java.util.Optional;
import java.util.Set;

class VmrunCheckerProperties {

    /** One bit of a VMCB that is the other way round. */
    record Flip(VmcbField field, int bit) {
        void apply(Vmcb vmcb) {
            vmcb.set(field, vmcb.get(field) ^ 1L << bit);
        }
    }

    @Provide
    Arbitrary<Flip> flips() {
        return Combinators.combine(
                        Arbitraries.of(VmcbField.class), Arbitraries.integers().between(0, 63))
                .as((field, bit) -> new Flip(field, bit % field.width()));
    }

    @Provide
    Arbitrary<Breaches.Breach> breaches() {
        return Arbitraries.of(Breaches.ALL);
    }

    @Property(seed = "1")
    void theProcessorStopsAtTheFirstThatTheCheckerLists(
            @ForAll Scenario.Mode mode, @ForAll @Size(max = 12) List<@From("flips") Flip> flips) {
        VmrunState state = modelled(mode, flips).state();
        Explanation explanation = VmrunChecker.explain(state);
        assertThat(explanation.notChecked()).isEmpty();
        assertThat(VmrunChecker.firstViolation(state).map(Rule.class::cast))
                .isEqualTo(explanation.violations().stream().map(Finding::rule).findFirst());
        assertThat(explanation.outcome())
                .isEqualTo(
                        explanation.violations().isEmpty()
                                ? Outcomes.ENTERS
                                : explanation.violations().get(0).rule().outcome());
    }

    @Property(seed = "1")
    void everyRepairLetsItsRuleHold(
            @ForAll Scenario.Mode mode, @ForAll @Size(max = 12) List<@From("flips") Flip> flips) {
        Scenario scenario = modelled(mode, flips);
        for (Finding finding : VmrunChecker.explain(scenario.state()).violations()) {
            Vmcb repaired = scenario.vmcb.copy();
            finding.repair().forEach((field, value) -> repaired.set((VmcbField) field, value));
            VmrunState state =
                    new VmrunState(
                            repaired,
                            scenario.capabilities,
                            scenario.context,
                            Optional.of(scenario.memory));
            boolean holds = ((VmrunRule) finding.rule()).holds(state);
            assertThat(holds).as(finding.toString()).isEqualTo(!finding.repair().isEmpty());
        }
    }

    @Property(seed = "1")
    void whatIsMissingNeverAddsAComplaint(
            @ForAll("breaches") Breaches.Breach breach, @ForAll Set<VmcbField> missing) {
        Scenario scenario = breach.scenario();
        List<Rule> all = scenario.violated();
        missing.forEach(scenario.vmcb::forget);
        Explanation explanation = VmrunChecker.explain(scenario.state());
        assertThat(all).containsAll(rules(explanation));
        for (Finding finding : explanation.violations()) {
            assertThat(finding.fields()).doesNotContainKeys(missing.toArray(new VmcbField[0]));
        }
        for (Rule rule : all) {
            boolean open = explanation.notChecked().stream().anyMatch(n -> n.rule() == rule);
            assertThat(open || rules(explanation).contains(rule)).isTrue();
        }
        VmrunChecker.remarks(scenario.state());
    }

    @Property(seed = "1")
    void aFragmentIsNotSaidToEnterIfADumpCouldHaveShownWhatARuleMisses(
            @ForAll Scenario.Mode mode, @ForAll Set<VmcbField> missing) {
        Vmcb vmcb = new Scenario(mode).vmcb;
        missing.forEach(vmcb::forget);
        Explanation explanation = VmrunChecker.explain(vmcb, SvmCapabilities.permissive());
        boolean open =
                explanation.notChecked().stream()
                        .map(n -> n.why().replace(" is not given", ""))
                        .anyMatch(VmrunCheckerProperties::dumped);
        assertThat(explanation.outcome().kind())
                .isEqualTo(open ? Outcome.Kind.UNKNOWN : Outcome.Kind.ENTERS);
    }

    private static boolean dumped(String name) {
        for (VmcbField field : VmcbField.values()) {
            if (field.name().equals(name)) {
                return field != VmcbField.S_CET;
            }
        }
        return false;
    }

    private static List<Rule> rules(Explanation explanation) {
        return explanation.violations().stream().map(Finding::rule).toList();
    }

    private static Scenario modelled(Scenario.Mode mode, List<Flip> flips) {
        Scenario scenario = new Scenario(mode);
        flips.forEach(flip -> flip.apply(scenario.vmcb));
        scenario.clear(VmcbField.NESTED_CONTROL, NestedControl.SEV);
        scenario.clear(VmcbField.NESTED_CONTROL, NestedControl.SEV_ES);
        scenario.clear(VmcbField.VIRT_EXT, VirtExt.PMC);
        scenario.set(VmcbField.CR3, scenario.vmcb.get(VmcbField.CR3) & ~0xffffffe0L | 0x10000);
        return scenario;
    }
}
