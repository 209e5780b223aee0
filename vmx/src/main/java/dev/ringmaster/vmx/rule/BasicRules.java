package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.rule.EntryFact.COMPATIBILITY_MODE;
import static dev.ringmaster.vmx.rule.EntryFact.CPL;
import static dev.ringmaster.vmx.rule.EntryFact.CR0_PE;
import static dev.ringmaster.vmx.rule.EntryFact.HAS_CURRENT_VMCS;
import static dev.ringmaster.vmx.rule.EntryFact.LAUNCHED;
import static dev.ringmaster.vmx.rule.EntryFact.MOV_SS_BLOCKING;
import static dev.ringmaster.vmx.rule.EntryFact.RFLAGS_VM;
import static dev.ringmaster.vmx.rule.EntryFact.SHADOW_INDICATOR;
import static dev.ringmaster.vmx.rule.EntryFact.VMRESUME;
import static dev.ringmaster.vmx.rule.EntryFact.VMX_NON_ROOT;
import static dev.ringmaster.vmx.rule.EntryFact.VMX_OPERATION;

import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.exit.InstructionError;
import dev.ringmaster.vmx.rule.RuleGroup.Outcomes;

import java.util.List;

/** What VMLAUNCH and VMRESUME ask of the processor and of the current VMCS as a whole. */
final class BasicRules {
    private static final Rows ROW = new Rows(RuleGroup.BASIC);

    private BasicRules() {}

    static List<EntryRule> rows() {
        return List.of(
                ROW.rule(
                                "BASIC-001",
                                "VM entry is an instruction of VMX operation in protected mode,"
                                        + " but neither of virtual-8086 nor compatibility mode.",
                                s ->
                                        s.is(VMX_OPERATION)
                                                && s.is(CR0_PE)
                                                && !s.is(RFLAGS_VM)
                                                && !s.is(COMPATIBILITY_MODE))
                        .leadsTo(fault(Vector.UD)),
                ROW.rule(
                                "BASIC-002",
                                "A guest cannot enter a guest: in non-root operation the"
                                        + " instruction exits.",
                                s -> !s.is(VMX_NON_ROOT))
                        .in("28.1.2", "Instructions That Cause VM Exits Unconditionally")
                        .leadsTo(Outcomes.exit(ExitReason.VMLAUNCH, 0))
                        .leadsTo(
                                s ->
                                        Outcomes.exit(
                                                s.is(VMRESUME)
                                                        ? ExitReason.VMRESUME
                                                        : ExitReason.VMLAUNCH,
                                                0)),
                ROW.rule("BASIC-003", "Only ring 0 enters guests.", s -> s.get(CPL) == 0)
                        .leadsTo(fault(Vector.GP)),
                ROW.rule(
                        "BASIC-004",
                        "VMPTRLD has made some VMCS current.",
                        s -> s.is(HAS_CURRENT_VMCS)),
                ROW.rule(
                        "BASIC-005",
                        "The current VMCS is an ordinary one, not a shadow VMCS.",
                        s -> !s.is(SHADOW_INDICATOR)),
                ROW.rule(
                                "BASIC-006",
                                "The instruction does not follow MOV SS or POP SS directly.",
                                s -> !s.is(MOV_SS_BLOCKING))
                        .leadsTo(Outcomes.fail(InstructionError.ENTRY_BLOCKED_BY_MOV_SS)),
                ROW.rule(
                                "BASIC-007",
                                "VMLAUNCH takes a VMCS whose launch state is clear.",
                                s -> s.is(VMRESUME) || !s.is(LAUNCHED))
                        .leadsTo(Outcomes.fail(InstructionError.VMLAUNCH_NON_CLEAR_VMCS)),
                ROW.rule(
                                "BASIC-008",
                                "VMRESUME takes a VMCS whose launch state is launched.",
                                s -> !s.is(VMRESUME) || s.is(LAUNCHED))
                        .leadsTo(Outcomes.fail(InstructionError.VMRESUME_NON_LAUNCHED_VMCS)));
    }

    private static Outcome fault(Vector vector) {
        return new Outcome(Outcome.Kind.FAULT, vector.number(), "#" + vector);
    }
}
