package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.EntryControl.DEACTIVATE_DUAL_MONITOR_TREATMENT;
import static dev.ringmaster.vmx.vmcs.EntryControl.ENTRY_TO_SMM;
import static dev.ringmaster.vmx.vmcs.VmcsField.EXECUTIVE_VMCS_POINTER;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_ACTIVITY_STATE;

import dev.ringmaster.vmx.exit.InstructionError;
import dev.ringmaster.vmx.rule.EntryRule.Predicate;
import dev.ringmaster.vmx.rule.RuleGroup.Outcomes;
import dev.ringmaster.vmx.vmcs.ActivityState;
import dev.ringmaster.vmx.vmcs.EventType;

import java.util.ArrayList;
import java.util.List;

/** VM entries that return from SMM, and machine checks. */
final class SmmRules {
    private static final Rows ROW = new Rows(RuleGroup.SMM_RETURN);
    private static final String DUAL =
            "Needs a second VMCS, that of the executive monitor: the dual-monitor treatment of SMM"
                    + " is not modelled.";

    /** The entry leaves SMM. */
    private static final Predicate RETURNS = s -> s.is(EntryFact.IN_SMM) && !s.entry(ENTRY_TO_SMM);

    /** The entry leaves SMM for VMX root operation. */
    private static final Predicate TO_ROOT =
            s ->
                    RETURNS.holds(s)
                            && s.get(EXECUTIVE_VMCS_POINTER) == s.get(EntryFact.VMXON_POINTER);

    private SmmRules() {}

    static List<EntryRule> machineCheck() {
        return List.of(
                EntryRule.unmodelled(
                        "MC-001",
                        RuleGroup.MACHINE_CHECK,
                        "A machine check meanwhile may be taken before, as a failure of, or"
                                + " after VM entry.",
                        "The model has no machine checks."));
    }

    static List<EntryRule> rows() {
        List<EntryRule> rows = new ArrayList<>();
        pointer(rows);
        controls(rows);
        return List.copyOf(rows);
    }

    private static void pointer(List<EntryRule> rows) {
        rows.add(
                onPointer(
                        ROW.zero(
                                "SMM-001",
                                "The executive-VMCS pointer is a multiple of 4096.",
                                RETURNS,
                                EXECUTIVE_VMCS_POINTER,
                                Bits.LOW_12)));
        rows.add(
                onPointer(
                        ROW.reserved(
                                "SMM-002",
                                "The executive-VMCS pointer fits into the physical-address width.",
                                RETURNS,
                                EXECUTIVE_VMCS_POINTER,
                                Rows::beyondAddressLimit)));
        rows.add(
                onPointer(
                        ROW.rule(
                                "SMM-003",
                                "The executive-VMCS pointer leads to a region with the processor's"
                                        + " revision identifier.",
                                s ->
                                        !RETURNS.holds(s)
                                                || s.read(s.get(EXECUTIVE_VMCS_POINTER), 4)
                                                        == s.caps().revision())));
        rows.add(
                onPointer(
                                ROW.unmodelled(
                                        "SMM-004",
                                        "The executive VMCS has been launched, if a guest is"
                                                + " returned to.",
                                        DUAL))
                        .leadsTo(Outcomes.fail(InstructionError.ENTRY_NON_LAUNCHED_EXECUTIVE)));
        rows.add(
                onPointer(
                                ROW.rule(
                                        "SMM-005",
                                        "The entry that ends the dual-monitor treatment returns to"
                                                + " VMX root operation.",
                                        s ->
                                                !s.entry(DEACTIVATE_DUAL_MONITOR_TREATMENT)
                                                        || !RETURNS.holds(s)
                                                        || TO_ROOT.holds(s)))
                        .leadsTo(
                                Outcomes.fail(InstructionError.ENTRY_EXECUTIVE_NOT_VMXON_POINTER)));
    }

    private static EntryRule onPointer(EntryRule rule) {
        return rule.in("34.15.4.1", "Checks on the Executive-VMCS Pointer Field");
    }

    private static void controls(List<EntryRule> rows) {
        String execution = "Checks on VM-Execution Control Fields";
        rows.add(
                ROW.unmodelled(
                                "SMM-006",
                                "VM-execution controls are checked in the executive VMCS.",
                                DUAL)
                        .in("34.15.4.2", execution)
                        .leadsTo(Outcomes.fail(InstructionError.ENTRY_INVALID_EXECUTIVE_CONTROLS)));
        rows.add(
                ROW.unmodelled(
                                "SMM-007",
                                "Saving the preemption timer is not checked against activating it.",
                                "It is a relaxation of another rule. " + DUAL)
                        .in("34.15.4.2", execution));
        rows.add(
                ROW.rule(
                                "SMM-008",
                                "No MTF VM exit is injected into VMX root operation.",
                                s ->
                                        !s.injects(EventType.OTHER_EVENT)
                                                || !s.injectsVector(0)
                                                || !TO_ROOT.holds(s))
                        .in("34.15.4.3", "Checks on VM-Entry Control Fields")
                        .leadsTo(Outcomes.fail(InstructionError.ENTRY_INVALID_CONTROL_FIELDS)));
        rows.add(
                ROW.unmodelled(
                                "SMM-009",
                                "Guest state is checked against the controls of the executive"
                                        + " VMCS.",
                                DUAL)
                        .in("34.15.4.4", "Checks on the Guest-State Area")
                        .leadsTo(Outcomes.guest(0)));
        rows.add(
                ROW.rule(
                                "SMM-010",
                                "VMX root operation does not wait for a start-up IPI.",
                                s ->
                                        !RETURNS.holds(s)
                                                || !s.equal(
                                                        GUEST_ACTIVITY_STATE,
                                                        ActivityState.WAIT_FOR_SIPI.number())
                                                || !TO_ROOT.holds(s))
                        .in("34.15.4.4", "Checks on the Guest-State Area")
                        .leadsTo(Outcomes.guest(0))
                        .becomes(GUEST_ACTIVITY_STATE, s -> 0));
    }
}
