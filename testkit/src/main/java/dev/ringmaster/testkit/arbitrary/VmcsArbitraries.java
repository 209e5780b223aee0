package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.rule.EntryRule;
import dev.ringmaster.vmx.rule.EntryRules;
import dev.ringmaster.vmx.rule.EntryState;
import dev.ringmaster.vmx.rule.StraightLine;
import dev.ringmaster.vmx.vmcs.VmcsField;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * VMCSs for property tests. All are complete and differ from a named start in the fields that they
 * print; shrinking takes fields away.
 */
public final class VmcsArbitraries {
    private static final VmcsField[] FIELDS = VmcsField.values();

    private VmcsArbitraries() {}

    /** VMCSs of every kind that a processor enters. */
    public static Arbitrary<VmcsCase> valid(VmxCapabilities caps) {
        return Arbitraries.of(VmcsStart.entering(caps)).flatMap(start -> valid(start, caps));
    }

    /**
     * VMCSs of one kind that a processor enters.
     *
     * @throws IllegalArgumentException if the processor enters no guest of this kind
     */
    public static Arbitrary<VmcsCase> valid(VmcsStart start, VmxCapabilities caps) {
        if (!start.enters(caps)) {
            throw new IllegalArgumentException(
                    start
                            + " is no kind of guest for this processor; it enters "
                            + VmcsStart.entering(caps));
        }
        VmcsCase unchanged = new VmcsCase(start, caps, Map.of());
        return Draft.lists(FIELDS).map(drafts -> changed(unchanged, drafts, StraightLine::allHold));
    }

    /** Valid VMCSs, each with one bit that separates it from an invalid one. */
    public static Arbitrary<VmcsCrossing> boundary(VmxCapabilities caps) {
        return Combinators.combine(
                        valid(caps), Arbitraries.integers().between(0, FIELDS.length * 64 - 1))
                .as(VmcsCrossing::after);
    }

    /**
     * VMCSs that violate one rule and no other.
     *
     * @param id such as {@code GUEST-001}
     * @throws IllegalArgumentException if there is no such rule, or if it cannot be violated alone
     *     on this processor with memory of zeros and two bits from a start
     */
    public static Arbitrary<VmcsCase> violating(String id, VmxCapabilities caps) {
        EntryRule rule = EntryRules.byId(id);
        List<VmcsCase> nearest = LoneVmcsViolations.of(rule, caps);
        if (nearest.isEmpty()) {
            throw new IllegalArgumentException(
                    id
                            + " was not seen to be violated alone on this processor; choose another of"
                            + " EntryRules.all() or a processor that lacks less");
        }
        Predicate<EntryState> alone = state -> LoneVmcsViolations.alone(rule, state);
        return Combinators.combine(Arbitraries.of(nearest), Draft.lists(FIELDS))
                .as((start, drafts) -> changed(start, drafts, alone));
    }

    /** Whether {@link #violating} knows states that violate a rule alone. */
    public static boolean violableAlone(String id, VmxCapabilities caps) {
        return !LoneVmcsViolations.of(EntryRules.byId(id), caps).isEmpty();
    }

    private static VmcsCase changed(
            VmcsCase start, List<Draft> drafts, Predicate<EntryState> fine) {
        EntryState state = start.state();
        return start.with(Draft.apply(drafts, VmcsCase.target(state), () -> fine.test(state)));
    }
}
