package dev.ringmaster.vmx.entry;

import dev.ringmaster.vmx.rule.EntryRule;
import dev.ringmaster.vmx.rule.EntryRules;
import dev.ringmaster.vmx.rule.EntryState;
import dev.ringmaster.vmx.rule.RuleGroup;
import dev.ringmaster.vmx.rule.RuleViolation;
import dev.ringmaster.vmx.vmcs.FieldSet;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The checks of one VMCS, with a memory: a rule that held is evaluated again only if a field has
 * changed that it read then. A rule is a function of what it reads, so that its answer cannot have
 * changed otherwise. Rules that read memory are evaluated at every entry.
 */
final class RememberedChecks {
    /** The instruction makes the basic checks; loading the MSRs finds what is wrong with them. */
    private static final Set<RuleGroup> ELSEWHERE =
            EnumSet.of(RuleGroup.BASIC, RuleGroup.MSR_LOADING);

    private static final RuleGroup[] GROUPS = RuleGroup.values();
    private static final EntryRule[][] RULES = rules();

    private final FieldSet[][] reads = new FieldSet[GROUPS.length][];
    private final boolean[][] held = new boolean[GROUPS.length][];
    private final FieldSet[] groupReads = new FieldSet[GROUPS.length];
    private final boolean[] groupHeld = new boolean[GROUPS.length];
    private boolean memoryRead;

    RememberedChecks() {
        for (int g = 0; g < GROUPS.length; g++) {
            reads[g] = new FieldSet[RULES[g].length];
            held[g] = new boolean[RULES[g].length];
            groupReads[g] = new FieldSet();
            for (int r = 0; r < RULES[g].length; r++) {
                reads[g][r] = new FieldSet();
            }
        }
    }

    private static EntryRule[][] rules() {
        EntryRule[][] table = new EntryRule[GROUPS.length][];
        for (RuleGroup group : GROUPS) {
            table[group.ordinal()] =
                    EntryRules.all().stream()
                            .filter(rule -> rule.ruleGroup() == group && rule.modelled())
                            .filter(rule -> !ELSEWHERE.contains(group))
                            .toArray(EntryRule[]::new);
        }
        return table;
    }

    /** To be called by whoever reads memory for a rule. */
    void memoryRead() {
        memoryRead = true;
    }

    /** Forgets everything: something other than a field has changed. */
    void forget() {
        for (int g = 0; g < GROUPS.length; g++) {
            groupHeld[g] = false;
            Arrays.fill(held[g], false);
        }
    }

    /**
     * The first violated rule in the manual's order.
     *
     * @param changed the fields that have changed since all rules held
     */
    Optional<RuleViolation> firstViolation(EntryState state, FieldSet changed) {
        for (int g = 0; g < GROUPS.length; g++) {
            if (!groupHeld[g] || groupReads[g].intersects(changed)) {
                Optional<RuleViolation> found = checkGroup(g, state, changed);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<RuleViolation> checkGroup(int g, EntryState state, FieldSet changed) {
        EntryRule[] rules = RULES[g];
        groupHeld[g] = false;
        boolean remembered = true;
        for (int r = 0; r < rules.length; r++) {
            if (!held[g][r] || reads[g][r].intersects(changed)) {
                held[g][r] = false;
                if (!evaluate(rules[r], state, reads[g][r])) {
                    return Optional.of(new RuleViolation(rules[r], rules[r].outcome(state)));
                }
                held[g][r] = !memoryRead;
                groupReads[g].addAll(reads[g][r]);
            }
            remembered &= held[g][r];
        }
        groupHeld[g] = remembered;
        return Optional.empty();
    }

    private boolean evaluate(EntryRule rule, EntryState state, FieldSet reads) {
        memoryRead = false;
        reads.clear();
        state.vmcs().watchReads(reads);
        try {
            return rule.holds(state);
        } finally {
            state.vmcs().watchReads(null);
        }
    }
}
