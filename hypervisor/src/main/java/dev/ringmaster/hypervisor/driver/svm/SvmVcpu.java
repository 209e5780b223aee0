package dev.ringmaster.hypervisor.driver.svm;

import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.hypervisor.Exit;
import dev.ringmaster.hypervisor.InjectedEvent;
import dev.ringmaster.hypervisor.VcpuDriver;
import dev.ringmaster.hypervisor.host.Host;
import dev.ringmaster.hypervisor.host.LiveRegisters;
import dev.ringmaster.svm.operation.Svm;
import dev.ringmaster.svm.vmcb.EventInjection;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.InterruptState;
import dev.ringmaster.svm.vmcb.VmcbField;

/** A virtual processor in a VMCB. */
final class SvmVcpu implements VcpuDriver {
    private static final int RAX = 0;
    private static final int RSP = 4;
    private static final long PDPT_ADDRESS = 0xffffffe0L;
    private static final long SINGLE_STEP = 1 << 14;

    private final Host host;
    private final long start;
    private final int size;
    private final Svm svm;
    private final MappedVmcb vmcb;
    private final SvmControls controls;
    private final SvmState state;
    private final SvmExits exits;
    private final LiveRegisters live;
    private boolean injecting;
    private boolean window;
    private boolean handlingNmi;

    SvmVcpu(Host host, Svm svm, long start, int size, int asid) {
        this.host = host;
        this.start = start;
        this.size = size;
        this.svm = svm;
        vmcb = new MappedVmcb(host);
        controls = new SvmControls(vmcb);
        state = new SvmState(vmcb);
        live = new LiveRegisters(host);
        exits = new SvmExits(vmcb, live.gpr(), svm.capabilities());
        controls.write(host, new NestedTables(host).map(start, size), asid);
    }

    @Override
    public void load(CpuState guest) {
        state.load(guest);
        live.load(guest);
        handlingNmi(guest.blockedByNmi);
    }

    @Override
    public void save(CpuState into) {
        live.save(into);
        state.save(into);
        into.blockedByNmi = handlingNmi;
        savePdptes(into);
    }

    /**
     * A VMCB has no PDPTEs: the processor reads them from the table that CR3 names. @apm Vol. 2,
     * Nested Paging
     */
    private void savePdptes(CpuState into) {
        long table = into.cr3 & PDPT_ADDRESS;
        if (into.paePaging() && table < size) {
            for (int i = 0; i < into.pdptr.length; i++) {
                into.pdptr[i] = host.memory().read(start + table + 8L * i, 8);
            }
        }
    }

    @Override
    public long[] gpr() {
        return live.gpr();
    }

    @Override
    public void skip() {
        vmcb.write(VmcbField.RIP, vmcb.read(VmcbField.NRIP));
        vmcb.put(VmcbField.INTERRUPT_STATE, InterruptState.INTERRUPT_SHADOW, false);
        if (Rflags.TF.in(vmcb.read(VmcbField.RFLAGS))) {
            vmcb.write(VmcbField.DR6, vmcb.read(VmcbField.DR6) | SINGLE_STEP);
            inject(new Event(Event.Type.HARDWARE_EXCEPTION, Vector.DB.number(), false, 0, 0, 0, 0));
        }
    }

    @Override
    public boolean interruptible() {
        return !injecting && Rflags.IF.in(vmcb.read(VmcbField.RFLAGS)) && !shadowed();
    }

    private boolean shadowed() {
        return InterruptState.INTERRUPT_SHADOW.in(vmcb.read(VmcbField.INTERRUPT_STATE));
    }

    @Override
    public boolean nmiDeliverable() {
        return !injecting && !handlingNmi && !shadowed();
    }

    /**
     * The end of an NMI's handler is intercepted anyhow, and behind an event that is injected an
     * interrupt of the host asks again; the end of a shadow cannot be intercepted.
     */
    @Override
    public boolean wantNmiWindow(boolean wanted) {
        if (wanted && injecting) {
            host.interrupt();
        }
        return !wanted || injecting || handlingNmi;
    }

    /** From the delivery of an NMI to the IRET that ends its handler. */
    private void handlingNmi(boolean on) {
        if (on != handlingNmi) {
            handlingNmi = on;
            vmcb.intercept(Intercept.IRET, on);
        }
    }

    @Override
    public void setTscOffset(long ticks) {
        vmcb.write(VmcbField.TSC_OFFSET, ticks);
    }

    @Override
    public void inject(Event event) {
        int type =
                switch (event.type()) {
                    case EXTERNAL_INTERRUPT -> EventInjection.INTR;
                    case NMI -> EventInjection.NMI;
                    case SOFTWARE_INTERRUPT -> EventInjection.SOFTWARE;
                    case HARDWARE_EXCEPTION, PRIVILEGED_SOFTWARE_EXCEPTION, SOFTWARE_EXCEPTION ->
                            EventInjection.EXCEPTION;
                };
        vmcb.write(
                VmcbField.EVENTINJ,
                event.hasErrorCode()
                        ? EventInjection.of(type, event.vector(), event.errorCode())
                        : EventInjection.of(type, event.vector()));
        if (event.vector() == Vector.PF.number() && type == EventInjection.EXCEPTION) {
            vmcb.write(VmcbField.CR2, event.linear());
        }
        injecting = true;
        if (type == EventInjection.NMI) {
            handlingNmi(true);
        }
    }

    @Override
    public boolean injecting() {
        return injecting;
    }

    @Override
    public Event withdraw() {
        long word = vmcb.read(VmcbField.EVENTINJ);
        vmcb.write(VmcbField.EVENTINJ, 0);
        injecting = false;
        return InjectedEvent.of(word, EventInjection.errorCode(word), vmcb.read(VmcbField.CR2));
    }

    @Override
    public void wantInterruptWindow(boolean wanted) {
        if (wanted != window) {
            controls.interruptWindow(wanted);
            window = wanted;
        }
    }

    @Override
    public Exit run(long limit) {
        if (enter()) {
            host.runGuest(limit);
            afterExit();
        }
        return exits.translate();
    }

    private boolean enter() {
        live.enter();
        vmcb.write(VmcbField.RAX, live.gpr()[RAX]);
        vmcb.write(VmcbField.RSP, live.gpr()[RSP]);
        svm.clgi();
        svm.vmload(vmcb.address());
        return svm.vmrun(vmcb.address());
    }

    /**
     * An event whose delivery was interrupted by the exit is to be delivered again. @apm Vol. 2,
     * Intercepts While Delivering Events
     */
    private void afterExit() {
        svm.vmsave(vmcb.address());
        live.leave();
        live.gpr()[RAX] = vmcb.read(VmcbField.RAX);
        live.gpr()[RSP] = vmcb.read(VmcbField.RSP);
        long interrupted = vmcb.read(VmcbField.EXITINTINFO);
        injecting = EventInjection.valid(interrupted);
        vmcb.write(VmcbField.EVENTINJ, injecting ? interrupted : 0);
    }
}
