package dev.ringmaster.testkit.arbitrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.rule.EntryRule;
import dev.ringmaster.vmx.rule.EntryRules;
import dev.ringmaster.vmx.rule.VmEntryChecker;
import dev.ringmaster.vmx.vmcs.VmcsField;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Shrinkable;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

class VmcsArbitrariesProperties {
    private static final VmxCapabilities PERMISSIVE = VmxCapabilities.permissive();
    private static final VmxCapabilities MODELLED = VmxCapabilities.modelled();

    @Provide
    Arbitrary<VmcsCase> valid() {
        return VmcsArbitraries.valid(PERMISSIVE);
    }

    @Provide
    Arbitrary<VmcsCase> validHere() {
        return VmcsArbitraries.valid(MODELLED);
    }

    @Provide
    Arbitrary<VmcsCrossing> boundary() {
        return VmcsArbitraries.boundary(PERMISSIVE);
    }

    @Property(seed = "1")
    void validCasesViolateNoRule(
            @ForAll("valid") VmcsCase widest, @ForAll("validHere") VmcsCase modelled) {
        assertThat(violated(widest)).isEmpty();
        assertThat(violated(modelled)).isEmpty();
        assertThat(widest.vmcs().complete()).isTrue();
    }

    @Property(seed = "1")
    void aCrossingIsValidInsideAndInvalidOutside(@ForAll("boundary") VmcsCrossing crossing) {
        assertThat(violated(crossing.inside())).isEmpty();
        assertThat(violated(crossing.outside())).contains(crossing.violation().rule().id());
    }

    /** Rules that others imply, or that no bit of these states can violate, are few. */
    @Example
    void mostRulesAreViolatedAloneAndByNothingElse() {
        List<String> ids =
                EntryRules.all().stream()
                        .filter(EntryRule::modelled)
                        .map(EntryRule::id)
                        .filter(id -> VmcsArbitraries.violableAlone(id, PERMISSIVE))
                        .toList();
        assertThat(ids).hasSizeGreaterThan(330);
        for (String id : ids) {
            Arbitrary<VmcsCase> cases = VmcsArbitraries.violating(id, PERMISSIVE);
            for (int seed = 0; seed < 3; seed++) {
                VmcsCase one = cases.generator(10).next(new Random(seed)).value();
                assertThat(violated(one)).as(one.toString()).containsExactly(id);
            }
        }
    }

    @Example
    void whatCannotBeViolatedAloneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VmcsArbitraries.violating("GUEST-999", PERMISSIVE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VmcsArbitraries.violating("MC-001", PERMISSIVE))
                .withMessageContaining("MC-001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VmcsArbitraries.valid(VmcsStart.FS_BASE_LISTED, PERMISSIVE))
                .withMessageContaining("SIXTY_FOUR_BIT");
    }

    /** A failure that one field causes is told by that field alone, whatever else was random. */
    @Example
    void shrinkingEndsAtTheFewestFieldsByName() {
        Predicate<VmcsCase> fails = each -> each.vmcs().get(VmcsField.GUEST_RSP) != 0;
        Shrinkable<VmcsCase> shrunk =
                shrink(
                        VmcsArbitraries.valid(VmcsStart.REAL, PERMISSIVE)
                                .filter(fails)
                                .generator(1000)
                                .next(new Random(42)),
                        fails);
        assertThat(shrunk.value().fields()).containsOnlyKeys(VmcsField.GUEST_RSP);
        assertThat(shrunk.value().toString()).startsWith("REAL with GUEST_RSP=0x");
    }

    private static <T> Shrinkable<T> shrink(Shrinkable<T> from, Predicate<T> fails) {
        Shrinkable<T> best = from;
        for (int step = 0; step < 1000; step++) {
            Shrinkable<T> now = best;
            Optional<Shrinkable<T>> smaller =
                    now.shrink()
                            .filter(each -> each.distance().compareTo(now.distance()) < 0)
                            .filter(each -> fails.test(each.value()))
                            .findFirst();
            if (smaller.isEmpty()) {
                return best;
            }
            best = smaller.get();
        }
        return best;
    }

    private static List<String> violated(VmcsCase each) {
        return VmEntryChecker.explain(each.state()).violations().stream()
                .map(Finding::rule)
                .map(rule -> rule.id())
                .toList();
    }
}
