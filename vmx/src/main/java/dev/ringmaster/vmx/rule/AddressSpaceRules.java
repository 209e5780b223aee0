package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.rule.EntryFact.EFER_LMA;
import static dev.ringmaster.vmx.vmcs.EntryControl.IA_32E_MODE_GUEST;
import static dev.ringmaster.vmx.vmcs.ExitControl.HOST_ADDRESS_SPACE_SIZE;
import static dev.ringmaster.vmx.vmcs.ExitControl.LOAD_CET_STATE;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_CR4;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_IA32_INTERRUPT_SSP_TABLE_ADDR;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_IA32_S_CET;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_RIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_SSP;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_CONTROLS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_CONTROLS;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.vmx.capability.CpuFeature;
import dev.ringmaster.vmx.rule.EntryRule.Predicate;

import java.util.List;

/** What 64-bit mode, of the processor now and of the host after an exit, asks of other fields. */
final class AddressSpaceRules {
    private static final Rows ROW = new Rows(RuleGroup.ADDRESS_SPACE_SIZE);

    /** All but the last of these rules are for processors with Intel 64. */
    private static final Predicate WIDE = s -> s.caps().has(CpuFeature.INTEL_64);

    private static final Predicate HOST32 = s -> WIDE.holds(s) && !s.host64();
    private static final Predicate HOST64 = s -> WIDE.holds(s) && s.host64();

    private AddressSpaceRules() {}

    static List<EntryRule> rows() {
        return List.of(
                ROW.rule(
                                "HOST-040",
                                "A processor outside IA-32e mode enters no IA-32e mode guest.",
                                s -> !WIDE.holds(s) || !s.ia32eModeGuest() || s.is(EFER_LMA))
                        .clears(VM_ENTRY_CONTROLS, IA_32E_MODE_GUEST.mask()),
                ROW.rule(
                                "HOST-041",
                                "A processor outside IA-32e mode has no 64-bit host.",
                                s -> !WIDE.holds(s) || !s.host64() || s.is(EFER_LMA))
                        .clears(VM_EXIT_CONTROLS, HOST_ADDRESS_SPACE_SIZE.mask()),
                ROW.rule(
                                "HOST-042",
                                "A processor in IA-32e mode has a 64-bit host.",
                                s -> !HOST32.holds(s) || !s.is(EFER_LMA))
                        .sets(VM_EXIT_CONTROLS, HOST_ADDRESS_SPACE_SIZE.mask()),
                ROW.rule(
                                "HOST-043",
                                "An IA-32e mode guest has a 64-bit host.",
                                s -> !HOST32.holds(s) || !s.ia32eModeGuest())
                        .clears(VM_ENTRY_CONTROLS, IA_32E_MODE_GUEST.mask()),
                ROW.zero(
                        "HOST-044",
                        "A 32-bit host has no process-context identifiers.",
                        HOST32,
                        HOST_CR4,
                        Cr4.PCIDE.mask()),
                ROW.zero(
                        "HOST-045",
                        "A 32-bit host has no FRED.",
                        HOST32,
                        HOST_CR4,
                        Cr4.FRED.mask()),
                ROW.zero(
                        "HOST-046",
                        "Bits 63:32 of a 32-bit host's RIP are 0.",
                        HOST32,
                        HOST_RIP,
                        Bits.HIGH_32),
                ROW.zero(
                        "HOST-047",
                        "Bits 63:32 of the IA32_S_CET that a 32-bit host loads are 0.",
                        s -> HOST32.holds(s) && s.exit(LOAD_CET_STATE),
                        HOST_IA32_S_CET,
                        Bits.HIGH_32),
                ROW.zero(
                        "HOST-048",
                        "Bits 63:32 of the SSP that a 32-bit host loads are 0.",
                        s -> HOST32.holds(s) && s.exit(LOAD_CET_STATE),
                        HOST_SSP,
                        Bits.HIGH_32),
                ROW.rule(
                                "HOST-049",
                                "A 64-bit host has CR4.PAE.",
                                s -> !HOST64.holds(s) || s.bit(HOST_CR4, Cr4.PAE))
                        .sets(HOST_CR4, Cr4.PAE.mask()),
                ROW.canonical("HOST-050", "A 64-bit host has a canonical RIP.", HOST64, HOST_RIP),
                ROW.canonical(
                        "HOST-051",
                        "A 64-bit host loads a canonical IA32_S_CET.",
                        s -> HOST64.holds(s) && s.exit(LOAD_CET_STATE),
                        HOST_IA32_S_CET),
                ROW.canonical(
                        "HOST-052",
                        "A 64-bit host loads a canonical SSP.",
                        s -> HOST64.holds(s) && s.exit(LOAD_CET_STATE),
                        HOST_SSP),
                ROW.canonical(
                        "HOST-053",
                        "A host that loads CET state has a canonical table of interrupt SSPs.",
                        s -> s.exit(LOAD_CET_STATE),
                        HOST_IA32_INTERRUPT_SSP_TABLE_ADDR),
                ROW.rule(
                                "HOST-054",
                                "A processor without Intel 64 has neither IA-32e mode guests"
                                        + " nor 64-bit hosts.",
                                s ->
                                        s.caps().has(CpuFeature.INTEL_64)
                                                || !s.ia32eModeGuest() && !s.host64())
                        .wants("\"IA-32e mode guest\" = 0, \"host address-space size\" = 0"));
    }
}
