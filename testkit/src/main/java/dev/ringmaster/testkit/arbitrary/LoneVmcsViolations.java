package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.rule.EntryFact;
import dev.ringmaster.vmx.rule.EntryRule;
import dev.ringmaster.vmx.rule.EntryRules;
import dev.ringmaster.vmx.rule.EntryState;
import dev.ringmaster.vmx.rule.RuleGroup;
import dev.ringmaster.vmx.rule.StraightLine;
import dev.ringmaster.vmx.vmcs.FieldSet;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks for cases that violate one rule and no other: the starts, and what is near to them. */
final class LoneVmcsViolations {
    private static final VmcsField[] FIELDS = VmcsField.values();
    private static final int FARTHEST = 2;

    private final EntryRule rule;
    private final VmxCapabilities caps;
    private final Deque<StateField> path = new ArrayDeque<>();
    private final List<VmcsCase> found = new ArrayList<>();

    private LoneVmcsViolations(EntryRule rule, VmxCapabilities caps) {
        this.rule = rule;
        this.caps = caps;
    }

    /** One case for each start from which the rule can be violated alone by the fewest bits. */
    static List<VmcsCase> of(EntryRule rule, VmxCapabilities caps) {
        LoneVmcsViolations search = new LoneVmcsViolations(rule, caps);
        for (int bits = 0; bits <= FARTHEST && search.found.isEmpty(); bits++) {
            for (VmcsStart start : VmcsStart.values()) {
                search.path.clear();
                search.from(start, start.state(caps), bits);
            }
        }
        return List.copyOf(search.found);
    }

    /** Whether a state violates a rule and no other. */
    static boolean alone(EntryRule rule, EntryState state) {
        if (rule.holds(state)) {
            return false;
        }
        for (RuleGroup group : RuleGroup.values()) {
            if (group != rule.ruleGroup() && !StraightLine.allHold(group, state)) {
                return false;
            }
        }
        for (EntryRule each : EntryRules.all()) {
            if (each.ruleGroup() == rule.ruleGroup() && each != rule && !each.holds(state)) {
                return false;
            }
        }
        return true;
    }

    private boolean from(VmcsStart start, EntryState state, int bits) {
        if (bits == 0) {
            return alone(rule, state) && found.add(reached(start, state));
        }
        for (StateField field : read(state)) {
            long before = state.get(field);
            path.addLast(field);
            for (int bit = 0; bit < field.width(); bit++) {
                VmcsCase.set(state, field, before ^ 1L << bit);
                if (from(start, state, bits - 1)) {
                    return true;
                }
            }
            path.removeLast();
            VmcsCase.set(state, field, before);
        }
        return false;
    }

    private VmcsCase reached(VmcsStart start, EntryState state) {
        Map<StateField, Long> fields = new LinkedHashMap<>();
        path.forEach(field -> fields.put(field, state.get(field)));
        return new VmcsCase(start, caps, fields);
    }

    private List<StateField> read(EntryState state) {
        FieldSet reads = new FieldSet();
        state.vmcs().watchReads(reads);
        rule.holds(state);
        state.vmcs().watchReads(null);
        List<StateField> fields = new ArrayList<>();
        for (VmcsField field : FIELDS) {
            if (reads.contains(field)) {
                fields.add(field);
            }
        }
        fields.addAll(List.of(EntryFact.values()));
        return fields;
    }
}
