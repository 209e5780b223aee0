package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.vmcb.HostMemory;
import dev.ringmaster.svm.vmcb.Vmcb;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Applies the rules of VMRUN. {@link #firstViolation} is the processor's way: it stops at the
 * first. {@link #explain} is for people: all violated rules of a VMCB that may be incomplete, and
 * what the processor would do. {@link #remarks} tells what is no failure, but not taken as it
 * stands.
 *
 * @apm Vol. 2, Canonicalization and Consistency Checks
 */
public final class VmrunChecker {
    private static final VmrunRule[] ENTRY = rules(rule -> rule.stage().decidesEntry());
    private static final VmrunRule[] CONSISTENCY = rules(rule -> rule.stage() == Stage.CONSISTENCY);
    private static final VmrunRule[] REMARKS = rules(rule -> !rule.stage().decidesEntry());

    private VmrunChecker() {}

    /**
     * The first rule of instruction or VMCB that {@code state} violates, as the processor meets it.
     * Allocates nothing if there is none.
     *
     * @throws dev.ringmaster.cpu.rule.Missing if a rule needs what is not given
     * @throws NotModelled if a rule that is not modelled applies, and none before it is violated
     */
    public static Optional<VmrunRule> firstViolation(VmrunState state) {
        return first(ENTRY, state);
    }

    /**
     * Like {@link #firstViolation}, but for a VMRUN that already passed the checks of the
     * instruction.
     *
     * @throws dev.ringmaster.cpu.rule.Missing if a rule needs what is not given
     * @throws NotModelled if a rule that is not modelled applies, and none before it is violated
     */
    public static Optional<VmrunRule> firstInconsistency(VmrunState state) {
        return first(CONSISTENCY, state);
    }

    /** Explains a VMCB by itself: rules about the host and about memory stay undecided. */
    public static Explanation explain(Vmcb vmcb, SvmCapabilities capabilities) {
        return explain(new VmrunState(vmcb, capabilities));
    }

    /** Explains a VMCB together with what is known of the processor that runs it, and memory. */
    public static Explanation explain(
            Vmcb vmcb,
            SvmCapabilities capabilities,
            VmrunContext context,
            Optional<HostMemory> memory) {
        return explain(new VmrunState(vmcb, capabilities, context, memory));
    }

    /** Explains a state: every rule that decides whether the guest is entered. */
    public static Explanation explain(VmrunState state) {
        Evaluation evaluation = Evaluation.of(ENTRY, state);
        return new Explanation(
                evaluation.outcome(), evaluation.violations(), evaluation.notChecked());
    }

    /** What VMRUN or the next #VMEXIT takes otherwise than it stands; no failure of the entry. */
    public static List<Finding> remarks(VmrunState state) {
        return Evaluation.of(REMARKS, state).violations();
    }

    private static Optional<VmrunRule> first(VmrunRule[] rules, VmrunState state) {
        for (VmrunRule rule : rules) {
            if (!rule.holds(state)) {
                refuseIfNotModelled(rule);
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    private static void refuseIfNotModelled(VmrunRule rule) {
        if (rule.notModelled().isPresent()) {
            throw new NotModelled(rule.id() + ": " + rule.says(), rule.section().title());
        }
    }

    private static VmrunRule[] rules(Predicate<VmrunRule> wanted) {
        Set<VmrunRule> rules = EnumSet.allOf(VmrunRule.class);
        rules.removeIf(wanted.negate());
        return rules.toArray(new VmrunRule[0]);
    }
}
