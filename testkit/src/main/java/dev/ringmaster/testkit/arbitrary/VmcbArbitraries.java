package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.rule.VmrunRule;
import dev.ringmaster.svm.rule.VmrunState;
import dev.ringmaster.svm.vmcb.VmcbField;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * VMCBs for property tests. All are complete and differ from a named start in the fields that they
 * print; shrinking takes fields away.
 */
public final class VmcbArbitraries {
    private static final VmcbField[] FIELDS = VmcbField.values();

    private VmcbArbitraries() {}

    /** VMCBs of every kind that a processor enters. */
    public static Arbitrary<VmcbCase> valid(SvmCapabilities caps) {
        return Arbitraries.of(VmcbStart.entering(caps)).flatMap(start -> valid(start, caps));
    }

    /**
     * VMCBs of one kind that a processor enters.
     *
     * @throws IllegalArgumentException if the processor enters no guest of this kind
     */
    public static Arbitrary<VmcbCase> valid(VmcbStart start, SvmCapabilities caps) {
        if (!start.enters(caps)) {
            throw new IllegalArgumentException(
                    start
                            + " is no kind of guest for this processor; it enters "
                            + VmcbStart.entering(caps));
        }
        VmcbCase unchanged = new VmcbCase(start, caps, Map.of());
        return Draft.lists(FIELDS)
                .map(drafts -> changed(unchanged, drafts, LoneVmcbViolations::enters));
    }

    /** Valid VMCBs, each with one bit that separates it from an invalid one. */
    public static Arbitrary<VmcbCrossing> boundary(SvmCapabilities caps) {
        return Combinators.combine(
                        valid(caps), Arbitraries.integers().between(0, FIELDS.length * 64 - 1))
                .as(VmcbCrossing::after);
    }

    /**
     * VMCBs that violate one rule and no other.
     *
     * @throws IllegalArgumentException if the rule is not modelled, or cannot be violated alone on
     *     this processor two bits from a start
     */
    public static Arbitrary<VmcbCase> violating(VmrunRule rule, SvmCapabilities caps) {
        List<VmcbCase> nearest =
                rule.notModelled().isPresent() ? List.of() : LoneVmcbViolations.of(rule, caps);
        if (nearest.isEmpty()) {
            throw new IllegalArgumentException(
                    rule.id()
                            + " was not seen to be violated alone on this processor; choose"
                            + " another of VmrunRule or a processor that lacks less");
        }
        Predicate<VmrunState> alone = state -> LoneVmcbViolations.alone(rule, state);
        return Combinators.combine(Arbitraries.of(nearest), Draft.lists(FIELDS))
                .as((start, drafts) -> changed(start, drafts, alone));
    }

    /** Whether {@link #violating} knows states that violate a rule alone. */
    public static boolean violableAlone(VmrunRule rule, SvmCapabilities caps) {
        return rule.notModelled().isEmpty() && !LoneVmcbViolations.of(rule, caps).isEmpty();
    }

    private static VmcbCase changed(
            VmcbCase start, List<Draft> drafts, Predicate<VmrunState> fine) {
        VmcbCase.Parts parts = start.parts();
        VmrunState state = parts.state();
        return start.with(Draft.apply(drafts, parts, () -> fine.test(state)));
    }
}
