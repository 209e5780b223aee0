package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_MSR_LOAD_COUNT;

import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.rule.RuleGroup.Outcomes;

import java.util.List;
import java.util.Map;

/** The VM-entry MSR-load area: entries of 16 bytes, index, reserved dword, value. */
final class MsrLoadRules {
    private static final Rows ROW = new Rows(RuleGroup.MSR_LOADING);

    /** What a processor does with lists beyond the longest that can be recommended is undefined. */
    static final int RECOMMENDED = 512 * 8;

    private static final List<Check> CHECKS =
            List.of(
                    new Check(
                            "MSR-001",
                            "No entry loads IA32_FS_BASE, which is a field of the VMCS.",
                            (s, e) -> e.index() != Msr.FS_BASE),
                    new Check(
                            "MSR-002",
                            "No entry loads IA32_GS_BASE, which is a field of the VMCS.",
                            (s, e) -> e.index() != Msr.GS_BASE),
                    new Check(
                            "MSR-003",
                            "No entry loads a register of the x2APIC.",
                            (s, e) -> !e.ofX2apic()),
                    new Check(
                            "MSR-004",
                            "Outside SMM no entry loads an MSR that only SMM may write.",
                            (s, e) -> !e.ofSmm() || s.is(EntryFact.IN_SMM)),
                    new Check(
                            "MSR-005",
                            "No entry triggers a microcode update.",
                            (s, e) -> !e.updatesMicrocode()),
                    new Check(
                            "MSR-006",
                            "Bits 63:32 of each entry are reserved.",
                            (s, e) -> e.reserved() == 0),
                    new Check(
                            "MSR-007",
                            "No entry has a value at which WRMSR would fault.",
                            (s, e) -> !s.msrFaults(e.index(), e.value())));

    private MsrLoadRules() {}

    /** Whether no entry breaks a rule. */
    static boolean hold(EntryState s) {
        return CHECKS.stream().allMatch(each -> firstBad(s, each.holds) == 0);
    }

    static List<EntryRule> rows() {
        return CHECKS.stream().map(MsrLoadRules::row).toList();
    }

    /** What a rule asks of an entry. */
    private interface EntryPredicate {
        boolean holds(EntryState state, MsrLoad entry);
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

    /**
     * The number of the first entry that breaks a rule, from 1; 0 if none does.
     *
     * @throws Missing if an entry is not known
     */
    private static long firstBad(EntryState s, EntryPredicate holds) {
        MsrLoadList list = s.msrLoadList();
        return list == null ? firstBadInMemory(s, holds) : firstBadInList(s, list, holds);
    }

    private static long firstBadInMemory(EntryState s, EntryPredicate holds) {
        long count = Math.min(s.get(VM_ENTRY_MSR_LOAD_COUNT), RECOMMENDED);
        if (count == 0) {
            return 0;
        }
        long area = s.get(VM_ENTRY_MSR_LOAD_ADDRESS);
        for (long i = 0; i < count; i++) {
            if (!holds.holds(s, entry(s, area + 16 * i))) {
                return i + 1;
            }
        }
        return 0;
    }

    private static MsrLoad entry(EntryState s, long at) {
        return new MsrLoad((int) s.read(at, 4), (int) s.read(at + 4, 4), s.read(at + 8, 8));
    }

    /** An entry that is wrong is so whatever the unknown ones are. */
    private static long firstBadInList(EntryState s, MsrLoadList list, EntryPredicate holds) {
        Missing unknown = list.whole() ? null : new Missing("a part of the VM-entry MSR-load area");
        for (Map.Entry<Integer, MsrLoad> each : list.entries().entrySet()) {
            try {
                if (!holds.holds(s, each.getValue())) {
                    s.noteMsrLoad(each.getKey(), each.getValue());
                    return each.getKey();
                }
            } catch (Missing missing) {
                unknown = missing;
            }
        }
        if (unknown != null) {
            throw unknown;
        }
        return 0;
    }
}
