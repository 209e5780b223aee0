package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.ExitControl.ACTIVATE_SECONDARY_CONTROLS;
import static dev.ringmaster.vmx.vmcs.ExitControl.SAVE_VMX_PREEMPTION_TIMER_VALUE;
import static dev.ringmaster.vmx.vmcs.PinControl.ACTIVATE_VMX_PREEMPTION_TIMER;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_CONTROLS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_LOAD_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_LOAD_COUNT;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_STORE_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_STORE_COUNT;

import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.List;

/** The VM-exit controls and the MSR areas of VM exits. */
final class ExitControlRules {
    private static final Rows ROW = new Rows(RuleGroup.EXIT_CONTROLS);

    private ExitControlRules() {}

    static List<EntryRule> rows() {
        return List.of(
                ExecutionControlRules.settings(
                        ROW,
                        "CTL-081",
                        "The primary VM-exit controls have settings that the processor allows.",
                        s -> true,
                        ControlWord.EXIT),
                ExecutionControlRules.settings(
                        ROW,
                        "CTL-082",
                        "If the secondary VM-exit controls are activated, the processor allows"
                                + " those that are 1.",
                        s -> s.exit(ACTIVATE_SECONDARY_CONTROLS),
                        ControlWord.SECONDARY_EXIT),
                ROW.rule(
                                "CTL-083",
                                "Saving the preemption timer needs an active one.",
                                s ->
                                        !s.exit(SAVE_VMX_PREEMPTION_TIMER_VALUE)
                                                || s.pin(ACTIVATE_VMX_PREEMPTION_TIMER))
                        .clears(VM_EXIT_CONTROLS, SAVE_VMX_PREEMPTION_TIMER_VALUE.mask()),
                areaAligned(ROW, "CTL-084", VM_EXIT_MSR_STORE_ADDRESS, VM_EXIT_MSR_STORE_COUNT),
                areaFits(ROW, "CTL-085", VM_EXIT_MSR_STORE_ADDRESS, VM_EXIT_MSR_STORE_COUNT),
                areaEnds(ROW, "CTL-086", VM_EXIT_MSR_STORE_ADDRESS, VM_EXIT_MSR_STORE_COUNT),
                areaAligned(ROW, "CTL-087", VM_EXIT_MSR_LOAD_ADDRESS, VM_EXIT_MSR_LOAD_COUNT),
                areaFits(ROW, "CTL-088", VM_EXIT_MSR_LOAD_ADDRESS, VM_EXIT_MSR_LOAD_COUNT),
                areaEnds(ROW, "CTL-089", VM_EXIT_MSR_LOAD_ADDRESS, VM_EXIT_MSR_LOAD_COUNT));
    }

    /** An MSR area that is not empty starts at a multiple of 16. */
    static EntryRule areaAligned(Rows row, String id, VmcsField address, VmcsField count) {
        return row.zero(
                id,
                "If the %s is not 0, the address is a multiple of 16.".formatted(count.title()),
                s -> !s.equal(count, 0),
                address,
                0xf);
    }

    /** An MSR area that is not empty starts within the physical-address width. */
    static EntryRule areaFits(Rows row, String id, VmcsField address, VmcsField count) {
        return row.reserved(
                id,
                "If the %s is not 0, the address fits into the physical-address width."
                        .formatted(count.title()),
                s -> !s.equal(count, 0),
                address,
                Rows::beyondAddressLimit);
    }

    /** An MSR area that is not empty ends within the physical-address width. */
    static EntryRule areaEnds(Rows row, String id, VmcsField address, VmcsField count) {
        return row.rule(
                        id,
                        "If the %s is not 0, the last byte lies within the physical-address width."
                                .formatted(count.title()),
                        s -> s.equal(count, 0) || endsWithin(s, s.get(address), s.get(count)))
                .wants(
                        "%s + 16 * %s - 1 within the physical-address width"
                                .formatted(address, count))
                .mends(count, s -> 0);
    }

    private static boolean endsWithin(EntryState s, long address, long count) {
        long last = address + 16 * count - 1;
        return Long.compareUnsigned(last, address) >= 0
                && Bits.clear(last, Rows.beyondAddressLimit(s));
    }
}
