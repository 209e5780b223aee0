package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_MSR_LOAD_COUNT;

import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.rule.RuleGroup.Outcomes;

import java.util.List;

/** The VM-entry MSR-load area: entries of 16 bytes, index, reserved dword, value. */
final class MsrLoadRules {
    private static final Rows ROW = new Rows(RuleGroup.MSR_LOADING);
    static final int SMM_MONITOR_CTL = 0x9b;
    static final int MICROCODE_UPDATE_TRIGGER = 0x79;

    /** What a processor does with lists beyond the longest that can be recommended is undefined. */
    static final int RECOMMENDED = 512 * 8;

    private static final List<Check> CHECKS =
            List.of(
                    new Check(
                            "MSR-001",
                            "No entry loads IA32_FS_BASE, which is a field of the VMCS.",
                            (s, e) -> index(s, e) != Msr.FS_BASE),
                    new Check(
                            "MSR-002",
                            "No entry loads IA32_GS_BASE, which is a field of the VMCS.",
                            (s, e) -> index(s, e) != Msr.GS_BASE),
                    new Check(
                            "MSR-003",
                            "No entry loads a register of the x2APIC.",
                            (s, e) -> index(s, e) >>> 8 != Msr.X2APIC_FIRST >>> 8),
                    new Check(
                            "MSR-004",
                            "Outside SMM no entry loads an MSR that only SMM may write.",
                            (s, e) -> index(s, e) != SMM_MONITOR_CTL || s.is(EntryFact.IN_SMM)),
                    new Check(
                            "MSR-005",
                            "No entry triggers a microcode update.",
                            (s, e) -> index(s, e) != MICROCODE_UPDATE_TRIGGER),
                    new Check(
                            "MSR-006",
                            "Bits 63:32 of each entry are reserved.",
                            (s, e) -> s.read(e + 4, 4) == 0),
                    new Check(
                            "MSR-007",
                            "No entry has a value at which WRMSR would fault.",
                            (s, e) -> !s.msrFaults(index(s, e), s.read(e + 8, 8))));

    private MsrLoadRules() {}

    static List<EntryRule> rows() {
        return CHECKS.stream().map(MsrLoadRules::row).toList();
    }

    /** What a rule asks of the entry at a host-physical address. */
    private interface EntryPredicate {
        boolean holds(EntryState state, long entry);
    }

    /** One rule that each entry has to obey. */
    private record Check(String id, String says, EntryPredicate holds) {}

    private static EntryRule row(Check check) {
        return ROW.rule(check.id, check.says, s -> firstBad(s, check.holds) == 0)
                .leadsTo(s -> Outcomes.exit(ExitReason.ENTRY_FAILURE_MSR_LOADING, firstBad(s)))
                .wants(s -> check.says + " See entry " + firstBad(s, check.holds) + ".");
    }

    /**
     * The processor goes through the entries, not through the rules: the first bad entry counts.
     */
    private static long firstBad(EntryState s) {
        long first = Long.MAX_VALUE;
        for (Check each : CHECKS) {
            first = Math.min(first, firstKnownBad(s, each));
        }
        return first;
    }

    private static long firstKnownBad(EntryState s, Check check) {
        try {
            long bad = firstBad(s, check.holds);
            return bad == 0 ? Long.MAX_VALUE : bad;
        } catch (Missing unknown) {
            return Long.MAX_VALUE;
        }
    }

    private static int index(EntryState s, long entry) {
        return (int) s.read(entry, 4);
    }

    /**
     * The number of the first entry that breaks a rule, from 1; 0 if none does.
     *
     * @throws Missing if an entry is not known
     */
    private static long firstBad(EntryState s, EntryPredicate holds) {
        long count = Math.min(s.get(VM_ENTRY_MSR_LOAD_COUNT), RECOMMENDED);
        if (count == 0) {
            return 0;
        }
        long area = s.get(VM_ENTRY_MSR_LOAD_ADDRESS);
        for (long i = 0; i < count; i++) {
            if (!holds.holds(s, area + 16 * i)) {
                return i + 1;
            }
        }
        return 0;
    }
}
