package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.List;

/**
 * What is predicted of a state that violates no rule, although some could not be decided.
 *
 * <p>No dump is complete: none prints the link pointer, the bitmap addresses, or the state of the
 * processor that failed. If only such things are missing, the entry is predicted to succeed. But if
 * one of the fields is missing that every complete dump prints, the state is a fragment, and what
 * it lacks could decide: the outcome is unknown. A violated rule needs no such care: whatever is
 * missing, the entry fails.
 */
final class Prediction {
    private static final Outcome ENTERS = new Outcome(Kind.ENTERS, -1, "VM entry succeeds");
    private static final Outcome UNKNOWN =
            new Outcome(Kind.UNKNOWN, -1, "what is not given could decide it");

    /** The fields that each format of complete dumps prints. */
    private static final List<VmcsField> EXPECTED =
            List.of(
                    VmcsField.PIN_BASED_VM_EXEC_CONTROL,
                    VmcsField.CPU_BASED_VM_EXEC_CONTROL,
                    VmcsField.VM_EXIT_CONTROLS,
                    VmcsField.VM_ENTRY_CONTROLS,
                    VmcsField.VM_ENTRY_INTR_INFO_FIELD,
                    VmcsField.HOST_CR0,
                    VmcsField.HOST_CR3,
                    VmcsField.HOST_CR4,
                    VmcsField.HOST_CS_SELECTOR,
                    VmcsField.HOST_TR_SELECTOR,
                    VmcsField.HOST_RIP,
                    VmcsField.GUEST_CR0,
                    VmcsField.GUEST_CR3,
                    VmcsField.GUEST_CR4,
                    VmcsField.GUEST_RIP,
                    VmcsField.GUEST_RFLAGS,
                    VmcsField.GUEST_CS_ACCESS_RIGHTS,
                    VmcsField.GUEST_SS_ACCESS_RIGHTS,
                    VmcsField.GUEST_DS_ACCESS_RIGHTS,
                    VmcsField.GUEST_ES_ACCESS_RIGHTS,
                    VmcsField.GUEST_FS_ACCESS_RIGHTS,
                    VmcsField.GUEST_GS_ACCESS_RIGHTS,
                    VmcsField.GUEST_LDTR_ACCESS_RIGHTS,
                    VmcsField.GUEST_TR_ACCESS_RIGHTS,
                    VmcsField.GUEST_GDTR_LIMIT,
                    VmcsField.GUEST_IDTR_LIMIT,
                    VmcsField.GUEST_INTERRUPTIBILITY_INFO,
                    VmcsField.GUEST_ACTIVITY_STATE);

    private Prediction() {}

    static Outcome ofCleanState(EntryState state) {
        Vmcs vmcs = state.vmcs();
        for (VmcsField field : EXPECTED) {
            if (!vmcs.given(field)) {
                return UNKNOWN;
            }
        }
        return ENTERS;
    }
}
