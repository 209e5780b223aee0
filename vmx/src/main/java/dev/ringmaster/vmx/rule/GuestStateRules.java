package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.EntryControl.ENTRY_TO_SMM;
import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_CET_STATE;
import static dev.ringmaster.vmx.vmcs.EventType.EXTERNAL_INTERRUPT;
import static dev.ringmaster.vmx.vmcs.EventType.HARDWARE_EXCEPTION;
import static dev.ringmaster.vmx.vmcs.EventType.NMI;
import static dev.ringmaster.vmx.vmcs.Interruptibility.BLOCKING_BY_MOV_SS;
import static dev.ringmaster.vmx.vmcs.Interruptibility.BLOCKING_BY_NMI;
import static dev.ringmaster.vmx.vmcs.Interruptibility.BLOCKING_BY_SMI;
import static dev.ringmaster.vmx.vmcs.Interruptibility.BLOCKING_BY_STI;
import static dev.ringmaster.vmx.vmcs.Interruptibility.ENCLAVE_INTERRUPTION;
import static dev.ringmaster.vmx.vmcs.PinControl.VIRTUAL_NMIS;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.VMCS_SHADOWING;
import static dev.ringmaster.vmx.vmcs.VmcsField.EXECUTIVE_VMCS_POINTER;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_ACTIVITY_STATE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CS_ACCESS_RIGHTS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_GDTR_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_GDTR_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_IA32_DEBUGCTL;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_IDTR_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_IDTR_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_INTERRUPTIBILITY_INFO;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RFLAGS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SSP;
import static dev.ringmaster.vmx.vmcs.VmcsField.VMCS_LINK_POINTER;

import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.vmx.capability.CpuFeature;
import dev.ringmaster.vmx.rule.EntryRule.Predicate;
import dev.ringmaster.vmx.rule.RuleGroup.Outcomes;
import dev.ringmaster.vmx.vmcs.AccessRights;
import dev.ringmaster.vmx.vmcs.ActivityState;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.Interruptibility;
import dev.ringmaster.vmx.vmcs.PendingDebug;

import java.util.List;

/** Guest descriptor tables, RIP, RFLAGS, SSP, and the state that is no register. */
final class GuestStateRules {
    private static final Rows TABLE = new Rows(RuleGroup.GUEST_TABLES);
    private static final Rows REGISTER = new Rows(RuleGroup.GUEST_RIP_RFLAGS);
    private static final Rows ROW = new Rows(RuleGroup.GUEST_NON_REGISTER);

    static final long RFLAGS_RESERVED = Bits.range(63, 22) | 1 << 15 | 1 << 5 | 1 << 3;
    private static final long STI_OR_MOV_SS = BLOCKING_BY_STI.mask() | BLOCKING_BY_MOV_SS.mask();
    private static final long BTF = 2;
    private static final ActivityState[] STATES = ActivityState.values();
    private static final long NO_LINK = -1L;
    private static final int SHADOW = 31;
    static final long RTM_EXCLUDES = Bits.range(63, 17) | 7 << 13 | 0xfff;

    /** The qualification that tells of an NMI under blocking by STI. */
    private static final int NMI_QUALIFICATION = 3;

    /** The qualification that tells of the link pointer. */
    private static final int LINK_QUALIFICATION = 4;

    private static final Predicate LINKED = s -> !s.equal(VMCS_LINK_POINTER, NO_LINK);
    private static final Predicate RTM =
            s -> s.bit(GUEST_PENDING_DEBUG_EXCEPTIONS, PendingDebug.RTM);

    private GuestStateRules() {}

    static List<EntryRule> tables() {
        return List.of(
                TABLE.canonical("GUEST-143", "The GDTR base is canonical.", GUEST_GDTR_BASE),
                TABLE.canonical("GUEST-144", "The IDTR base is canonical.", GUEST_IDTR_BASE),
                TABLE.zero(
                        "GUEST-145",
                        "Bits 31:16 of the GDTR limit are" + " 0.",
                        GUEST_GDTR_LIMIT,
                        0xffff0000L),
                TABLE.zero(
                        "GUEST-146",
                        "Bits 31:16 of the IDTR limit are" + " 0.",
                        GUEST_IDTR_LIMIT,
                        0xffff0000L));
    }

