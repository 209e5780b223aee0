package dev.ringmaster.vmx.rule;

import dev.ringmaster.vmx.vmcs.VmcsField.Type;

import java.util.Arrays;
import java.util.Optional;

/**
 * Evaluates the rules for one entry state again and again and skips groups that are clean: that
 * held when they were last evaluated, and of whose fields and facts nothing has changed since. A
 * group that read memory is never clean, because nobody tells when memory changes.
 */
public final class EntryGate {
    private static final RuleGroup[] GROUPS = RuleGroup.values();
    private static final int STALE = -1;

    private final EntryState state;
    private final long[] cleanAt = new long[GROUPS.length];

    /** A gate of which no group is clean yet. */
    public EntryGate(EntryState state) {
        this.state = state;
        forget();
    }

    /** Makes every group unclean: to be called when more than fields and facts may have changed. */
    public void forget() {
        Arrays.fill(cleanAt, STALE);
    }

    /** The first violated rule, as {@link VmEntryChecker#firstViolation} finds it. */
    public Optional<RuleViolation> firstViolation() {
        for (RuleGroup group : GROUPS) {
            Optional<RuleViolation> found = check(group);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The first violated rule of one group, as {@link VmEntryChecker#check} finds it. */
    public Optional<RuleViolation> check(RuleGroup group) {
        long now = changes(group);
        if (cleanAt[group.ordinal()] == now) {
            return Optional.empty();
        }
        int reads = state.memoryReads();
        Optional<RuleViolation> found = VmEntryChecker.check(group, state);
        boolean clean = found.isEmpty() && reads == state.memoryReads();
        cleanAt[group.ordinal()] = clean ? now : STALE;
        return found;
    }

    /**
     * A sum that grows with each change of what a group reads: controls and facts always, host
     * state for host rules, guest state for guest rules and for injection, which looks at the
     * guest's mode.
     */
    private long changes(RuleGroup group) {
        long common = state.vmcs().changes(Type.CONTROL) + state.context().changes();
        return switch (group) {
            case BASIC, EXECUTION_CONTROLS, EXIT_CONTROLS -> common;
            case HOST_REGISTERS, HOST_SEGMENTS, ADDRESS_SPACE_SIZE ->
                    common + state.vmcs().changes(Type.HOST);
            case ENTRY_CONTROLS,
                    GUEST_REGISTERS,
                    GUEST_SEGMENTS,
                    GUEST_TABLES,
                    GUEST_RIP_RFLAGS,
                    GUEST_NON_REGISTER,
                    GUEST_PDPTES,
                    MSR_LOADING,
                    SMM_RETURN,
                    MACHINE_CHECK ->
                    common + state.vmcs().changes(Type.GUEST);
        };
    }
}
