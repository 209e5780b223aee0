package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.List;

/**
 * VMCSs that are valid by construction, complete in every field: what a benchmark measures, a test
 * starts from, a reader takes as an example. Each call gives a new one.
 *
 * @sdm Vol. 3C, Checks on VMX Controls and Host-State Area
 */
public final class ValidVmcs {
    private static final long PAT = 0x0007040600070406L;
    private static final long CODE64 = 0xa09b;
    private static final long CODE32 = 0xc09b;
    private static final long DATA = 0xc093;

    private ValidVmcs() {}

    /** A 64-bit guest of a 64-bit host, without any optional control. */
    public static Vmcs sixtyFourBit(VmxCapabilities caps) {
        Vmcs vmcs = protected32(caps);
        on(vmcs, EntryControl.IA_32E_MODE_GUEST);
        vmcs.set(VmcsField.GUEST_CR4, vmcs.get(VmcsField.GUEST_CR4) | 1 << 5);
        vmcs.set(VmcsField.GUEST_CS_ACCESS_RIGHTS, CODE64);
        vmcs.set(VmcsField.GUEST_IA32_EFER, 0x501);
        return vmcs.set(VmcsField.GUEST_RIP, 0xffff800000100000L);
    }

    /** A 32-bit guest with paging, of a 64-bit host. */
    public static Vmcs protected32(VmxCapabilities caps) {
        Vmcs vmcs = Vmcs.zeroed();
        for (ControlWord word : ControlWord.values()) {
            vmcs.set(word.field(), caps.mustBeOne(word));
        }
        on(vmcs, ExitControl.HOST_ADDRESS_SPACE_SIZE);
        host(vmcs);
        guest(vmcs);
        return vmcs;
    }

    /**
     * A real-mode guest, which must be unrestricted and so have EPT.
     *
     * @param caps a processor that allows unrestricted guests
     */
    public static Vmcs realMode(VmxCapabilities caps) {
        Vmcs vmcs = protected32(caps);
        on(vmcs, PrimaryControl.ACTIVATE_SECONDARY_CONTROLS);
        on(vmcs, SecondaryControl.ENABLE_EPT);
        on(vmcs, SecondaryControl.UNRESTRICTED_GUEST);
        vmcs.set(VmcsField.EPT_POINTER, 0x101eL);
        vmcs.set(VmcsField.GUEST_CR0, 0x30);
        for (Segment seg : Segment.SIX) {
            vmcs.set(seg.rights, 0x93).set(seg.limit, 0xffff);
        }
        return vmcs.set(VmcsField.GUEST_RIP, 0x7c00);
    }

    /** A virtual-8086 guest. */
    public static Vmcs virtual8086(VmxCapabilities caps) {
        Vmcs vmcs = protected32(caps).set(VmcsField.GUEST_RFLAGS, 0x20002);
        for (Segment seg : Segment.SIX) {
            vmcs.set(seg.selector, 0x1234).set(seg.base, 0x12340);
            vmcs.set(seg.rights, 0xf3).set(seg.limit, 0xffff);
        }
        return vmcs.set(VmcsField.GUEST_RIP, 0x100);
    }

    /**
     * A 64-bit guest with every control that goes together with the others.
     *
     * @param caps a processor that allows every control
     */
    public static Vmcs everything(VmxCapabilities caps) {
        Vmcs vmcs = sixtyFourBit(caps);
        for (ControlWord word : ControlWord.values()) {
            for (Flag bit : word.defined()) {
                on(vmcs, bit);
            }
        }
        off(vmcs, PrimaryControl.RDTSC_EXITING);
        off(vmcs, SecondaryControl.VIRTUALIZE_APIC_ACCESSES);
        off(vmcs, EntryControl.ENTRY_TO_SMM);
        off(vmcs, EntryControl.DEACTIVATE_DUAL_MONITOR_TREATMENT);
        vmcs.set(VmcsField.VIRTUAL_PROCESSOR_ID, 1);
        vmcs.set(VmcsField.EPT_POINTER, 0x101eL);
        vmcs.set(VmcsField.VM_EXIT_MSR_LOAD_COUNT, 1).set(VmcsField.VM_EXIT_MSR_STORE_COUNT, 1);
        return vmcs.set(VmcsField.TSC_MULTIPLIER, 1L << 48);
    }