    static List<EntryRule> registers() {
        return List.of(
                REGISTER.rule(
                                "GUEST-147",
                                "Outside 64-bit mode bits 63:32 of RIP are 0.",
                                s -> s.clear(GUEST_RIP, Bits.HIGH_32) || in64BitMode(s))
                        .clears(GUEST_RIP, Bits.HIGH_32),
                REGISTER.rule(
                                "GUEST-148",
                                "In 64-bit mode the bits of RIP above the linear-address width"
                                        + " are equal.",
                                s -> !in64BitMode(s) || upperBitsEqual(s, s.get(GUEST_RIP)))
                        .wants(
                                s ->
                                        "GUEST_RIP bits 63:%d equal"
                                                .formatted(s.caps().linearAddressWidth()))
                        .mends(GUEST_RIP, s -> Rows.extended(s, s.get(GUEST_RIP))),
                REGISTER.zero(
                        "GUEST-149",
                        "RFLAGS bits 63:22, 15, 5 and 3 are reserved.",
                        GUEST_RFLAGS,
                        RFLAGS_RESERVED),
                REGISTER.rule("GUEST-150", "RFLAGS bit 1 is always 1.", s -> s.any(GUEST_RFLAGS, 2))
                        .sets(GUEST_RFLAGS, 2),
                REGISTER.rule(
                                "GUEST-151",
                                "IA-32e mode has no virtual-8086 mode.",
                                s -> !s.virtual8086() || !s.ia32eModeGuest())
                        .clears(GUEST_RFLAGS, Rflags.VM.mask()),
                REGISTER.rule(
                                "GUEST-152",
                                "Real mode has no virtual-8086 mode.",
                                s -> !s.virtual8086() || s.guestProtection())
                        .clears(GUEST_RFLAGS, Rflags.VM.mask()),
                REGISTER.rule(
                                "GUEST-153",
                                "An external interrupt is injected only while RFLAGS.IF is 1.",
                                s ->
                                        s.bit(GUEST_RFLAGS, Rflags.IF)
                                                || !s.injects(EXTERNAL_INTERRUPT))
                        .sets(GUEST_RFLAGS, Rflags.IF.mask()),
                REGISTER.zero(
                        "GUEST-154",
                        "A guest SSP that is loaded is a multiple of 4.",
                        s -> s.entry(LOAD_CET_STATE),
                        GUEST_SSP,
                        3),
                REGISTER.rule(
                                "GUEST-155",
                                "The bits above the linear-address width of a guest SSP that is"
                                        + " loaded are equal; outside 64-bit mode bits 63:32"
                                        + " are 0.",
                                s ->
                                        !s.entry(LOAD_CET_STATE)
                                                || s.clear(GUEST_SSP, Bits.HIGH_32)
                                                || in64BitMode(s)
                                                        && upperBitsEqual(s, s.get(GUEST_SSP)))
                        .wants(
                                s ->
                                        in64BitMode(s)
                                                ? "GUEST_SSP bits 63:%d equal"
                                                        .formatted(s.caps().linearAddressWidth())
                                                : "GUEST_SSP bits 63:32 = 0, outside 64-bit mode")
                        .mends(
                                GUEST_SSP,
                                s ->
                                        in64BitMode(s)
                                                ? Rows.extended(s, s.get(GUEST_SSP))
                                                : s.get(GUEST_SSP) & ~Bits.HIGH_32));
    }

