package dev.ringmaster.testkit.explain;

import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.svm.rule.VmrunChecker;
import dev.ringmaster.testkit.dump.DumpedState;
import dev.ringmaster.testkit.dump.Vendor;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.exit.InstructionError;
import dev.ringmaster.vmx.rule.EntryState;
import dev.ringmaster.vmx.rule.VmEntryChecker;

/**
 * A dump and why its entry fails, or that it would not.
 *
 * @param file where the dump stood
 * @param dump what it says
 * @param explanation what the rules say
 */
public record Explained(String file, DumpedState dump, Explanation explanation) {

    /** Explains a dump on a processor. */
    public static Explained of(String file, DumpedState dump, Profile profile) {
        Explanation explanation =
                dump.vendor() == Vendor.INTEL
                        ? VmEntryChecker.explain(state(dump, profile.vmx(dump)))
                        : VmrunChecker.explain(dump.vmcb(), profile.svm(dump));
        return new Explained(file, dump, explanation);
    }

    private static EntryState state(DumpedState dump, VmxCapabilities caps) {
        EntryState state = EntryState.of(dump.vmcs(), caps);
        return dump.msrLoads()
                .map(list -> state.listing(list, DumpedMsrLoads.of(dump, caps)))
                .orElse(state);
    }

    /**
     * How the entry ends: what the first violated rule leads to. If none is violated, or what is
     * missing could come before it, the dump itself may say how the entry ended, and then it did.
     */
    public Outcome outcome() {
        Outcome predicted = explanation.outcome();
        boolean certain = !explanation.violations().isEmpty() && predicted.kind() != Kind.UNKNOWN;
        return certain && !failsEarlier(predicted) ? predicted : dump.reported().orElse(predicted);
    }

    /**
     * Whether the dump reports that controls or the host's state were refused: the processor then
     * did not come to the guest's state, whatever is wrong with it.
     *
     * @sdm Vol. 3C, VM Entries
     */
    private boolean failsEarlier(Outcome predicted) {
        return predicted.kind() == Kind.VM_EXIT
                && dump.reported().filter(Explained::refusesControls).isPresent();
    }

    private static boolean refusesControls(Outcome outcome) {
        return outcome.kind() == Kind.VM_FAIL_VALID
                && (outcome.number() == InstructionError.ENTRY_INVALID_CONTROL_FIELDS.number()
                        || outcome.number() == InstructionError.ENTRY_INVALID_HOST_STATE.number());
    }

    /** Whether the entry fails, or a rule is violated. */
    public boolean fails() {
        return !explanation.violations().isEmpty()
                || outcome().kind() != Kind.ENTERS && outcome().kind() != Kind.UNKNOWN;
    }
}
