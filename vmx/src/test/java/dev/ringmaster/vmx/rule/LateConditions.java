package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.ActivityState;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.ArrayList;
import java.util.List;

/**
 * States in which all that is checked early is well, so that one bit more or less decides a
 * condition that stands late: memory behind a pointer, a pending debug exception, an entry to SMM.
 */
final class LateConditions {
    private static final VmxCapabilities CAPS = VmxCapabilities.permissive();
    private static final long REGION = 0x3000;
    private static final int SHADOW = 1 << 31;

    private LateConditions() {}

    static List<EntryState> all() {
        List<EntryState> states = new ArrayList<>();
        links(states);
        steps(states);
        idle(states);
        lists(states);
        tables(states);
        thresholds(states);
        injections(states);
        return states;
    }

    /** The link pointer leads to an ordinary or to a shadow VMCS, in SMM and outside. */
    private static void links(List<EntryState> states) {
        for (long revision : new long[] {CAPS.revision(), CAPS.revision() | SHADOW & 0xffffffffL}) {
            for (Vmcs guest : List.of(ValidVmcs.sixtyFourBit(CAPS), ValidVmcs.everything(CAPS))) {
                for (int smm = 0; smm < 4; smm++) {
                    Vmcs vmcs = guest.copy().set(VmcsField.VMCS_LINK_POINTER, REGION);
                    vmcs.set(VmcsField.EXECUTIVE_VMCS_POINTER, 0x2000);
                    EntryState state =
                            Scenarios.state(
                                    vmcs, CAPS, (at, n) -> (at & 0xfff) == 0 ? revision : 0);
                    states.add(smm > 1 ? toSmm(state) : state);
                    state.context().set(EntryFact.IN_SMM, smm & 1);
                    state.context().set(EntryFact.CURRENT_VMCS_POINTER, REGION ^ 0x2000);
                }
            }
        }
    }

    private static EntryState toSmm(EntryState state) {
        ValidVmcs.on(state.vmcs(), EntryControl.ENTRY_TO_SMM);
        state.vmcs().set(VmcsField.GUEST_INTERRUPTIBILITY_INFO, 4);
        return state;
    }

    /** A guest steps, and its debug exceptions are held back. */
    private static void steps(List<EntryState> states) {
        for (long blocking : new long[] {0, 1, 2}) {
            for (long pending : new long[] {0x4000, 0, 0x11000, 0x15000}) {
                for (long flags : new long[] {0x302, 0x202}) {
                    Vmcs vmcs = ValidVmcs.sixtyFourBit(CAPS);
                    vmcs.set(VmcsField.GUEST_INTERRUPTIBILITY_INFO, blocking);
                    vmcs.set(VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS, pending);
                    vmcs.set(VmcsField.GUEST_RFLAGS, flags);
                    states.add(state(vmcs));
                    states.add(Scenarios.state(vmcs.copy(), Scenarios.meagre(), (at, n) -> 0));
                }
            }
        }
    }

    /** Each activity state, at an entry to SMM and at others. */
    private static void idle(List<EntryState> states) {
        for (ActivityState activity : ActivityState.values()) {
            Vmcs vmcs = ValidVmcs.sixtyFourBit(CAPS);
            vmcs.set(VmcsField.GUEST_ACTIVITY_STATE, activity.number());
            states.add(state(vmcs));
            EntryState smm = toSmm(state(vmcs.copy()));
            smm.context().set(EntryFact.IN_SMM, 1);
            states.add(smm);
        }
    }

    /** Two entries to load, of which the second is bad in one way; the reserved half; the value. */
    private static void lists(List<EntryState> states) {
        for (int bad : new int[] {Msr.FS_BASE, 0x800, 0x8ff, 0x900, 0x79}) {
            states.add(list((at, n) -> at == 0x5010 ? bad & 0xffffffffL : 0));
        }
        states.add(list((at, n) -> at == 0x5014 ? 1 : 0));
        states.add(
                new EntryState(
                        twoEntries(),
                        CAPS,
                        EntryContext.sixtyFourBitLaunch(),
                        (at, n) -> at == 0x5018 ? 7 : 0,
                        (index, value) -> value == 7));
    }

    private static EntryState list(EntryMemory memory) {
        return Scenarios.state(twoEntries(), CAPS, memory);
    }

    private static Vmcs twoEntries() {
        return ValidVmcs.sixtyFourBit(CAPS)
                .set(VmcsField.VM_ENTRY_MSR_LOAD_COUNT, 2)
                .set(VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS, 0x5000);
    }

    /** One of four PDPTEs in memory is bad; the table stands above what CR3 cannot address. */
    private static void tables(List<EntryState> states) {
        for (long at = 0x2000; at < 0x2020; at += 8) {
            long bad = at;
            Vmcs vmcs = ValidVmcs.pae(CAPS).set(VmcsField.GUEST_CR3, 0x2018);
            states.add(Scenarios.state(vmcs, CAPS, (from, n) -> from == bad ? 3 : 1));
        }
    }

    /** The virtual TPR stands at, below and above the threshold. */
    private static void thresholds(List<EntryState> states) {
        for (int threshold = 4; threshold <= 6; threshold++) {
            Vmcs vmcs = ValidVmcs.tprShadow(CAPS).set(VmcsField.TPR_THRESHOLD, threshold);
            vmcs.set(VmcsField.VIRTUAL_APIC_ADDRESS, 0x6000);
            states.add(Scenarios.state(vmcs, CAPS, (at, n) -> at == 0x6080 ? 0x5f : 0));
        }
    }

    /** Vectors on both sides of the last exception, lengths on both sides of the longest. */
    private static void injections(List<EntryState> states) {
        for (EventType type : EventType.values()) {
            for (int vector : new int[] {30, 31, 32}) {
                states.add(injecting(type, vector, 15));
            }
            states.add(injecting(type, 17, 0));
            states.add(injecting(type, 17, 16));
        }
    }

    private static EntryState injecting(EventType type, int vector, int length) {
        Vmcs vmcs = ValidVmcs.protected32(CAPS);
        vmcs.set(VmcsField.VM_ENTRY_INTR_INFO_FIELD, EventInfo.of(type, vector));
        return state(vmcs.set(VmcsField.VM_ENTRY_INSTRUCTION_LEN, length));
    }

    private static EntryState state(Vmcs vmcs) {
        return Scenarios.state(vmcs, CAPS, (at, n) -> 0);
    }
}
