package dev.ringmaster.vmx.exit;

import static dev.ringmaster.vmx.vmcs.VmcsField.EXIT_QUALIFICATION;
import static dev.ringmaster.vmx.vmcs.VmcsField.EXIT_REASON;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_INTR_INFO_FIELD;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_CONTROLS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_LOAD_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_LOAD_COUNT;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_STORE_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_STORE_COUNT;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.Vmcs;

/**
 * The VM exit of one VMCS, after its reason was recorded. {@link #perform} is the manual's list of
 * steps.
 *
 * @sdm Vol. 3C, VM Exits
 */
public final class VmExit {
    private final Cpu cpu;
    private final Vmcs vmcs;
    private final long pointer;
    private final ExitRecorder recorder;
    private final GuestStateSave save;
    private final HostStateLoad host;

    /**
     * The exit of the VMCS whose region is at host-physical {@code pointer}.
     *
     * @param timer the VMX-preemption timer's present value
     */
    public VmExit(Cpu cpu, Vmcs vmcs, long pointer, ExitRecorder recorder, TimerValue timer) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        this.pointer = pointer;
        this.recorder = recorder;
        this.save = new GuestStateSave(cpu, vmcs, recorder, timer);
        this.host = new HostStateLoad(cpu, vmcs);
    }

    /** Leaves the guest: steps 2 to 5 of the manual; step 1, recording, has been done. */
    public void perform() {
        vmcs.set(VM_ENTRY_INTR_INFO_FIELD, vmcs.get(VM_ENTRY_INTR_INFO_FIELD) & ~EventInfo.VALID);
        boolean from64 = cpu.state.longMode();
        save.save();
        boolean stored =
                MsrArea.store(
                        cpu,
                        vmcs.get(VM_EXIT_MSR_STORE_ADDRESS),
                        vmcs.get(VM_EXIT_MSR_STORE_COUNT));
        cpu.leaveGuest();
        if (!stored) {
            VmxAbort.SAVING_GUEST_MSRS.happen(cpu, pointer);
        } else if (from64 && !host64()) {
            VmxAbort.HOST_NOT_64_BIT.happen(cpu, pointer);
        } else {
            loadHost(recorder.byNmi() || save.nmiBlockingRemains());
        }
    }

    /**
     * Ends a VM entry that failed after the checks of controls and host: only reason and
     * qualification are written, no guest state is saved.
     *
     * @sdm Vol. 3C, VM-Entry Failures During or After Loading Guest State
     */
    public void failEntry(ExitReason reason, long qualification) {
        vmcs.set(EXIT_REASON, ExitReason.ENTRY_FAILURE_BIT | reason.number());
        vmcs.set(EXIT_QUALIFICATION, qualification);
        loadHost(cpu.state.blockedByNmi);
    }

    private boolean host64() {
        return ExitControl.HOST_ADDRESS_SPACE_SIZE.in(vmcs.get(VM_EXIT_CONTROLS));
    }

    private void loadHost(boolean nmiBlocked) {
        boolean loaded = host.load();
        cpu.state.blockedByNmi = nmiBlocked;
        cpu.state.flags.set(Rflags.FIXED.mask());
        if (!loaded) {
            VmxAbort.HOST_PDPTES.happen(cpu, pointer);
        } else if (!loadMsrs()) {
            VmxAbort.LOADING_HOST_MSRS.happen(cpu, pointer);
        }
        cpu.memory.flush();
        cpu.modeChanged();
        cpu.requestAttention();
    }

    private boolean loadMsrs() {
        return MsrArea.load(
                        cpu, vmcs.get(VM_EXIT_MSR_LOAD_ADDRESS), vmcs.get(VM_EXIT_MSR_LOAD_COUNT))
                == 0;
    }

    /** The VMX-preemption timer as an exit sees it. */
    public interface TimerValue {
        /** The present value, 0 to FFFFFFFFH. */
        long value();
    }
}
