package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.arch.Citation;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.exit.InstructionError;

/** The groups of VM-entry checks, in the order in which the manual has a processor make them. */
public enum RuleGroup {
    /** Checks of the instruction itself. */
    BASIC("basic VM-entry checks", "29.1", "Basic VM-Entry Checks", Outcomes.invalid()),
    /** VM-execution control fields. */
    EXECUTION_CONTROLS(
            "VM-execution controls",
            "29.2.1.1",
            "Checks on VM-Execution Control Fields",
            Outcomes.fail(InstructionError.ENTRY_INVALID_CONTROL_FIELDS)),
    /** VM-exit control fields. */
    EXIT_CONTROLS(
            "VM-exit controls",
            "29.2.1.2",
            "Checks on VM-Exit Control Fields",
            Outcomes.fail(InstructionError.ENTRY_INVALID_CONTROL_FIELDS)),
    /** VM-entry control fields. */
    ENTRY_CONTROLS(
            "VM-entry controls",
            "29.2.1.3",
            "Checks on VM-Entry Control Fields",
            Outcomes.fail(InstructionError.ENTRY_INVALID_CONTROL_FIELDS)),
    /** Host control registers, MSRs and SSP. */
    HOST_REGISTERS(
            "host control registers and MSRs",
            "29.2.2",
            "Checks on Host Control Registers, MSRs, and SSP",
            Outcomes.fail(InstructionError.ENTRY_INVALID_HOST_STATE)),
    /** Host segment and descriptor-table registers. */
    HOST_SEGMENTS(
            "host segment and descriptor-table registers",
            "29.2.3",
            "Checks on Host Segment and Descriptor-Table Registers",
            Outcomes.fail(InstructionError.ENTRY_INVALID_HOST_STATE)),
    /** What the mode of the host asks for. */
    ADDRESS_SPACE_SIZE(
            "address-space size",
            "29.2.4",
            "Checks Related to Address-Space Size",
            Outcomes.fail(InstructionError.ENTRY_INVALID_HOST_STATE)),
    /** Guest control registers, debug registers and MSRs. */
    GUEST_REGISTERS(
            "guest control registers, debug registers and MSRs",
            "29.3.1.1",
            "Checks on Guest Control Registers, Debug Registers, and MSRs",
            Outcomes.guest(0)),
    /** Guest segment registers. */
    GUEST_SEGMENTS(
            "guest segment registers",
            "29.3.1.2",
            "Checks on Guest Segment Registers",
            Outcomes.guest(0)),
    /** Guest GDTR and IDTR. */
    GUEST_TABLES(
            "guest descriptor tables",
            "29.3.1.3",
            "Checks on Guest Descriptor-Table Registers",
            Outcomes.guest(0)),
    /** Guest RIP, RFLAGS and SSP. */
    GUEST_RIP_RFLAGS(
            "guest RIP, RFLAGS and SSP",
            "29.3.1.4",
            "Checks on Guest RIP, RFLAGS, and SSP",
            Outcomes.guest(0)),
    /** Activity, interruptibility, pending debug exceptions, link pointer. */
    GUEST_NON_REGISTER(
            "guest non-register state",
            "29.3.1.5",
            "Checks on Guest Non-Register State",
            Outcomes.guest(0)),
    /** The four entries of PAE paging. */
    GUEST_PDPTES(
            "guest PDPTEs",
            "29.3.1.6",
            "Checks on Guest Page-Directory-Pointer-Table Entries",
            Outcomes.guest(2)),
    /** The MSR-load area. */
    MSR_LOADING(
            "MSR loading",
            "29.4",
            "Loading MSRs",
            Outcomes.exit(ExitReason.ENTRY_FAILURE_MSR_LOADING, 0)),
    /** Entries of the SMM-transfer monitor. */
    SMM_RETURN(
            "VM entry that returns from SMM",
            "34.15.4",
            "VM Entries that Return from SMM",
            Outcomes.fail(InstructionError.ENTRY_INVALID_EXECUTIVE_POINTER)),
    /** Machine checks that come meanwhile. */
    MACHINE_CHECK(
            "machine check during entry",
            "29.9",
            "Machine-Check Events During VM Entry",
            Outcomes.exit(ExitReason.ENTRY_FAILURE_MACHINE_CHECK, 0));

    private final String title;
    private final Citation section;
    private final Outcome outcome;

    RuleGroup(String title, String number, String section, Outcome outcome) {
        this.title = title;
        this.section = Citation.sdm("Vol. 3C " + number, section);
        this.outcome = outcome;
    }

    /** The name in lists and JSON. */
    public String title() {
        return title;
    }

    /** The section that states the group's rules. */
    public Citation section() {
        return section;
    }

    /** What a violation leads to, if the rule does not say otherwise. */
    Outcome outcome() {
        return outcome;
    }

    /** The outcomes that rules name. */
    static final class Outcomes {
        private Outcomes() {}

        static Outcome invalid() {
            return new Outcome(Kind.VM_FAIL_INVALID, -1, "VMfailInvalid");
        }

        static Outcome fail(InstructionError error) {
            return new Outcome(Kind.VM_FAIL_VALID, error.number(), error.title());
        }

        static Outcome exit(ExitReason reason, long qualification) {
            return new Outcome(Kind.VM_EXIT, reason.number(), reason.title(), qualification);
        }

        static Outcome guest(long qualification) {
            return exit(ExitReason.ENTRY_FAILURE_GUEST_STATE, qualification);
        }
    }
}
