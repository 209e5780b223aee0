package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.ExitControl.LOAD_CET_STATE;
import static dev.ringmaster.vmx.vmcs.ExitControl.LOAD_IA32_EFER;
import static dev.ringmaster.vmx.vmcs.ExitControl.LOAD_IA32_PAT;
import static dev.ringmaster.vmx.vmcs.ExitControl.LOAD_IA32_PERF_GLOBAL_CTRL;
import static dev.ringmaster.vmx.vmcs.ExitControl.LOAD_PKRS;
import static dev.ringmaster.vmx.vmcs.SecondaryExitControl.LOAD_IA32_FRED_MSRS;
import static dev.ringmaster.vmx.vmcs.SecondaryExitControl.LOAD_IA32_SPEC_CTRL;
import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.vmx.capability.GuardedRegister;
import dev.ringmaster.vmx.rule.EntryRule.Predicate;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.List;
import java.util.function.ToLongFunction;

/** Host control registers, MSRs and SSP; then host segment and descriptor-table registers. */
final class HostRules {
    private static final Rows ROW = new Rows(RuleGroup.HOST_REGISTERS);
    private static final Rows SEGMENT = new Rows(RuleGroup.HOST_SEGMENTS);
    private static final Predicate EFER = s -> s.exit(LOAD_IA32_EFER);
    private static final Predicate CET = s -> s.exit(LOAD_CET_STATE);
    private static final Predicate FRED = s -> s.exit(LOAD_IA32_FRED_MSRS);

    /** SUPPRESS and TRACKER of IA32_S_CET. */
    static final long SUPPRESS_AND_TRACKER = 3 << 10;

    /** Bits 11, 5:4 and 2 of IA32_FRED_CONFIG. */
    static final long FRED_CONFIG_RESERVED = 0x834;

    private static final long RPL_AND_TI = 7;

    private HostRules() {}

    static List<EntryRule> registers() {
        return List.of(
                fixed(
                        "HOST-001",
                        "Host CR0 has the bits that VMX operation fixes.",
                        HOST_CR0,
                        s -> s.caps().cr0Fixed0(),
                        s -> s.caps().cr0Fixed1()),
                fixed(
                        "HOST-002",
                        "Host CR4 has the bits that VMX operation fixes.",
                        HOST_CR4,
                        s -> s.caps().cr4Fixed0(),
                        s -> s.caps().cr4Fixed1()),
                ROW.rule(
                                "HOST-003",
                                "Host CR4.CET needs CR0.WP.",
                                s -> !s.bit(HOST_CR4, Cr4.CET) || s.bit(HOST_CR0, Cr0.WP))
                        .sets(HOST_CR0, Cr0.WP.mask()),
                ROW.reserved(
                        "HOST-004",
                        "Host CR3 has no bit beyond the physical-address width, but for those"
                                + " of linear-address masking.",
                        s -> true,
                        HOST_CR3,
                        Rows::cr3Reserved),
                ROW.canonical(
                        "HOST-005", "Host IA32_SYSENTER_ESP is canonical.", HOST_IA32_SYSENTER_ESP),
                ROW.canonical(
                        "HOST-006", "Host IA32_SYSENTER_EIP is canonical.", HOST_IA32_SYSENTER_EIP),
                ROW.reserved(
                        "HOST-007",
                        "A host IA32_PERF_GLOBAL_CTRL that is loaded has no reserved bit.",
                        s -> s.exit(LOAD_IA32_PERF_GLOBAL_CTRL),
                        HOST_IA32_PERF_GLOBAL_CTRL,
                        s -> ~s.caps().writable(GuardedRegister.PERF_GLOBAL_CTRL)),
                ROW.rule(
                                "HOST-008",
                                "A host IA32_PAT that is loaded has only memory types.",
                                s -> !s.exit(LOAD_IA32_PAT) || Bits.patTypes(s.get(HOST_IA32_PAT)))
                        .wants("every byte of HOST_IA32_PAT = 0, 1, 4, 5, 6 or 7")
                        .mends(HOST_IA32_PAT, s -> Bits.withPatTypes(s.get(HOST_IA32_PAT))),
                ROW.reserved(
                        "HOST-009",
                        "A host IA32_EFER that is loaded has no reserved bit.",
                        EFER,
                        HOST_IA32_EFER,
                        s -> ~s.caps().writable(GuardedRegister.EFER)),
                eferBit("HOST-010", Efer.LMA),
                eferBit("HOST-011", Efer.LME),
                ROW.reserved(
                        "HOST-012",
                        "A host IA32_S_CET that is loaded has no reserved bit.",
                        CET,
                        HOST_IA32_S_CET,
                        s -> ~s.caps().writable(GuardedRegister.S_CET)),
                ROW.rule(
                                "HOST-013",
                                "A host IA32_S_CET that is loaded does not have SUPPRESS and"
                                        + " TRACKER both 1.",
                                s ->
                                        !CET.holds(s)
                                                || (~s.get(HOST_IA32_S_CET) & SUPPRESS_AND_TRACKER)
                                                        != 0)
                        .wants("HOST_IA32_S_CET bits 10 and 11 not both 1")
                        .mends(HOST_IA32_S_CET, s -> s.get(HOST_IA32_S_CET) & ~(1L << 11)),
                ROW.zero(
                        "HOST-014",
                        "A host SSP that is loaded is a multiple of 4.",
                        CET,
                        HOST_SSP,
                        3),
                ROW.zero(
                        "HOST-015",
                        "Bits 63:32 of a host IA32_PKRS that is loaded are 0.",
                        s -> s.exit(LOAD_PKRS),
                        HOST_IA32_PKRS,
                        Bits.HIGH_32),
                ROW.zero(
                        "HOST-016",
                        "A host IA32_FRED_CONFIG that is loaded has no reserved bit.",
                        FRED,
                        HOST_IA32_FRED_CONFIG,
                        FRED_CONFIG_RESERVED),
                ROW.canonicalPage(
                        "HOST-017",
                        "A host IA32_FRED_CONFIG that is loaded holds a canonical address.",
                        FRED,
                        HOST_IA32_FRED_CONFIG),
                stack("HOST-018", HOST_IA32_FRED_RSP1, 0x3f),
                stack("HOST-019", HOST_IA32_FRED_RSP2, 0x3f),
                stack("HOST-020", HOST_IA32_FRED_RSP3, 0x3f),
                stack("HOST-021", HOST_IA32_FRED_SSP1, 7),
                stack("HOST-022", HOST_IA32_FRED_SSP2, 7),
                stack("HOST-023", HOST_IA32_FRED_SSP3, 7),
                ROW.reserved(
                        "HOST-024",
                        "A host IA32_SPEC_CTRL that is loaded has no reserved bit.",
                        s -> s.exit(LOAD_IA32_SPEC_CTRL),
                        HOST_IA32_SPEC_CTRL,
                        s -> ~s.caps().writable(GuardedRegister.SPEC_CTRL)));
    }

