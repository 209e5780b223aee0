package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.EntryControl.DEACTIVATE_DUAL_MONITOR_TREATMENT;
import static dev.ringmaster.vmx.vmcs.EntryControl.ENTRY_TO_SMM;
import static dev.ringmaster.vmx.vmcs.EventType.HARDWARE_EXCEPTION;
import static dev.ringmaster.vmx.vmcs.EventType.NMI;
import static dev.ringmaster.vmx.vmcs.EventType.OTHER_EVENT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CR4;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_CONTROLS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_EXCEPTION_ERROR_CODE;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_INSTRUCTION_LEN;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_INTR_INFO_FIELD;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_MSR_LOAD_COUNT;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.capability.CpuFeature;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.PrimaryControl;

import java.util.List;

/** The VM-entry controls, the injected event and the MSR area of VM entry. */
final class EntryControlRules {
    private static final Rows ROW = new Rows(RuleGroup.ENTRY_CONTROLS);

    /** The vectors whose exceptions push an error code: 8, 10 to 14, 17. */
    private static final long WITH_ERROR_CODE = 1 << 8 | 0x1f << 10 | 1 << 17;

    private static final long LONGEST = 15;
    private static final int MTF = 0;
    private static final int SYSCALL = 1;
    private static final int SYSENTER = 2;

    private EntryControlRules() {}

