package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.vmx.vmcs.ActivityState;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.Vmcs;

/**
 * PDPTEs, the MSR-load area and the executive VMCS in straight lines.
 *
 * @sdm Vol. 3C, Checks on Guest Page-Directory-Pointer-Table Entries
 */
final class FastMemory {
    private static final long MTF = EventInfo.VALID | (long) EventType.OTHER_EVENT.number() << 8;
    private static final long EVENT = EventInfo.VALID | 0x7ff;
    private static final int X2APIC = Msr.X2APIC_FIRST >>> 8;

    private FastMemory() {}

    static boolean pdptes(EntryState s) {
        Vmcs v = s.vmcs();
        if (!Cr4.PAE.in(v.get(GUEST_CR4))
                || !Cr0.PG.in(v.get(GUEST_CR0))
                || EntryControl.IA_32E_MODE_GUEST.in(v.get(VM_ENTRY_CONTROLS))) {
            return true;
        }
        return SecondaryControl.ENABLE_EPT.in(s.secondaryControls())
                ? pdptesInVmcs(s)
                : pdptesInMemory(s);
    }

    @Covers("GUEST-188..191")
    private static boolean pdptesInMemory(EntryState s) {
        long table = s.vmcs().get(GUEST_CR3) & PdpteRules.TABLE;
        return (wrong(s, s.read(table, 8))
                        | wrong(s, s.read(table + 8, 8))
                        | wrong(s, s.read(table + 16, 8))
                        | wrong(s, s.read(table + 24, 8)))
                == 0;
    }

    @Covers("GUEST-192..195")
    private static boolean pdptesInVmcs(EntryState s) {
        Vmcs v = s.vmcs();
        return (wrong(s, v.get(GUEST_PDPTE0))
                        | wrong(s, v.get(GUEST_PDPTE1))
                        | wrong(s, v.get(GUEST_PDPTE2))
                        | wrong(s, v.get(GUEST_PDPTE3)))
                == 0;
    }

    /** The reserved bits that are 1, if the entry is present. */
    private static long wrong(EntryState s, long entry) {
        return -(entry & 1) & entry & (PdpteRules.RESERVED | s.masks().beyondWidth);
    }

    @Covers("MSR-001..007")
    static boolean msrLoads(EntryState s) {
        if (s.msrLoadList() != null) {
            return MsrLoadRules.hold(s);
        }
        long count = s.vmcs().get(VM_ENTRY_MSR_LOAD_COUNT);
        if (count == 0) {
            return true;
        }
        long entry = s.vmcs().get(VM_ENTRY_MSR_LOAD_ADDRESS);
        for (long left = Math.min(count, MsrLoadRules.RECOMMENDED); left > 0; left--) {
            if (!loads(s, entry)) {
                return false;
            }
            entry += 16;
        }
        return true;
    }

    private static boolean loads(EntryState s, long entry) {
        int index = (int) s.read(entry, 4);
        return index != Msr.FS_BASE
                && index != Msr.GS_BASE
                && index >>> 8 != X2APIC
                && (index != MsrLoad.SMM_MONITOR_CTL || s.is(EntryFact.IN_SMM))
                && index != MsrLoad.MICROCODE_UPDATE_TRIGGER
                && s.read(entry + 4, 4) == 0
                && !s.msrFaults(index, s.read(entry + 8, 8));
    }

    @Covers({"SMM-001..003", "SMM-005", "SMM-008", "SMM-010"})
    static boolean returnFromSmm(EntryState s) {
        Vmcs v = s.vmcs();
        long entry = v.get(VM_ENTRY_CONTROLS);
        if (!s.is(EntryFact.IN_SMM) || EntryControl.ENTRY_TO_SMM.in(entry)) {
            return true;
        }
        long executive = v.get(EXECUTIVE_VMCS_POINTER);
        boolean toRoot = executive == s.get(EntryFact.VMXON_POINTER);
        boolean modeFits =
                toRoot
                        ? (v.get(VM_ENTRY_INTR_INFO_FIELD) & EVENT) != MTF
                                && v.get(GUEST_ACTIVITY_STATE)
                                        != ActivityState.WAIT_FOR_SIPI.number()
                        : !EntryControl.DEACTIVATE_DUAL_MONITOR_TREATMENT.in(entry);
        return modeFits
                && (executive & s.masks().page) == 0
                && s.read(executive, 4) == s.masks().revision;
    }
}
