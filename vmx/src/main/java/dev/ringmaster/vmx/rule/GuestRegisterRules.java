package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_CET_STATE;
import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_GUEST_IA32_LBR_CTL;
import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_IA32_BNDCFGS;
import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_IA32_EFER;
import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_IA32_FRED_MSRS;
import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_IA32_PAT;
import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_IA32_PERF_GLOBAL_CTRL;
import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_IA32_RTIT_CTL;
import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_IA32_SPEC_CTRL;
import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_PKRS;
import static dev.ringmaster.vmx.vmcs.EntryControl.LOAD_UINV;
import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.vmx.capability.GuardedRegister;
import dev.ringmaster.vmx.rule.EntryRule.Predicate;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.List;

/** Guest control registers, debug registers and MSRs. */
final class GuestRegisterRules {
    private static final Rows ROW = new Rows(RuleGroup.GUEST_REGISTERS);
    private static final Predicate EFER = s -> s.entry(LOAD_IA32_EFER);
    private static final Predicate CET = s -> s.entry(LOAD_CET_STATE);
    private static final Predicate FRED = s -> s.entry(LOAD_IA32_FRED_MSRS);
    private static final Predicate BNDCFGS = s -> s.entry(LOAD_IA32_BNDCFGS);

    private static final long NEVER_CHECKED = Cr0.NW.mask() | Cr0.CD.mask();
    private static final long FREE_IF_UNRESTRICTED = Cr0.PE.mask() | Cr0.PG.mask();

    private GuestRegisterRules() {}