    /**
     * A 64-bit guest with virtual NMIs and a TPR shadow, but without virtual-interrupt delivery.
     */
    public static Vmcs tprShadow(VmxCapabilities caps) {
        Vmcs vmcs = sixtyFourBit(caps);
        on(vmcs, PinControl.NMI_EXITING);
        on(vmcs, PinControl.VIRTUAL_NMIS);
        on(vmcs, PrimaryControl.USE_TPR_SHADOW);
        return vmcs;
    }

    /** A 32-bit guest with PAE paging, whose PDPTEs are in memory at its CR3. */
    public static Vmcs pae(VmxCapabilities caps) {
        return protected32(caps).set(VmcsField.GUEST_CR4, 0x2060);
    }

    /**
     * A 32-bit guest with PAE paging and EPT, whose PDPTEs are fields.
     *
     * @param caps a processor that allows every control
     */
    public static Vmcs paeWithEpt(VmxCapabilities caps) {
        Vmcs vmcs = everything(caps);
        off(vmcs, EntryControl.IA_32E_MODE_GUEST);
        for (VmcsField entry :
                List.of(
                        VmcsField.GUEST_PDPTE0,
                        VmcsField.GUEST_PDPTE1,
                        VmcsField.GUEST_PDPTE2,
                        VmcsField.GUEST_PDPTE3)) {
            vmcs.set(entry, 1);
        }
        return vmcs.set(VmcsField.GUEST_RIP, 0x1000).set(VmcsField.GUEST_IA32_EFER, 0);
    }

    /** Sets a control bit. */
    public static void on(Vmcs vmcs, Flag control) {
        VmcsField field = ControlWord.of(control).field();
        vmcs.set(field, control.set(vmcs.get(field)));
    }

    /** Clears a control bit. */
    public static void off(Vmcs vmcs, Flag control) {
        VmcsField field = ControlWord.of(control).field();
        vmcs.set(field, control.clear(vmcs.get(field)));
    }

    private static void host(Vmcs vmcs) {
        vmcs.set(VmcsField.HOST_CR0, 0x80050033L).set(VmcsField.HOST_CR4, 0x26e0);
        vmcs.set(VmcsField.HOST_CS_SELECTOR, 8).set(VmcsField.HOST_SS_SELECTOR, 0x10);
        vmcs.set(VmcsField.HOST_TR_SELECTOR, 0x18).set(VmcsField.HOST_IA32_PAT, PAT);
        vmcs.set(VmcsField.HOST_IA32_EFER, 0x500);
        vmcs.set(VmcsField.HOST_RIP, 0xffffffff81000000L);
    }

    private static void guest(Vmcs vmcs) {
        vmcs.set(VmcsField.GUEST_CR0, 0x80050033L).set(VmcsField.GUEST_CR4, 0x2040);
        for (Segment seg : Segment.SIX) {
            vmcs.set(seg.limit, 0xffffffffL).set(seg.rights, DATA).set(seg.selector, 0x10);
        }
        vmcs.set(VmcsField.GUEST_CS_SELECTOR, 8).set(VmcsField.GUEST_CS_ACCESS_RIGHTS, CODE32);
        vmcs.set(VmcsField.GUEST_TR_SELECTOR, 0x18).set(VmcsField.GUEST_TR_ACCESS_RIGHTS, 0x8b);
        vmcs.set(VmcsField.GUEST_TR_LIMIT, 0x67);
        vmcs.set(VmcsField.GUEST_LDTR_ACCESS_RIGHTS, 0x82).set(VmcsField.GUEST_LDTR_LIMIT, 0xfff);
        vmcs.set(VmcsField.GUEST_RFLAGS, 2).set(VmcsField.GUEST_RIP, 0x100000);
        vmcs.set(VmcsField.GUEST_IA32_PAT, PAT).set(VmcsField.VMCS_LINK_POINTER, -1L);
        vmcs.set(VmcsField.GUEST_DR7, 0x400);
    }
}
