package dev.ringmaster.hypervisor.driver.vmx;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.hypervisor.host.Host;
import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.VmcsField;

/**
 * The part of a VMCS that does not follow the guest: which events exit, and the host to come back
 * to. Everything that reaches a virtual device exits; the guest's own control registers, exceptions
 * and paging are its own.
 */
final class VmxControls {
    /** CR0.NE is fixed to 1 in VMX operation, so the guest sees a shadow of it. */
    static final long CR0_MASK = Cr0.NE.mask();

    /** CR4.VMXE likewise. */
    static final long CR4_MASK = Cr4.VMXE.mask();

    private static final long NO_LINK = -1L;

    private final CurrentVmcs vmcs;
    private final VmxCapabilities capabilities;

    VmxControls(CurrentVmcs vmcs, VmxCapabilities capabilities) {
        this.vmcs = vmcs;
        this.capabilities = capabilities;
    }

    void write(long eptPointer, MsrSwitch msrs) {
        set(PinControl.EXTERNAL_INTERRUPT_EXITING, PinControl.NMI_EXITING, PinControl.VIRTUAL_NMIS);
        set(
                PrimaryControl.HLT_EXITING,
                PrimaryControl.USE_TSC_OFFSETTING,
                PrimaryControl.MWAIT_EXITING,
                PrimaryControl.MONITOR_EXITING,
                PrimaryControl.CR8_LOAD_EXITING,
                PrimaryControl.CR8_STORE_EXITING,
                PrimaryControl.UNCONDITIONAL_IO_EXITING,
                PrimaryControl.ACTIVATE_SECONDARY_CONTROLS);
        set(
                SecondaryControl.ENABLE_EPT,
                SecondaryControl.UNRESTRICTED_GUEST,
                SecondaryControl.ENABLE_RDTSCP,
                SecondaryControl.ENABLE_INVPCID,
                SecondaryControl.WBINVD_EXITING);
        set(
                ExitControl.HOST_ADDRESS_SPACE_SIZE,
                ExitControl.SAVE_DEBUG_CONTROLS,
                ExitControl.SAVE_IA32_EFER,
                ExitControl.LOAD_IA32_EFER,
                ExitControl.SAVE_IA32_PAT,
                ExitControl.LOAD_IA32_PAT);
        set(
                EntryControl.LOAD_DEBUG_CONTROLS,
                EntryControl.LOAD_IA32_EFER,
                EntryControl.LOAD_IA32_PAT);
        vmcs.write(VmcsField.EPT_POINTER, eptPointer);
        vmcs.write(VmcsField.VMCS_LINK_POINTER, NO_LINK);
        vmcs.write(VmcsField.CR0_GUEST_HOST_MASK, CR0_MASK);
        vmcs.write(VmcsField.CR4_GUEST_HOST_MASK, CR4_MASK);
        writeMsrAreas(msrs);
    }

    private void writeMsrAreas(MsrSwitch msrs) {
        vmcs.write(VmcsField.VM_EXIT_MSR_STORE_ADDRESS, msrs.area());
        vmcs.write(VmcsField.VM_EXIT_MSR_STORE_COUNT, msrs.count());
        vmcs.write(VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS, msrs.area());
        vmcs.write(VmcsField.VM_ENTRY_MSR_LOAD_COUNT, msrs.count());
    }

    /** Sets these controls of one control word, and those that the processor wants set. */
    private void set(Flag... controls) {
        ControlWord word = ControlWord.of(controls[0]);
        long value = 0;
        for (Flag control : controls) {
            value = control.set(value);
        }
        vmcs.write(word.field(), capabilities.adjust(word, value));
    }

    /** Changes one control. */
    void put(Flag control, boolean on) {
        VmcsField field = ControlWord.of(control).field();
        vmcs.write(field, control.with(vmcs.read(field), on));
    }

    /** The host comes back as it stands now. @sdm Vol. 3C, Host-State Area */
    void writeHost(Host host) {
        CpuState s = host.cpu().state;
        vmcs.write(VmcsField.HOST_CR0, s.cr0);
        vmcs.write(VmcsField.HOST_CR3, s.cr3);
        vmcs.write(VmcsField.HOST_CR4, s.cr4);
        vmcs.write(VmcsField.HOST_IA32_EFER, s.efer);
        vmcs.write(VmcsField.HOST_IA32_PAT, s.pat);
        vmcs.write(VmcsField.HOST_CS_SELECTOR, s.segments[Segment.CS].selector);
        vmcs.write(VmcsField.HOST_SS_SELECTOR, s.segments[Segment.SS].selector);
        vmcs.write(VmcsField.HOST_DS_SELECTOR, s.segments[Segment.DS].selector);
        vmcs.write(VmcsField.HOST_ES_SELECTOR, s.segments[Segment.ES].selector);
        vmcs.write(VmcsField.HOST_FS_SELECTOR, s.segments[Segment.FS].selector);
        vmcs.write(VmcsField.HOST_GS_SELECTOR, s.segments[Segment.GS].selector);
        vmcs.write(VmcsField.HOST_TR_SELECTOR, s.tr.selector);
        vmcs.write(VmcsField.HOST_TR_BASE, s.tr.base);
        vmcs.write(VmcsField.HOST_GDTR_BASE, s.gdtr.base);
        vmcs.write(VmcsField.HOST_IDTR_BASE, s.idtr.base);
        vmcs.write(VmcsField.HOST_RIP, s.rip);
        vmcs.write(VmcsField.HOST_RSP, s.gpr[4]);
    }
}