    static List<EntryRule> rows() {
        return List.of(
                ROW.rule(
                                "GUEST-001",
                                "Guest CR0 has the bits that VMX operation fixes; NW and CD are"
                                        + " free, PE and PG are for an unrestricted guest.",
                                GuestRegisterRules::cr0Fixed)
                        .wants(s -> FixedBits.words(GUEST_CR0, s.get(GUEST_CR0), ones(s), may(s)))
                        .mends(GUEST_CR0, s -> s.get(GUEST_CR0) & may(s) | ones(s)),
                ROW.rule(
                                "GUEST-002",
                                "There is no paging in real mode: guest CR0.PG needs CR0.PE.",
                                s -> !s.guestPaging() || s.guestProtection())
                        .sets(GUEST_CR0, Cr0.PE.mask()),
                ROW.rule(
                                "GUEST-003",
                                "Guest CR4 has the bits that VMX operation fixes.",
                                s -> wrongCr4(s) == 0)
                        .wants(
                                s ->
                                        FixedBits.words(
                                                GUEST_CR4,
                                                s.get(GUEST_CR4),
                                                s.caps().cr4Fixed0(),
                                                s.caps().cr4Fixed1()))
                        .mends(GUEST_CR4, s -> s.get(GUEST_CR4) ^ wrongCr4(s)),
                ROW.rule(
                                "GUEST-004",
                                "Guest CR4.CET needs CR0.WP.",
                                s -> !s.bit(GUEST_CR4, Cr4.CET) || s.bit(GUEST_CR0, Cr0.WP))
                        .sets(GUEST_CR0, Cr0.WP.mask()),
                ROW.reserved(
                        "GUEST-005",
                        "A guest IA32_DEBUGCTL that is loaded has no reserved bit.",
                        EntryState::loadsDebugControls,
                        GUEST_IA32_DEBUGCTL,
                        s -> ~s.caps().writable(GuardedRegister.DEBUGCTL)),
                ROW.rule(
                                "GUEST-006",
                                "IA-32e mode is paged: its guest has CR0.PG.",
                                s -> !s.ia32eModeGuest() || s.guestPaging())
                        .sets(GUEST_CR0, Cr0.PG.mask()),
                ROW.rule(
                                "GUEST-007",
                                "IA-32e mode has wide page-table entries: its guest has CR4.PAE.",
                                s -> !s.ia32eModeGuest() || s.bit(GUEST_CR4, Cr4.PAE))
                        .sets(GUEST_CR4, Cr4.PAE.mask()),
                onlyInIa32eMode("GUEST-008", Cr4.PCIDE),
                onlyInIa32eMode("GUEST-009", Cr4.FRED),
                ROW.reserved(
                        "GUEST-010",
                        "Guest CR3 has no bit beyond the physical-address width, but for those"
                                + " of linear-address masking.",
                        s -> true,
                        GUEST_CR3,
                        Rows::cr3Reserved),
                ROW.zero(
                        "GUEST-011",
                        "Bits 63:32 of a guest DR7 that is loaded are 0.",
                        EntryState::loadsDebugControls,
                        GUEST_DR7,
                        Bits.HIGH_32),
                ROW.canonical(
                        "GUEST-012", "Guest IA32_SYSENTER_ESP is canonical.", GUEST_SYSENTER_ESP),
                ROW.canonical(
                        "GUEST-013", "Guest IA32_SYSENTER_EIP is canonical.", GUEST_SYSENTER_EIP),
                ROW.canonical(
                        "GUEST-014",
                        "A guest IA32_S_CET that is loaded is canonical.",
                        CET,
                        GUEST_IA32_S_CET),
                ROW.canonical(
                        "GUEST-015",
                        "A guest table of interrupt SSPs that is loaded is canonical.",
                        CET,
                        GUEST_IA32_INTERRUPT_SSP_TABLE_ADDR),
                guarded(
                        "GUEST-016",
                        LOAD_IA32_PERF_GLOBAL_CTRL,
                        GUEST_IA32_PERF_GLOBAL_CTRL,
                        GuardedRegister.PERF_GLOBAL_CTRL),
                ROW.rule(
                                "GUEST-017",
                                "A guest IA32_PAT that is loaded has only memory types.",
                                s ->
                                        !s.entry(LOAD_IA32_PAT)
                                                || Bits.patTypes(s.get(GUEST_IA32_PAT)))
                        .wants("every byte of GUEST_IA32_PAT = 0, 1, 4, 5, 6 or 7")
                        .mends(GUEST_IA32_PAT, s -> Bits.withPatTypes(s.get(GUEST_IA32_PAT))),
                guarded("GUEST-018", LOAD_IA32_EFER, GUEST_IA32_EFER, GuardedRegister.EFER),
                ROW.rule(
                                "GUEST-019",
                                "LMA of a guest IA32_EFER that is loaded equals"
                                        + " \"IA-32e mode guest\".",
                                s ->
                                        !EFER.holds(s)
                                                || s.bit(GUEST_IA32_EFER, Efer.LMA)
                                                        == s.ia32eModeGuest())
                        .wants(s -> "GUEST_IA32_EFER bit 10 = " + (s.ia32eModeGuest() ? 1 : 0))
                        .mends(
                                GUEST_IA32_EFER,
                                s -> Efer.LMA.with(s.get(GUEST_IA32_EFER), s.ia32eModeGuest())),
                ROW.rule(
                                "GUEST-020",
                                "With paging, LME and LMA of a guest IA32_EFER that is loaded"
                                        + " are equal.",
                                s ->
                                        !EFER.holds(s)
                                                || s.bit(GUEST_IA32_EFER, Efer.LMA)
                                                        == s.bit(GUEST_IA32_EFER, Efer.LME)
                                                || !s.guestPaging())
                        .wants("GUEST_IA32_EFER bits 10 and 8 equal")
                        .mends(
                                GUEST_IA32_EFER,
                                s ->
                                        Efer.LME.with(
                                                s.get(GUEST_IA32_EFER),
                                                s.bit(GUEST_IA32_EFER, Efer.LMA))),
                ROW.zero(
                        "GUEST-021",
                        "A guest IA32_BNDCFGS that is loaded has no reserved bit.",
                        BNDCFGS,
                        GUEST_IA32_BNDCFGS,
                        0xffc),
                ROW.canonicalPage(
                        "GUEST-022",
                        "A guest IA32_BNDCFGS that is loaded holds a canonical address.",
                        BNDCFGS,
                        GUEST_IA32_BNDCFGS),
                guarded(
                        "GUEST-023",
                        LOAD_IA32_RTIT_CTL,
                        GUEST_IA32_RTIT_CTL,
                        GuardedRegister.RTIT_CTL),
                guarded("GUEST-024", LOAD_CET_STATE, GUEST_IA32_S_CET, GuardedRegister.S_CET),
                ROW.rule(
                                "GUEST-025",
                                "A guest IA32_S_CET that is loaded does not have SUPPRESS and"
                                        + " TRACKER both 1.",
                                s ->
                                        !CET.holds(s)
                                                || (~s.get(GUEST_IA32_S_CET)
                                                                & HostRules.SUPPRESS_AND_TRACKER)
                                                        != 0)
                        .wants("GUEST_IA32_S_CET bits 10 and 11 not both 1")
                        .mends(GUEST_IA32_S_CET, s -> s.get(GUEST_IA32_S_CET) & ~(1L << 11)),
                guarded(
                        "GUEST-026",
                        LOAD_GUEST_IA32_LBR_CTL,
                        GUEST_IA32_LBR_CTL,
                        GuardedRegister.LBR_CTL),
                ROW.zero(
                        "GUEST-027",
                        "Bits 63:32 of a guest IA32_PKRS that is loaded are 0.",
                        s -> s.entry(LOAD_PKRS),
                        GUEST_IA32_PKRS,
                        Bits.HIGH_32),
                ROW.zero(
                        "GUEST-028",
                        "Bits 15:8 of a guest UINV that is loaded are 0.",
                        s -> s.entry(LOAD_UINV),
                        GUEST_UINV,
                        0xff00),
                ROW.zero(
                        "GUEST-029",
                        "A guest IA32_FRED_CONFIG that is loaded has no reserved bit.",
                        FRED,
                        GUEST_IA32_FRED_CONFIG,
                        HostRules.FRED_CONFIG_RESERVED),
                ROW.canonicalPage(
                        "GUEST-030",
                        "A guest IA32_FRED_CONFIG that is loaded holds a canonical address.",
                        FRED,
                        GUEST_IA32_FRED_CONFIG),
                stack("GUEST-031", GUEST_IA32_FRED_RSP1, 0x3f),
                stack("GUEST-032", GUEST_IA32_FRED_RSP2, 0x3f),
                stack("GUEST-033", GUEST_IA32_FRED_RSP3, 0x3f),
                stack("GUEST-034", GUEST_IA32_FRED_SSP1, 7),
                stack("GUEST-035", GUEST_IA32_FRED_SSP2, 7),
                stack("GUEST-036", GUEST_IA32_FRED_SSP3, 7),
                guarded(
                        "GUEST-037",
                        LOAD_IA32_SPEC_CTRL,
                        GUEST_IA32_SPEC_CTRL,
                        GuardedRegister.SPEC_CTRL));
    }