    static List<EntryRule> nonRegister() {
        return List.of(
                ROW.rule(
                                "GUEST-156",
                                "The activity state is one that the processor supports.",
                                s -> supported(s, s.get(GUEST_ACTIVITY_STATE)))
                        .becomes(GUEST_ACTIVITY_STATE, s -> 0)
                        .wants(
                                "GUEST_ACTIVITY_STATE = 0 (active), or 1 to 3 as far as the"
                                        + " processor supports them"),
                ROW.rule(
                                "GUEST-157",
                                "Only ring 0 (SS.DPL) can be in the HLT state.",
                                s -> Segment.SS.ring0(s) || !inState(s, ActivityState.HLT))
                        .becomes(GUEST_ACTIVITY_STATE, s -> 0)
                        .wants("GUEST_ACTIVITY_STATE = 0 (active)"),
                ROW.rule(
                                "GUEST-158",
                                "Blocking by STI or MOV SS needs an active processor.",
                                s ->
                                        s.clear(GUEST_INTERRUPTIBILITY_INFO, STI_OR_MOV_SS)
                                                || inState(s, ActivityState.ACTIVE))
                        .becomes(GUEST_ACTIVITY_STATE, s -> 0)
                        .wants("GUEST_ACTIVITY_STATE = 0 (active)"),
                injectable(
                        "GUEST-159",
                        "A halted guest takes an external interrupt, an NMI, #DB, #MC or a"
                                + " pending MTF VM exit only.",
                        ActivityState.HLT,
                        GuestStateRules::wakesHalted),
                injectable(
                        "GUEST-160",
                        "A guest in shutdown takes an NMI or #MC only.",
                        ActivityState.SHUTDOWN,
                        s -> s.injectsType(NMI) || injects(s, Vector.MC)),
                injectable(
                        "GUEST-161",
                        "A guest that waits for a start-up IPI takes no event.",
                        ActivityState.WAIT_FOR_SIPI,
                        s -> false),
                ROW.rule(
                                "GUEST-162",
                                "An entry to SMM does not wait for a start-up IPI.",
                                s ->
                                        !s.entry(ENTRY_TO_SMM)
                                                || !inState(s, ActivityState.WAIT_FOR_SIPI))
                        .becomes(GUEST_ACTIVITY_STATE, s -> 0)
                        .wants("GUEST_ACTIVITY_STATE = 0 (active)"),
                ROW.zero(
                        "GUEST-163",
                        "Interruptibility bits 31:5 are reserved.",
                        GUEST_INTERRUPTIBILITY_INFO,
                        0xffffffe0L),
                ROW.rule(
                                "GUEST-164",
                                "Events are blocked by STI or by MOV SS, not by both.",
                                s ->
                                        !s.bit(GUEST_INTERRUPTIBILITY_INFO, BLOCKING_BY_STI)
                                                || !s.bit(
                                                        GUEST_INTERRUPTIBILITY_INFO,
                                                        BLOCKING_BY_MOV_SS))
                        .clears(GUEST_INTERRUPTIBILITY_INFO, BLOCKING_BY_STI.mask()),
                notBlocked(
                        "GUEST-165",
                        "Blocking by STI needs RFLAGS.IF.",
                        BLOCKING_BY_STI,
                        s -> !s.bit(GUEST_RFLAGS, Rflags.IF)),
                notBlocked(
                        "GUEST-166",
                        "No external interrupt is injected under blocking by STI.",
                        BLOCKING_BY_STI,
                        s -> s.injects(EXTERNAL_INTERRUPT)),
                notBlocked(
                        "GUEST-167",
                        "No external interrupt is injected under blocking by MOV SS.",
                        BLOCKING_BY_MOV_SS,
                        s -> s.injects(EXTERNAL_INTERRUPT)),
                notBlocked(
                        "GUEST-168",
                        "No NMI is injected under blocking by MOV SS.",
                        BLOCKING_BY_MOV_SS,
                        s -> s.injects(NMI)),
                notBlocked(
                                "GUEST-169",
                                "On some processors no NMI is injected under blocking by STI.",
                                BLOCKING_BY_STI,
                                s ->
                                        s.caps().has(CpuFeature.STI_BLOCKS_NMI_INJECTION)
                                                && s.injects(NMI))
                        .leadsTo(Outcomes.guest(NMI_QUALIFICATION)),
                notBlocked(
                        "GUEST-170",
                        "Outside SMM there is no blocking by SMI.",
                        BLOCKING_BY_SMI,
                        s -> !s.is(EntryFact.IN_SMM)),
                ROW.rule(
                                "GUEST-171",
                                "An entry to SMM has blocking by SMI.",
                                s ->
                                        s.bit(GUEST_INTERRUPTIBILITY_INFO, BLOCKING_BY_SMI)
                                                || !s.entry(ENTRY_TO_SMM))
                        .sets(GUEST_INTERRUPTIBILITY_INFO, BLOCKING_BY_SMI.mask()),
                notBlocked(
                        "GUEST-172",
                        "With virtual NMIs no NMI is injected under blocking by NMI.",
                        BLOCKING_BY_NMI,
                        s -> s.pin(VIRTUAL_NMIS) && s.injects(NMI)),
                notBlocked(
                        "GUEST-173",
                        "Enclave interruption and blocking by MOV SS are not both 1.",
                        BLOCKING_BY_MOV_SS,
                        s -> s.bit(GUEST_INTERRUPTIBILITY_INFO, ENCLAVE_INTERRUPTION)),
                notBlocked(
                        "GUEST-174",
                        "Only a processor with SGX has enclave interruption.",
                        ENCLAVE_INTERRUPTION,
                        s -> !s.caps().has(CpuFeature.SGX)),
                ROW.reserved(
                        "GUEST-175",
                        "Pending debug exceptions have reserved bits; BLD is one where bus"
                                + " locks are not detected.",
                        s -> true,
                        GUEST_PENDING_DEBUG_EXCEPTIONS,
                        GuestStateRules::pendingReserved),
                ROW.rule(
                                "GUEST-176",
                                "With RFLAGS.TF 1 and IA32_DEBUGCTL.BTF 0 a single step (BS) is"
                                        + " pending while STI or MOV SS blocks or the guest is"
                                        + " halted.",
                                s ->
                                        s.bit(GUEST_PENDING_DEBUG_EXCEPTIONS, PendingDebug.BS)
                                                || !holdsBack(s)
                                                || !singleSteps(s))
                        .sets(GUEST_PENDING_DEBUG_EXCEPTIONS, PendingDebug.BS.mask()),
                ROW.rule(
                                "GUEST-177",
                                "With RFLAGS.TF 0 or IA32_DEBUGCTL.BTF 1 no single step (BS) is"
                                        + " pending while STI or MOV SS blocks or the guest is"
                                        + " halted.",
                                s ->
                                        !s.bit(GUEST_PENDING_DEBUG_EXCEPTIONS, PendingDebug.BS)
                                                || !holdsBack(s)
                                                || singleSteps(s))
                        .clears(GUEST_PENDING_DEBUG_EXCEPTIONS, PendingDebug.BS.mask()),
                ROW.zero(
                        "GUEST-178",
                        "A pending debug exception of a transaction has no other cause.",
                        RTM,
                        GUEST_PENDING_DEBUG_EXCEPTIONS,
                        RTM_EXCLUDES),
                ROW.rule(
                                "GUEST-179",
                                "A pending debug exception of a transaction is an enabled"
                                        + " breakpoint.",
                                s ->
                                        !RTM.holds(s)
                                                || s.bit(
                                                        GUEST_PENDING_DEBUG_EXCEPTIONS,
                                                        PendingDebug.ENABLED_BREAKPOINT))
                        .sets(
                                GUEST_PENDING_DEBUG_EXCEPTIONS,
                                PendingDebug.ENABLED_BREAKPOINT.mask()),
                ROW.rule(
                                "GUEST-180",
                                "Only a processor with RTM has debug exceptions of transactions.",
                                s -> !RTM.holds(s) || s.caps().has(CpuFeature.RTM))
                        .clears(GUEST_PENDING_DEBUG_EXCEPTIONS, PendingDebug.RTM.mask()),
                notBlocked(
                        "GUEST-181",
                        "No debug exception of a transaction is pending under blocking by MOV SS.",
                        BLOCKING_BY_MOV_SS,
                        RTM),
                link(
                        ROW.zero(
                                "GUEST-182",
                                "A VMCS link pointer is a multiple of 4096.",
                                LINKED,
                                VMCS_LINK_POINTER,
                                Bits.LOW_12)),
                link(
                        ROW.reserved(
                                "GUEST-183",
                                "A VMCS link pointer fits into the physical-address width.",
                                LINKED,
                                VMCS_LINK_POINTER,
                                Rows::beyondAddressLimit)),
                link(
                        ROW.rule(
                                "GUEST-184",
                                "A VMCS link pointer leads to a region with the processor's"
                                        + " revision identifier.",
                                s ->
                                        !LINKED.holds(s)
                                                || (linked(s) & 0x7fffffff)
                                                        == s.caps().revision())),
                link(
                        ROW.rule(
                                "GUEST-185",
                                "A VMCS link pointer leads to a shadow VMCS exactly if VMCS"
                                        + " shadowing is on.",
                                s ->
                                        !LINKED.holds(s)
                                                || (linked(s) >>> SHADOW & 1)
                                                        != 0
                                                        == s.secondary(VMCS_SHADOWING))),
                link(
                        ROW.rule(
                                "GUEST-186",
                                "A VMCS link pointer does not lead to the current VMCS.",
                                s ->
                                        !LINKED.holds(s)
                                                || s.is(EntryFact.IN_SMM) && !s.entry(ENTRY_TO_SMM)
                                                || s.get(VMCS_LINK_POINTER)
                                                        != s.get(EntryFact.CURRENT_VMCS_POINTER))),
                link(
                        ROW.rule(
                                "GUEST-187",
                                "On a return from SMM a VMCS link pointer does not lead to the"
                                        + " executive VMCS.",
                                s ->
                                        !LINKED.holds(s)
                                                || !s.is(EntryFact.IN_SMM)
                                                || s.entry(ENTRY_TO_SMM)
                                                || s.get(VMCS_LINK_POINTER)
                                                        != s.get(EXECUTIVE_VMCS_POINTER))));
    }

