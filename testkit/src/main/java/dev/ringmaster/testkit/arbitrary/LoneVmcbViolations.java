package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.rule.ContextField;
import dev.ringmaster.svm.rule.VmrunRule;
import dev.ringmaster.svm.rule.VmrunState;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks for cases that violate one rule and no other: the starts, and what is near to them. */
final class LoneVmcbViolations {
    private static final VmrunRule[] RULES = VmrunRule.values();
    private static final int FARTHEST = 2;

    private final VmrunRule rule;
    private final SvmCapabilities caps;
    private final Deque<StateField> path = new ArrayDeque<>();
    private final List<VmcbCase> found = new ArrayList<>();

    private LoneVmcbViolations(VmrunRule rule, SvmCapabilities caps) {
        this.rule = rule;
        this.caps = caps;
    }

    /** One case for each start from which the rule can be violated alone by the fewest bits. */
    static List<VmcbCase> of(VmrunRule rule, SvmCapabilities caps) {
        LoneVmcbViolations search = new LoneVmcbViolations(rule, caps);
        for (int bits = 0; bits <= FARTHEST && search.found.isEmpty(); bits++) {
            for (VmcbStart start : VmcbStart.values()) {
                search.path.clear();
                search.from(start, new VmcbCase(start, caps, Map.of()).parts(), bits);
            }
        }
        return List.copyOf(search.found);
    }

    /** Whether no rule keeps the guest from being entered. */
    static boolean enters(VmrunState state) {
        for (VmrunRule each : RULES) {
            if (each.stage().decidesEntry() && !each.holds(state)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some rule keeps the guest from being entered, and none that is not modelled. */
    static boolean refused(VmrunState state) {
        boolean refused = false;
        for (VmrunRule each : RULES) {
            if (each.stage().decidesEntry() && !each.holds(state)) {
                if (each.notModelled().isPresent()) {
                    return false;
                }
                refused = true;
            }
        }
        return refused;
    }

    /**
     * Whether a state violates a rule and no other; remarks do not count beside a rule that decides
     * whether the guest is entered.
     */
    static boolean alone(VmrunRule rule, VmrunState state) {
        if (rule.holds(state)) {
            return false;
        }
        for (VmrunRule each : RULES) {
            boolean counts = each.stage().decidesEntry() || !rule.stage().decidesEntry();
            if (counts && each != rule && !each.holds(state)) {
                return false;
            }
        }
        return true;
    }

    private boolean from(VmcbStart start, VmcbCase.Parts parts, int bits) {
        if (bits == 0) {
            return alone(rule, parts.state()) && found.add(reached(start, parts));
        }
        for (StateField field : read(parts)) {
            long before = parts.get(field);
            path.addLast(field);
            for (int bit = 0; bit < field.width(); bit++) {
                parts.set(field, before ^ 1L << bit);
                if (from(start, parts, bits - 1)) {
                    return true;
                }
            }
            path.removeLast();
            parts.set(field, before);
        }
        return false;
    }

    private VmcbCase reached(VmcbStart start, VmcbCase.Parts parts) {
        Map<StateField, Long> fields = new LinkedHashMap<>();
        path.forEach(field -> fields.put(field, parts.get(field)));
        return new VmcbCase(start, caps, fields);
    }

    /** What the rule reads of the VMCB and of the host; the widths of addresses stay. */
    private Set<StateField> read(VmcbCase.Parts parts) {
        Watched state = new Watched(parts);
        rule.holds(state);
        state.read.remove(ContextField.MAXPHYADDR);
        state.read.remove(ContextField.LINEAR_ADDRESS_BITS);
        return state.read;
    }

    /** Notes what is read. */
    private static final class Watched extends VmrunState {
        private final Set<StateField> read = new LinkedHashSet<>();

        Watched(VmcbCase.Parts parts) {
            super(parts.vmcb(), parts.caps(), parts.context(), Optional.empty());
        }

        @Override
        public long get(VmcbField field) {
            read.add(field);
            return super.get(field);
        }

        @Override
        public long get(ContextField field) {
            read.add(field);
            return super.get(field);
        }
    }
}