    /** PE and PG decide only if nothing else is wrong, so that a partial VMCS can be judged. */
    private static boolean cr0Fixed(EntryState s) {
        long wrong =
                FixedBits.wrong(s.get(GUEST_CR0), s.caps().cr0Fixed0(), s.caps().cr0Fixed1())
                        & ~NEVER_CHECKED;
        return wrong == 0 || (wrong & ~FREE_IF_UNRESTRICTED) == 0 && s.unrestrictedGuest();
    }

    private static long exempt(EntryState s) {
        boolean asksForMode =
                (s.caps().cr0Fixed0() & ~s.get(GUEST_CR0) & FREE_IF_UNRESTRICTED) != 0;
        return asksForMode && s.vmcs().given(CPU_BASED_VM_EXEC_CONTROL) && s.unrestrictedGuest()
                ? NEVER_CHECKED | FREE_IF_UNRESTRICTED
                : NEVER_CHECKED;
    }

    private static long ones(EntryState s) {
        return s.caps().cr0Fixed0() & ~exempt(s);
    }

    private static long may(EntryState s) {
        return s.caps().cr0Fixed1() | exempt(s);
    }

    private static long wrongCr4(EntryState s) {
        return FixedBits.wrong(s.get(GUEST_CR4), s.caps().cr4Fixed0(), s.caps().cr4Fixed1());
    }

    private static EntryRule onlyInIa32eMode(String id, Cr4 bit) {
        return ROW.rule(
                        id,
                        "Only an IA-32e mode guest has CR4.%s.".formatted(bit),
                        s -> !s.bit(GUEST_CR4, bit) || s.ia32eModeGuest())
                .clears(GUEST_CR4, bit.mask());
    }

    private static EntryRule guarded(
            String id, EntryControl load, VmcsField field, GuardedRegister register) {
        return ROW.reserved(
                id,
                "%s, if loaded, has no reserved bit.".formatted(field.title()),
                s -> s.entry(load),
                field,
                s -> ~s.caps().writable(register));
    }

    private static EntryRule stack(String id, VmcsField field, long low) {
        return ROW.canonicalAligned(
                id,
                "%s, if loaded, is canonical and aligned.".formatted(field.title()),
                FRED,
                field,
                low);
    }
}