    static List<EntryRule> rows() {
        return List.of(
                ExecutionControlRules.settings(
                        ROW,
                        "CTL-090",
                        "The VM-entry controls have settings that the processor allows.",
                        s -> true,
                        ControlWord.ENTRY),
                ROW.rule(
                                "CTL-091",
                                "Event type 1 is reserved.",
                                s -> !s.injects(EventType.RESERVED))
                        .wants("event type (bits 10:8) other than 1"),
                ROW.rule(
                                "CTL-092",
                                "Event type 7 needs a processor with monitor trap flag or FRED.",
                                s -> knowsOtherEvents(s) || !s.injects(OTHER_EVENT))
                        .wants("event type (bits 10:8) other than 7"),
                ROW.rule(
                                "CTL-093",
                                "An injected NMI has vector 2.",
                                s -> !s.injects(NMI) || s.injectsVector(2))
                        .becomes(VM_ENTRY_INTR_INFO_FIELD, s -> withVector(s, 2)),
                ROW.rule(
                                "CTL-094",
                                "An injected hardware exception has a vector up to 31.",
                                s -> !s.injects(HARDWARE_EXCEPTION) || s.injectedVector() <= 31)
                        .wants("vector (bits 7:0) <= 31"),
                ROW.rule(
                                "CTL-095",
                                "Without FRED event type 7 is a pending MTF VM exit, vector 0.",
                                s ->
                                        !s.injects(OTHER_EVENT)
                                                || s.injectsVector(MTF)
                                                || s.bit(GUEST_CR4, Cr4.FRED))
                        .becomes(VM_ENTRY_INTR_INFO_FIELD, s -> withVector(s, MTF)),
                ROW.rule(
                                "CTL-096",
                                "With FRED event type 7 is a pending MTF VM exit, SYSCALL or"
                                        + " SYSENTER: vector 0, 1 or 2.",
                                s ->
                                        !s.bit(GUEST_CR4, Cr4.FRED)
                                                || !s.injects(OTHER_EVENT)
                                                || s.injectedVector() <= SYSENTER)
                        .becomes(VM_ENTRY_INTR_INFO_FIELD, s -> withVector(s, MTF)),
                ROW.rule(
                                "CTL-097",
                                "An injected exception that pushes an error code (8, 10 to 14,"
                                        + " 17) delivers one, unless the guest is in real mode"
                                        + " or the processor does not insist.",
                                s ->
                                        !injectsStrictException(s)
                                                || hasErrorCode(s)
                                                || realMode(s)
                                                || !pushesErrorCode(s.injectedVector()))
                        .sets(VM_ENTRY_INTR_INFO_FIELD, EventInfo.ERROR_CODE),
                ROW.zero(
                        "CTL-098",
                        "Only a hardware exception is injected with an error code.",
                        s -> s.injects() && !s.injectsType(HARDWARE_EXCEPTION),
                        VM_ENTRY_INTR_INFO_FIELD,
                        EventInfo.ERROR_CODE),
                ROW.rule(
                                "CTL-099",
                                "No error code is delivered in real mode.",
                                s -> !realMode(s) || !s.injects() || !hasErrorCode(s))
                        .clears(VM_ENTRY_INTR_INFO_FIELD, EventInfo.ERROR_CODE),
                ROW.rule(
                                "CTL-100",
                                "An injected exception that pushes no error code delivers none,"
                                        + " unless the processor does not insist.",
                                s ->
                                        !injectsStrictException(s)
                                                || !hasErrorCode(s)
                                                || s.injectedVector() > 31
                                                || pushesErrorCode(s.injectedVector()))
                        .clears(VM_ENTRY_INTR_INFO_FIELD, EventInfo.ERROR_CODE),
                ROW.zero(
                        "CTL-101",
                        "Only a hardware exception has the nested-exception bit.",
                        s -> s.injects() && !s.injectsType(HARDWARE_EXCEPTION),
                        VM_ENTRY_INTR_INFO_FIELD,
                        EventInfo.NESTED),
                ROW.zero(
                        "CTL-102",
                        "The nested-exception bit is 1 only where the processor has it.",
                        s -> !s.caps().hasNestedExceptions() && s.injects(),
                        VM_ENTRY_INTR_INFO_FIELD,
                        EventInfo.NESTED),
                ROW.zero(
                        "CTL-103",
                        "Bits 30:14 and 12 of a valid injected event are reserved.",
                        EntryState::injects,
                        VM_ENTRY_INTR_INFO_FIELD,
                        EventInfo.RESERVED),
                ROW.zero(
                        "CTL-104",
                        "Bits 31:16 of an injected error code are 0.",
                        s -> s.injects() && hasErrorCode(s),
                        VM_ENTRY_EXCEPTION_ERROR_CODE,
                        0xffff0000L),
                ROW.rule(
                                "CTL-105",
                                "An injected software event comes from an instruction of at"
                                        + " most 15 bytes.",
                                s -> !injectsSoftwareEvent(s) || !tooLong(s))
                        .wants("VM_ENTRY_INSTRUCTION_LEN <= 15")
                        .mends(
                                VM_ENTRY_INSTRUCTION_LEN,
                                s -> s.get(VM_ENTRY_INSTRUCTION_LEN) & LONGEST),
                ROW.rule(
                                "CTL-106",
                                "An injected software event has an instruction length, unless"
                                        + " the processor allows 0.",
                                s -> lengthGivenOrNotNeeded(s) || !injectsSoftwareEvent(s))
                        .wants("VM_ENTRY_INSTRUCTION_LEN >= 1")
                        .mends(VM_ENTRY_INSTRUCTION_LEN, EntryControlRules::usualLength),
                ROW.rule(
                                "CTL-107",
                                "An injected SYSCALL or SYSENTER has an instruction length as"
                                        + " software events have.",
                                s ->
                                        !injectsSystemCall(s)
                                                || !tooLong(s) && lengthGivenOrNotNeeded(s))
                        .wants(
                                s ->
                                        "VM_ENTRY_INSTRUCTION_LEN from %d to 15"
                                                .formatted(
                                                        s.caps().injectsWithLengthZero() ? 0 : 1))
                        .mends(VM_ENTRY_INSTRUCTION_LEN, EntryControlRules::usualLength),
                ExitControlRules.areaAligned(
                        ROW, "CTL-108", VM_ENTRY_MSR_LOAD_ADDRESS, VM_ENTRY_MSR_LOAD_COUNT),
                ExitControlRules.areaFits(
                        ROW, "CTL-109", VM_ENTRY_MSR_LOAD_ADDRESS, VM_ENTRY_MSR_LOAD_COUNT),
                ExitControlRules.areaEnds(
                        ROW, "CTL-110", VM_ENTRY_MSR_LOAD_ADDRESS, VM_ENTRY_MSR_LOAD_COUNT),
                ROW.rule(
                                "CTL-111",
                                "Only a processor in SMM has \"entry to SMM\" 1.",
                                s -> !s.entry(ENTRY_TO_SMM) || s.is(EntryFact.IN_SMM))
                        .clears(VM_ENTRY_CONTROLS, ENTRY_TO_SMM.mask()),
                ROW.rule(
                                "CTL-112",
                                "Only a processor in SMM has"
                                        + " \"deactivate dual-monitor treatment\" 1.",
                                s ->
                                        !s.entry(DEACTIVATE_DUAL_MONITOR_TREATMENT)
                                                || s.is(EntryFact.IN_SMM))
                        .clears(VM_ENTRY_CONTROLS, DEACTIVATE_DUAL_MONITOR_TREATMENT.mask()),
                ROW.rule(
                                "CTL-113",
                                "\"Entry to SMM\" and \"deactivate dual-monitor treatment\" are"
                                        + " not both 1.",
                                s ->
                                        !s.entry(ENTRY_TO_SMM)
                                                || !s.entry(DEACTIVATE_DUAL_MONITOR_TREATMENT))
                        .clears(VM_ENTRY_CONTROLS, DEACTIVATE_DUAL_MONITOR_TREATMENT.mask()));
    }