    private static EntryRule link(EntryRule rule) {
        return rule.leadsTo(Outcomes.guest(LINK_QUALIFICATION))
                .mends(VMCS_LINK_POINTER, s -> NO_LINK)
                .wants(rule.says() + " No link is FFFFFFFF_FFFFFFFFH.");
    }

    private static EntryRule notBlocked(
            String id, String says, Interruptibility bit, Predicate when) {
        return ROW.rule(id, says, s -> !s.bit(GUEST_INTERRUPTIBILITY_INFO, bit) || !when.holds(s))
                .clears(GUEST_INTERRUPTIBILITY_INFO, bit.mask());
    }

    private static EntryRule injectable(
            String id, String says, ActivityState state, Predicate event) {
        return ROW.rule(id, says, s -> !s.injects() || !inState(s, state) || event.holds(s))
                .becomes(GUEST_ACTIVITY_STATE, s -> 0)
                .wants("GUEST_ACTIVITY_STATE = 0 (active), or another event");
    }

    private static boolean in64BitMode(EntryState s) {
        return s.any(GUEST_CS_ACCESS_RIGHTS, AccessRights.L) && s.ia32eModeGuest();
    }

    private static boolean upperBitsEqual(EntryState s, long linear) {
        return Bits.upperBitsEqual(linear, s.caps().linearAddressWidth());
    }

