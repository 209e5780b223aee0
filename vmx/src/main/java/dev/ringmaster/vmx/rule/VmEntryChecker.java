package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.NotChecked;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.Vmcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates the rules of VM entry. {@link #explain} tells of all that are violated; {@link
 * #firstViolation} goes the way of the processor, which stops at the first.
 */
public final class VmEntryChecker {
    private static final RuleGroup[] GROUPS = RuleGroup.values();

    private VmEntryChecker() {}

    /** Why a VMCS would not be entered on a processor; of the rest nothing is known. */
    public static Explanation explain(Vmcs vmcs, VmxCapabilities caps) {
        return explain(EntryState.of(vmcs, caps));
    }

    /** Why a VM entry would fail: every violated rule, every undecided one, the outcome. */
    public static Explanation explain(EntryState state) {
        List<Finding> violations = new ArrayList<>();
        List<NotChecked> notChecked = new ArrayList<>();
        Outcome first = null;
        for (EntryRule rule : EntryRules.all()) {
            if (rule.modelled()) {
                Optional<Finding> finding = judge(rule, state, notChecked);
                if (finding.isPresent()) {
                    violations.add(finding.get());
                    first = first == null ? rule.outcome(state) : first;
                }
            }
        }
        Outcome outcome = first == null ? Prediction.ofCleanState(state) : first;
        return new Explanation(outcome, List.copyOf(violations), List.copyOf(notChecked));
    }

    /**
     * The first violated rule of all groups in the manual's order; empty if all hold. Nothing is
     * allocated then.
     *
     * @throws Missing if a rule reads what is not given: a processor has everything
     */
    public static Optional<RuleViolation> firstViolation(EntryState state) {
        for (RuleGroup group : GROUPS) {
            Optional<RuleViolation> found = check(group, state);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * The first violated rule of one group: the rows are asked only if {@link StraightLine} says
     * that not all of them hold.
     *
     * @throws Missing if a rule reads what is not given
     */
    public static Optional<RuleViolation> check(RuleGroup group, EntryState state) {
        return StraightLine.allHold(group, state) ? Optional.empty() : checkRows(group, state);
    }

    /**
     * The first violated rule of one group, found row by row.
     *
     * @throws Missing if a rule reads what is not given
     */
    static Optional<RuleViolation> checkRows(RuleGroup group, EntryState state) {
        for (EntryRule rule : EntryRules.modelled(group)) {
            if (!rule.holds(state)) {
                return Optional.of(new RuleViolation(rule, rule.outcome(state)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> judge(
            EntryRule rule, EntryState state, List<NotChecked> notChecked) {
        Map<StateField, Long> read = state.startRecording();
        try {
            if (Suppositions.decide(rule, state)) {
                return Optional.empty();
            }
            state.stopRecording();
            return Optional.of(new Finding(rule, read, rule.required(state), rule.repair(state)));
        } catch (Missing missing) {
            notChecked.add(new NotChecked(rule, missing.getMessage() + " is not given"));
            return Optional.empty();
        } finally {
            state.stopRecording();
        }
    }
}
