package dev.ringmaster.vmx.exit;

import static dev.ringmaster.vmx.vmcs.VmcsField.CPU_BASED_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_ACTIVITY_STATE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CR0;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CR3;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CR4;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_DR7;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_GDTR_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_GDTR_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_IA32_DEBUGCTL;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_IA32_EFER;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_IA32_PAT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_IDTR_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_IDTR_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_INTERRUPTIBILITY_INFO;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_PDPTE0;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_PDPTE1;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_PDPTE2;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_PDPTE3;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RFLAGS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RSP;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SS_ACCESS_RIGHTS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SYSENTER_CS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SYSENTER_EIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SYSENTER_ESP;
import static dev.ringmaster.vmx.vmcs.VmcsField.PIN_BASED_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.SECONDARY_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.VMX_PREEMPTION_TIMER_VALUE;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_CONTROLS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_CONTROLS;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.Interruptibility;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.SegmentFields;
import dev.ringmaster.vmx.vmcs.Vmcs;

/** Saves the guest's state at a VM exit. @sdm Vol. 3C, Saving Guest State */
final class GuestStateSave {
    private static final int SEGMENTS = 6;
    private static final long ACCESS_BITS = 0x1f0ff;
    private static final int DPL = 3 << 5;

    private final Cpu cpu;
    private final Vmcs vmcs;
    private final ExitRecorder recorder;
    private final VmExit.TimerValue timer;

    GuestStateSave(Cpu cpu, Vmcs vmcs, ExitRecorder recorder, VmExit.TimerValue timer) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        this.recorder = recorder;
        this.timer = timer;
    }

    void save() {
        long exit = vmcs.get(VM_EXIT_CONTROLS);
        saveControlRegisters();
        saveMsrs(exit);
        saveSegments();
        saveInstructionState();
        saveNonRegisterState();
        savePdptes();
        if (ExitControl.SAVE_VMX_PREEMPTION_TIMER_VALUE.in(exit)) {
            vmcs.set(VMX_PREEMPTION_TIMER_VALUE, timer.value());
        }
    }

    private void saveControlRegisters() {
        CpuState s = cpu.state;
        vmcs.set(GUEST_CR0, s.cr0);
        vmcs.set(GUEST_CR3, s.cr3);
        vmcs.set(GUEST_CR4, s.cr4);
    }

    /**
     * @sdm Vol. 3C, Saving Control Registers, Debug Registers, and MSRs
     */
    private void saveMsrs(long exit) {
        CpuState s = cpu.state;
        if (ExitControl.SAVE_DEBUG_CONTROLS.in(exit)) {
            vmcs.set(GUEST_DR7, s.dr[7]);
            vmcs.set(GUEST_IA32_DEBUGCTL, s.debugCtl);
        }
        vmcs.set(GUEST_SYSENTER_CS, s.sysenterCs);
        vmcs.set(GUEST_SYSENTER_ESP, s.sysenterEsp);
        vmcs.set(GUEST_SYSENTER_EIP, s.sysenterEip);
        if (ExitControl.SAVE_IA32_PAT.in(exit)) {
            vmcs.set(GUEST_IA32_PAT, s.pat);
        }
        if (ExitControl.SAVE_IA32_EFER.in(exit)) {
            vmcs.set(GUEST_IA32_EFER, s.efer);
        }
        if (secondary(SecondaryControl.UNRESTRICTED_GUEST)) {
            long entry = vmcs.get(VM_ENTRY_CONTROLS);
            vmcs.set(VM_ENTRY_CONTROLS, EntryControl.IA_32E_MODE_GUEST.with(entry, s.longMode()));
        }
    }

    /**
     * @sdm Vol. 3C, Saving Segment Registers and Descriptor-Table Registers
     */
    private void saveSegments() {
        CpuState s = cpu.state;
        for (int n = 0; n < SEGMENTS; n++) {
            save(SegmentFields.of(n), s.segments[n]);
        }
        long ss = vmcs.get(GUEST_SS_ACCESS_RIGHTS);
        vmcs.set(GUEST_SS_ACCESS_RIGHTS, ss & ~DPL | (long) s.cpl << 5);
        save(SegmentFields.LDTR, s.ldtr);
        save(SegmentFields.TR, s.tr);
        vmcs.set(GUEST_GDTR_BASE, s.gdtr.base);
        vmcs.set(GUEST_GDTR_LIMIT, s.gdtr.limit);
        vmcs.set(GUEST_IDTR_BASE, s.idtr.base);
        vmcs.set(GUEST_IDTR_LIMIT, s.idtr.limit);
    }

    private void save(SegmentFields fields, Segment segment) {
        vmcs.set(fields.selector(), segment.selector);
        vmcs.set(fields.base(), segment.base);
        vmcs.set(fields.limit(), segment.limit);
        vmcs.set(fields.access(), segment.access & ACCESS_BITS);
    }

    /**
     * @sdm Vol. 3C, Saving RIP, RSP, RFLAGS, and SSP
     */
    private void saveInstructionState() {
        CpuState s = cpu.state;
        vmcs.set(GUEST_RIP, s.rip);
        vmcs.set(GUEST_RSP, s.gpr[4]);
        long rflags = s.flags.get();
        vmcs.set(GUEST_RFLAGS, recorder.resumes() ? Rflags.RF.set(rflags) : rflags);
    }

    /**
     * @sdm Vol. 3C, Saving Non-Register State
     */
    private void saveNonRegisterState() {
        CpuState s = cpu.state;
        vmcs.set(GUEST_ACTIVITY_STATE, s.activity.ordinal());
        long blocking = Interruptibility.BLOCKING_BY_STI.with(0, s.blockedBySti);
        blocking = Interruptibility.BLOCKING_BY_MOV_SS.with(blocking, s.blockedByMovSs);
        blocking = Interruptibility.BLOCKING_BY_NMI.with(blocking, s.blockedByNmi);
        vmcs.set(GUEST_INTERRUPTIBILITY_INFO, blocking);
        vmcs.set(GUEST_PENDING_DEBUG_EXCEPTIONS, recorder.pendingDebug());
    }

    private void savePdptes() {
        if (secondary(SecondaryControl.ENABLE_EPT) && cpu.state.paePaging()) {
            vmcs.set(GUEST_PDPTE0, cpu.state.pdptr[0]);
            vmcs.set(GUEST_PDPTE1, cpu.state.pdptr[1]);
            vmcs.set(GUEST_PDPTE2, cpu.state.pdptr[2]);
            vmcs.set(GUEST_PDPTE3, cpu.state.pdptr[3]);
        }
    }

    /** With virtual NMIs the blocking belongs to the guest alone. */
    boolean nmiBlockingRemains() {
        return cpu.state.blockedByNmi
                && !PinControl.VIRTUAL_NMIS.in(vmcs.get(PIN_BASED_VM_EXEC_CONTROL));
    }

    private boolean secondary(SecondaryControl control) {
        return PrimaryControl.ACTIVATE_SECONDARY_CONTROLS.in(vmcs.get(CPU_BASED_VM_EXEC_CONTROL))
                && control.in(vmcs.get(SECONDARY_VM_EXEC_CONTROL));
    }
}