    static List<EntryRule> segments() {
        return List.of(
                ring0Gdt("HOST-025", HOST_CS_SELECTOR),
                ring0Gdt("HOST-026", HOST_SS_SELECTOR),
                ring0Gdt("HOST-027", HOST_DS_SELECTOR),
                ring0Gdt("HOST-028", HOST_ES_SELECTOR),
                ring0Gdt("HOST-029", HOST_FS_SELECTOR),
                ring0Gdt("HOST-030", HOST_GS_SELECTOR),
                ring0Gdt("HOST-031", HOST_TR_SELECTOR),
                notNull(
                        "HOST-032",
                        "The host CS selector is not" + " null.",
                        s -> true,
                        HOST_CS_SELECTOR),
                notNull(
                        "HOST-033",
                        "The host TR selector is not" + " null.",
                        s -> true,
                        HOST_TR_SELECTOR),
                notNull(
                        "HOST-034",
                        "The SS selector of a 32-bit host is not null.",
                        s -> !s.host64(),
                        HOST_SS_SELECTOR),
                SEGMENT.canonical("HOST-035", "The host FS base is canonical.", HOST_FS_BASE),
                SEGMENT.canonical("HOST-036", "The host GS base is canonical.", HOST_GS_BASE),
                SEGMENT.canonical("HOST-037", "The host GDTR base is canonical.", HOST_GDTR_BASE),
                SEGMENT.canonical("HOST-038", "The host IDTR base is canonical.", HOST_IDTR_BASE),
                SEGMENT.canonical("HOST-039", "The host TR base is canonical.", HOST_TR_BASE));
    }

    private static EntryRule fixed(
            String id,
            String says,
            VmcsField field,
            ToLongFunction<EntryState> ones,
            ToLongFunction<EntryState> allowed) {
        return ROW.rule(
                        id,
                        says,
                        s ->
                                FixedBits.wrong(
                                                s.get(field),
                                                ones.applyAsLong(s),
                                                allowed.applyAsLong(s))
                                        == 0)
                .wants(
                        s ->
                                FixedBits.words(
                                        field,
                                        s.get(field),
                                        ones.applyAsLong(s),
                                        allowed.applyAsLong(s)))
                .mends(field, s -> s.get(field) & allowed.applyAsLong(s) | ones.applyAsLong(s));
    }

    private static EntryRule eferBit(String id, Efer bit) {
        return ROW.rule(
                        id,
                        "%s of a host IA32_EFER that is loaded equals \"host address-space size\"."
                                .formatted(bit),
                        s -> !EFER.holds(s) || s.bit(HOST_IA32_EFER, bit) == s.host64())
                .wants(s -> "HOST_IA32_EFER bit %d = %d".formatted(bit.bit(), s.host64() ? 1 : 0))
                .mends(HOST_IA32_EFER, s -> bit.with(s.get(HOST_IA32_EFER), s.host64()));
    }

    private static EntryRule stack(String id, VmcsField field, long low) {
        return ROW.canonicalAligned(
                id,
                "%s, if loaded, is canonical and aligned.".formatted(field.title()),
                FRED,
                field,
                low);
    }

    private static EntryRule ring0Gdt(String id, VmcsField selector) {
        return SEGMENT.zero(
                id,
                "RPL and TI of the %s are 0.".formatted(Rows.lower(selector)),
                selector,
                RPL_AND_TI);
    }

    private static EntryRule notNull(String id, String says, Predicate when, VmcsField selector) {
        return SEGMENT.rule(id, says, s -> !when.holds(s) || s.get(selector) != 0)
                .wants(selector + " != 0");
    }
}
