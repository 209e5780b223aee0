package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.rule.Missing;

/**
 * The rules of VM entry in straight lines: the same checks as {@link EntryRules}, written without
 * rows for speed. They say only whether all rules of a group hold; which one does not, the rows
 * say. Each group has its methods, in the manual's order, and each method names by {@link Covers}
 * the rules that it stands for. What a processor decides once is in {@link ProcessorMasks}.
 *
 * <p>Within a method wrong bits are gathered in a {@code long} that must stay 0. Fields are read
 * with {@link dev.ringmaster.vmx.vmcs.Vmcs#get}, so that whoever watches reads sees all on which
 * the answer depends. Memory is read last.
 */
public final class StraightLine {
    private static final RuleGroup[] GROUPS = RuleGroup.values();

    private StraightLine() {}

    /**
     * Whether every modelled rule holds; false also where something is not given, because then it
     * is up to the rows which rules can be decided.
     */
    public static boolean allHold(EntryState state) {
        for (RuleGroup group : GROUPS) {
            if (!allHold(group, state)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every modelled rule of one group holds; false also where something is not given. */
    public static boolean allHold(RuleGroup group, EntryState state) {
        if (!state.complete()) {
            return false;
        }
        try {
            return holds(group, state);
        } catch (Missing memory) {
            return false;
        }
    }

    private static boolean holds(RuleGroup group, EntryState state) {
        return switch (group) {
            case BASIC -> FastEntry.instruction(state);
            case EXECUTION_CONTROLS -> FastExecution.hold(state);
            case EXIT_CONTROLS -> FastEntry.exitControls(state);
            case ENTRY_CONTROLS -> FastEntry.entryControls(state);
            case HOST_REGISTERS -> FastHost.registers(state);
            case HOST_SEGMENTS -> FastHost.segments(state);
            case ADDRESS_SPACE_SIZE -> FastHost.addressSpace(state);
            case GUEST_REGISTERS -> FastRegisters.hold(state);
            case GUEST_SEGMENTS -> FastSegments.hold(state);
            case GUEST_TABLES -> FastGuest.tables(state);
            case GUEST_RIP_RFLAGS -> FastGuest.ripAndRflags(state);
            case GUEST_NON_REGISTER -> FastGuest.nonRegister(state);
            case GUEST_PDPTES -> FastMemory.pdptes(state);
            case MSR_LOADING -> FastMemory.msrLoads(state);
            case SMM_RETURN -> FastMemory.returnFromSmm(state);
            case MACHINE_CHECK -> true;
        };
    }
}