    private static long event(EntryState s) {
        return s.get(VM_ENTRY_INTR_INFO_FIELD);
    }

    private static boolean hasErrorCode(EntryState s) {
        return s.any(VM_ENTRY_INTR_INFO_FIELD, EventInfo.ERROR_CODE);
    }

    private static long withVector(EntryState s, int vector) {
        return event(s) & ~0xffL | vector;
    }

    static boolean pushesErrorCode(int vector) {
        return vector <= 31 && (WITH_ERROR_CODE >>> vector & 1) != 0;
    }

    /** A hardware exception on a processor that insists on the right presence of error codes. */
    private static boolean injectsStrictException(EntryState s) {
        return !s.caps().relaxesErrorCodes() && s.injects(HARDWARE_EXCEPTION);
    }

    private static boolean realMode(EntryState s) {
        return s.unrestrictedGuest() && !s.guestProtection();
    }

    private static boolean knowsOtherEvents(EntryState s) {
        return s.caps().allows(PrimaryControl.MONITOR_TRAP_FLAG) || s.caps().has(CpuFeature.FRED);
    }

    private static boolean injectsSoftwareEvent(EntryState s) {
        return s.injects()
                && (s.injectsType(EventType.SOFTWARE_INTERRUPT)
                        || s.injectsType(EventType.PRIVILEGED_SOFTWARE_EXCEPTION)
                        || s.injectsType(EventType.SOFTWARE_EXCEPTION));
    }

    private static boolean injectsSystemCall(EntryState s) {
        return s.injects(OTHER_EVENT) && (s.injectsVector(SYSCALL) || s.injectsVector(SYSENTER));
    }

    /**
     * The length within its range; where 0 is not allowed, INT n, SYSCALL and SYSENTER have 2
     * bytes, INT1, INT3 and INTO have 1.
     */
    private static long usualLength(EntryState s) {
        long low = s.get(VM_ENTRY_INSTRUCTION_LEN) & LONGEST;
        if (low != 0 || s.caps().injectsWithLengthZero()) {
            return low;
        }
        return s.injectsType(EventType.SOFTWARE_INTERRUPT) || s.injectsType(OTHER_EVENT) ? 2 : 1;
    }

    private static boolean tooLong(EntryState s) {
        return s.any(VM_ENTRY_INSTRUCTION_LEN, ~LONGEST);
    }

    private static boolean lengthGivenOrNotNeeded(EntryState s) {
        return s.caps().injectsWithLengthZero() || !s.equal(VM_ENTRY_INSTRUCTION_LEN, 0);
    }
}