    private static boolean supported(EntryState s, long state) {
        return state >>> 2 == 0 && s.caps().supports(STATES[(int) state]);
    }

    private static boolean inState(EntryState s, ActivityState state) {
        return s.equal(GUEST_ACTIVITY_STATE, state.number());
    }

    private static boolean wakesHalted(EntryState s) {
        return s.injectsType(EXTERNAL_INTERRUPT)
                || s.injectsType(NMI)
                || injects(s, Vector.DB)
                || injects(s, Vector.MC)
                || s.injectsType(EventType.OTHER_EVENT) && s.injectsVector(0);
    }

    private static boolean injects(EntryState s, Vector exception) {
        return s.injectsType(HARDWARE_EXCEPTION) && s.injectsVector(exception.number());
    }

    private static long pendingReserved(EntryState s) {
        boolean bld = s.caps().has(CpuFeature.BUS_LOCK_DETECT);
        return Bits.range(63, 17) | 1 << 15 | 1 << 13 | (bld ? 0x7f0 : 0xff0);
    }

    /** Debug exceptions wait while events are blocked or the guest is halted. */
    private static boolean holdsBack(EntryState s) {
        return !s.clear(GUEST_INTERRUPTIBILITY_INFO, STI_OR_MOV_SS)
                || inState(s, ActivityState.HLT);
    }

    private static boolean singleSteps(EntryState s) {
        return s.bit(GUEST_RFLAGS, Rflags.TF) && s.clear(GUEST_IA32_DEBUGCTL, BTF);
    }

    private static long linked(EntryState s) {
        return s.read(s.get(VMCS_LINK_POINTER), 4);
    }
}
