package dev.ringmaster.testkit.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.rule.VmrunChecker;
import dev.ringmaster.svm.rule.VmrunRule;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

class VmcbArbitrariesProperties {
    private static final SvmCapabilities PERMISSIVE = SvmCapabilities.permissive();
    private static final SvmCapabilities MODELLED = SvmCapabilities.modelled();

    @Provide
    Arbitrary<VmcbCase> valid() {
        return VmcbArbitraries.valid(PERMISSIVE);
    }

    @Provide
    Arbitrary<VmcbCase> validHere() {
        return VmcbArbitraries.valid(MODELLED);
    }

    @Provide
    Arbitrary<VmcbCrossing> boundary() {
        return VmcbArbitraries.boundary(PERMISSIVE);
    }

    @Property(seed = "1")
    void validCasesViolateNoRule(
            @ForAll("valid") VmcbCase widest, @ForAll("validHere") VmcbCase modelled) {
        assertThat(violated(widest)).isEmpty();
        assertThat(violated(modelled)).isEmpty();
        assertThat(VmrunChecker.firstViolation(widest.state())).isEmpty();
    }

    @Property(seed = "1")
    void aCrossingIsValidInsideAndInvalidOutside(@ForAll("boundary") VmcbCrossing crossing) {
        assertThat(violated(crossing.inside())).isEmpty();
        assertThat(violated(crossing.outside())).isNotEmpty();
    }

    @Example
    void mostRulesThatDecideAreViolatedAloneAndByNothingElse() {
        List<VmrunRule> rules =
                Arrays.stream(VmrunRule.values())
                        .filter(rule -> rule.stage().decidesEntry())
                        .filter(rule -> VmcbArbitraries.violableAlone(rule, PERMISSIVE))
                        .toList();
        assertThat(rules).hasSizeGreaterThan(20);
        for (VmrunRule rule : rules) {
            Arbitrary<VmcbCase> cases = VmcbArbitraries.violating(rule, PERMISSIVE);
            for (int seed = 0; seed < 5; seed++) {
                VmcbCase one = cases.generator(10).next(new Random(seed)).value();
                assertThat(violated(one)).as(one.toString()).containsExactly(rule);
            }
        }
    }

    @Example
    void whatCannotBeViolatedAloneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VmcbArbitraries.violating(VmrunRule.LONG_MODE_EXISTS, PERMISSIVE))
                .withMessageContaining(VmrunRule.LONG_MODE_EXISTS.id());
    }

    private static List<Rule> violated(VmcbCase each) {
        return VmrunChecker.explain(each.state()).violations().stream().map(Finding::rule).toList();
    }
}
