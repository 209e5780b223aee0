package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.SecondaryControl.ENABLE_EPT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CR3;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CR4;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.ArrayList;
import java.util.List;

/** The entries of PAE paging: out of memory at CR3, or with EPT out of the VMCS. */
final class PdpteRules {
    private static final Rows ROW = new Rows(RuleGroup.GUEST_PDPTES);
    private static final VmcsField[] FIELDS = {
        VmcsField.GUEST_PDPTE0,
        VmcsField.GUEST_PDPTE1,
        VmcsField.GUEST_PDPTE2,
        VmcsField.GUEST_PDPTE3
    };
    private static final long PRESENT = 1;
    static final long RESERVED = 0xf << 5 | 3 << 1;
    static final long TABLE = 0xffffffe0L;

    private PdpteRules() {}

    static List<EntryRule> rows() {
        List<EntryRule> rows = new ArrayList<>();
        for (int i = 0; i < FIELDS.length; i++) {
            rows.add(inMemory("GUEST-" + (188 + i), i));
        }
        for (int i = 0; i < FIELDS.length; i++) {
            rows.add(inVmcs("GUEST-" + (192 + i), i));
        }
        return List.copyOf(rows);
    }

    private static EntryRule inMemory(String id, int i) {
        return ROW.rule(
                        id,
                        "With PAE paging and no EPT, a present PDPTE %d at CR3 has no reserved bit."
                                .formatted(i),
                        s ->
                                !pae(s)
                                        || s.secondary(ENABLE_EPT)
                                        || fine(s, s.read((s.get(GUEST_CR3) & TABLE) + 8L * i, 8)))
                .wants(PdpteRules::words);
    }

    private static EntryRule inVmcs(String id, int i) {
        return ROW.rule(
                        id,
                        "With PAE paging and EPT, %s has no reserved bit if it is present."
                                .formatted(FIELDS[i]),
                        s -> !pae(s) || !s.secondary(ENABLE_EPT) || fine(s, s.get(FIELDS[i])))
                .clears(FIELDS[i], PdpteRules::reserved);
    }

    private static boolean pae(EntryState s) {
        return s.bit(GUEST_CR4, Cr4.PAE) && s.guestPaging() && !s.ia32eModeGuest();
    }

    private static boolean fine(EntryState s, long entry) {
        return (entry & PRESENT) == 0 || Bits.clear(entry, reserved(s));
    }

    private static long reserved(EntryState s) {
        return RESERVED | Rows.beyondPhysicalWidth(s);
    }

    private static String words(EntryState s) {
        return "bits 2:1, 8:5 and 63:%d of the entry = 0"
                .formatted(s.caps().physicalAddressWidth());
    }
}
