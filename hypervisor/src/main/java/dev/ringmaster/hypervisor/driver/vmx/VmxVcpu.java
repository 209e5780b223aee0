package dev.ringmaster.hypervisor.driver.vmx;

import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.hypervisor.Exit;
import dev.ringmaster.hypervisor.InjectedEvent;
import dev.ringmaster.hypervisor.VcpuDriver;
import dev.ringmaster.hypervisor.host.Host;
import dev.ringmaster.hypervisor.host.LiveRegisters;
import dev.ringmaster.vmx.operation.Vmx;
import dev.ringmaster.vmx.operation.VmxResult;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.Interruptibility;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SegmentFields;
import dev.ringmaster.vmx.vmcs.VmcsField;

/** A virtual processor in a VMCS. */
final class VmxVcpu implements VcpuDriver {
    private static final int RSP = 4;
    private static final long SHADOWS = 3;
    private static final long SINGLE_STEP = 1 << 14;

    private final Host host;
    private final CurrentVmcs vmcs;
    private final VmxControls controls;
    private final VmxState state;
    private final VmxExits exits;
    private final MsrSwitch msrs;
    private final LiveRegisters live;
    private boolean injecting;
    private boolean window;
    private boolean nmiWindow;

    VmxVcpu(Host host, Vmx vmx, long start, int size) {
        this.host = host;
        vmcs = new CurrentVmcs(vmx, VmxBackend.region(host, vmx));
        vmcs.makeCurrent();
        msrs = new MsrSwitch(host);
        live = new LiveRegisters(host);
        controls = new VmxControls(vmcs, vmx.capabilities());
        state = new VmxState(vmcs, controls);
        exits = new VmxExits(vmcs, live.gpr(), vmx);
        controls.write(new EptTables(host).map(start, size), msrs);
        controls.writeHost(host);
    }

    @Override
    public void load(CpuState guest) {
        vmcs.makeCurrent();
        state.load(guest);
        msrs.load(guest);
        live.load(guest);
    }

    @Override
    public void save(CpuState into) {
        vmcs.makeCurrent();
        live.save(into);
        state.save(into);
        msrs.save(into);
    }

    @Override
    public long[] gpr() {
        return live.gpr();
    }

    @Override
    public void skip() {
        vmcs.makeCurrent();
        long next = vmcs.read(VmcsField.GUEST_RIP) + vmcs.read(VmcsField.VM_EXIT_INSTRUCTION_LEN);
        long rights = vmcs.read(SegmentFields.of(Segment.CS).access());
        vmcs.write(VmcsField.GUEST_RIP, (rights & Segment.L) != 0 ? next : next & 0xffffffffL);
        long blocking = vmcs.read(VmcsField.GUEST_INTERRUPTIBILITY_INFO);
        if ((blocking & SHADOWS) != 0) {
            vmcs.write(VmcsField.GUEST_INTERRUPTIBILITY_INFO, blocking & ~SHADOWS);
        }
        if (Rflags.TF.in(vmcs.read(VmcsField.GUEST_RFLAGS))) {
            long pending = vmcs.read(VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS);
            vmcs.write(VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS, pending | SINGLE_STEP);
        }
    }

    @Override
    public boolean interruptible() {
        vmcs.makeCurrent();
        return !injecting
                && Rflags.IF.in(vmcs.read(VmcsField.GUEST_RFLAGS))
                && (vmcs.read(VmcsField.GUEST_INTERRUPTIBILITY_INFO) & SHADOWS) == 0
                && !trapPending();
    }

    /**
     * A debug trap comes before interrupts, and VM entry forgets it if it injects one. @sdm Vol.
     * 3C, Delivery of Pending Debug Exceptions after VM Entry
     */
    private boolean trapPending() {
        return vmcs.read(VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS) != 0;
    }

    @Override
    public void inject(Event event) {
        vmcs.makeCurrent();
        long info = (long) event.type().number() << 8 | event.vector() | EventInfo.VALID;
        if (event.hasErrorCode()) {
            info |= EventInfo.ERROR_CODE;
            vmcs.write(VmcsField.VM_ENTRY_EXCEPTION_ERROR_CODE, event.errorCode());
        }
        vmcs.write(VmcsField.VM_ENTRY_INTR_INFO_FIELD, info);
        vmcs.write(VmcsField.VM_ENTRY_INSTRUCTION_LEN, event.instructionLength());
        injecting = true;
    }

    @Override
    public boolean injecting() {
        return injecting;
    }

    @Override
    public Event withdraw() {
        vmcs.makeCurrent();
        long info = vmcs.read(VmcsField.VM_ENTRY_INTR_INFO_FIELD);
        long code = vmcs.read(VmcsField.VM_ENTRY_EXCEPTION_ERROR_CODE);
        vmcs.write(VmcsField.VM_ENTRY_INTR_INFO_FIELD, 0);
        injecting = false;
        return InjectedEvent.of(info, (int) code, live.cr2());
    }

    @Override
    public void wantInterruptWindow(boolean wanted) {
        if (wanted != window) {
            vmcs.makeCurrent();
            controls.put(PrimaryControl.INTERRUPT_WINDOW_EXITING, wanted);
            window = wanted;
        }
    }

    @Override
    public boolean nmiDeliverable() {
        vmcs.makeCurrent();
        long blocking = vmcs.read(VmcsField.GUEST_INTERRUPTIBILITY_INFO);
        return !injecting
                && !Interruptibility.BLOCKING_BY_NMI.in(blocking)
                && (blocking & SHADOWS) == 0
                && !trapPending();
    }

    @Override
    public boolean wantNmiWindow(boolean wanted) {
        if (wanted != nmiWindow) {
            vmcs.makeCurrent();
            controls.put(PrimaryControl.NMI_WINDOW_EXITING, wanted);
            nmiWindow = wanted;
        }
        return true;
    }

    @Override
    public void setTscOffset(long ticks) {
        vmcs.makeCurrent();
        vmcs.write(VmcsField.TSC_OFFSET, ticks);
    }

    @Override
    public Exit run(long limit) {
        vmcs.makeCurrent();
        live.enter();
        vmcs.write(VmcsField.GUEST_RSP, live.gpr()[RSP]);
        VmxResult entered = vmcs.enter();
        if (!entered.succeeded()) {
            live.leave();
            return exits.notEntered(entered);
        }
        host.runGuest(limit);
        afterExit();
        return exits.translate();
    }

    /**
     * An event whose delivery was interrupted by the exit is to be delivered again. @sdm Vol. 3C,
     * Information for VM Exits That Occur During Event Delivery
     */
    private void afterExit() {
        live.leave();
        live.gpr()[RSP] = vmcs.read(VmcsField.GUEST_RSP);
        injecting = false;
        long vectoring = vmcs.read(VmcsField.IDT_VECTORING_INFO_FIELD);
        if (EventInfo.valid(vectoring)) {
            vmcs.write(VmcsField.VM_ENTRY_INTR_INFO_FIELD, vectoring & ~EventInfo.NMI_UNBLOCKING);
            vmcs.write(
                    VmcsField.VM_ENTRY_EXCEPTION_ERROR_CODE,
                    vmcs.read(VmcsField.IDT_VECTORING_ERROR_CODE));
            vmcs.write(
                    VmcsField.VM_ENTRY_INSTRUCTION_LEN,
                    vmcs.read(VmcsField.VM_EXIT_INSTRUCTION_LEN));
            injecting = true;
        }
    }
}
