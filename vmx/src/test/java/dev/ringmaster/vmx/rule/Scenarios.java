package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.vmx.capability.CpuFeature;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.ActivityState;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.ArrayList;
import java.util.List;

/**
 * Complete entry states: valid ones, and others from which every rule can be broken by few bits.
 */
final class Scenarios {
    private static final int TSC_AUX = Msr.TSC_AUX;

    private Scenarios() {}

    /** States that violate no rule. */
    static List<EntryState> valid() {
        VmxCapabilities caps = VmxCapabilities.permissive();
        List<EntryState> states = new ArrayList<>();
        for (Vmcs vmcs : guests(caps)) {
            states.add(state(vmcs, caps, memoryOf(0)));
        }
        states.add(narrowHost(caps));
        for (int vector : new int[] {0, 1, 2}) {
            states.add(state(underFred(caps, vector), caps, memoryOf(0)));
        }
        VmxCapabilities modelled = VmxCapabilities.modelled();
        states.add(state(ValidVmcs.sixtyFourBit(modelled), modelled, memoryOf(0)));
        states.add(state(ValidVmcs.protected32(modelled), modelled, memoryOf(0)));
        states.add(state(ValidVmcs.realMode(modelled), modelled, memoryOf(0)));
        return states;
    }

    /** States near the boundary of some rule, valid or not. */
    static List<EntryState> nearby() {
        List<EntryState> states = new ArrayList<>(valid());
        VmxCapabilities permissive = VmxCapabilities.permissive();
        for (EventType type : EventType.values()) {
            for (int vector : new int[] {0, 1, 2, 13, 18, 32}) {
                long event = EventInfo.of(type, vector);
                states.add(state(injecting(event), permissive, memoryOf(0)));
                states.add(state(injecting(event), meagre(), memoryOf(0)));
            }
        }
        for (Vmcs vmcs : guests(permissive)) {
            states.add(state(vmcs, meagre(), memoryOf(0)));
            states.add(inSmm(state(linked(vmcs.copy()), permissive, memoryOf(0))));
            states.add(state(linked(vmcs.copy()), permissive, memoryOf(0)));
            for (ActivityState activity : ActivityState.values()) {
                Vmcs idle =
                        linked(vmcs.copy()).set(VmcsField.GUEST_ACTIVITY_STATE, activity.number());
                states.add(inSmm(state(idle, permissive, memoryOf(0))));
            }
        }
        for (int index : new int[] {TSC_AUX, Msr.FS_BASE, Msr.GS_BASE, 0x800, 0x9b, 0x79}) {
            states.add(state(listed(), permissive, memoryOf(index)));
        }
        states.add(state(listed(), permissive, (at, bytes) -> -1L >>> (64 - 8 * bytes)));
        states.add(
                state(
                        ValidVmcs.pae(permissive),
                        permissive,
                        (at, bytes) -> -1L >>> (64 - 8 * bytes)));
        states.addAll(LateConditions.all());
        return states;
    }

    private static List<Vmcs> guests(VmxCapabilities caps) {
        return List.of(
                ValidVmcs.sixtyFourBit(caps),
                ValidVmcs.protected32(caps),
                ValidVmcs.realMode(caps),
                ValidVmcs.virtual8086(caps),
                ValidVmcs.everything(caps),
                ValidVmcs.tprShadow(caps),
                ValidVmcs.pae(caps),
                ValidVmcs.paeWithEpt(caps));
    }

    /** A 32-bit hypervisor, which loads CET state at exits. */
    private static EntryState narrowHost(VmxCapabilities caps) {
        Vmcs vmcs = ValidVmcs.protected32(caps);
        ValidVmcs.off(vmcs, ExitControl.HOST_ADDRESS_SPACE_SIZE);
        ValidVmcs.on(vmcs, ExitControl.LOAD_CET_STATE);
        vmcs.set(VmcsField.HOST_RIP, 0xc0100000L);
        EntryState state = state(vmcs, caps, memoryOf(0));
        state.context().set(EntryFact.EFER_LMA, 0);
        return state;
    }

    /** A 64-bit guest with FRED into which a pending MTF VM exit or a system call is injected. */
    private static Vmcs underFred(VmxCapabilities caps, int vector) {
        Vmcs vmcs = ValidVmcs.sixtyFourBit(caps).set(VmcsField.VM_ENTRY_INSTRUCTION_LEN, 2);
        vmcs.set(VmcsField.GUEST_CR4, Cr4.FRED.set(vmcs.get(VmcsField.GUEST_CR4)));
        return vmcs.set(
                VmcsField.VM_ENTRY_INTR_INFO_FIELD, EventInfo.of(EventType.OTHER_EVENT, vector));
    }

    private static Vmcs injecting(long event) {
        return ValidVmcs.sixtyFourBit(VmxCapabilities.permissive())
                .set(VmcsField.VM_ENTRY_INTR_INFO_FIELD, event);
    }

    private static Vmcs listed() {
        return ValidVmcs.sixtyFourBit(VmxCapabilities.permissive())
                .set(VmcsField.VM_ENTRY_MSR_LOAD_COUNT, 1)
                .set(VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS, 0x5000);
    }

    /** The link and executive pointers are one bit off the pointers that they must not be. */
    private static Vmcs linked(Vmcs vmcs) {
        vmcs.set(VmcsField.VM_ENTRY_INTR_INFO_FIELD, EventInfo.of(EventType.OTHER_EVENT, 0));
        return vmcs.set(VmcsField.VMCS_LINK_POINTER, 0x3000)
                .set(VmcsField.EXECUTIVE_VMCS_POINTER, 0x6000);
    }

    /** A processor that lacks what others have. */
    static VmxCapabilities meagre() {
        return VmxCapabilities.builder()
                .msr(Msr.VMX_BASIC, 1L << 48)
                .msr(Msr.VMX_CR0_FIXED1, 0xffffffffL)
                .msr(Msr.VMX_CR4_FIXED1, 0xffffffffL)
                .with(CpuFeature.STI_BLOCKS_NMI_INJECTION)
                .build();
    }

    private static EntryState inSmm(EntryState state) {
        state.context().set(EntryFact.IN_SMM, 1);
        return state;
    }

    /** Memory of zeros but for the indices of MSR lists. */
    private static EntryMemory memoryOf(int index) {
        return (at, bytes) -> bytes == 4 && (at & 0xf) == 0 ? index & 0xffffffffL : 0;
    }

    static EntryState state(Vmcs vmcs, VmxCapabilities caps, EntryMemory memory) {
        return new EntryState(
                vmcs,
                caps,
                EntryContext.sixtyFourBitLaunch(),
                memory,
                (index, value) -> index == TSC_AUX);
    }
}
