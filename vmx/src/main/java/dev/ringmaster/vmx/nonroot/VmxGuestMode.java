package dev.ringmaster.vmx.nonroot;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.guest.GuestMode;
import dev.ringmaster.cpu.guest.GuestView;
import dev.ringmaster.cpu.guest.Intercepts;
import dev.ringmaster.cpu.guest.SecondLevel;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.ept.Ept;
import dev.ringmaster.vmx.exit.ExitRecorder;
import dev.ringmaster.vmx.exit.VmExit;
import dev.ringmaster.vmx.vmcs.FieldSet;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

/**
 * The guest mode of one VMCS. VM entry calls {@link #begin} before the guest runs; the processor
 * then asks, and calls {@link #complete} when the guest has left.
 */
public final class VmxGuestMode implements GuestMode {
    private static final FieldSet CONTROLS = FieldSet.ofTypes(VmcsField.Type.CONTROL);

    private final Vmcs vmcs;
    private final Controls controls = new Controls();
    private final ExitRecorder recorder;
    private final VmExit exit;
    private final PreemptionTimer timer;
    private final BoundaryEvents events;
    private final VmxIntercepts intercepts;
    private final VmxView view;
    private final Ept ept;
    private final Cpu cpu;

    /** The mode of {@code vmcs}, whose region is at host-physical {@code pointer}. */
    public VmxGuestMode(
            Cpu cpu, VmxCapabilities caps, Vmcs vmcs, long pointer, PreemptionTimer timer) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        this.timer = timer;
        recorder = new ExitRecorder(cpu, vmcs);
        exit = new VmExit(cpu, vmcs, pointer, recorder, timer::value);
        events = new BoundaryEvents(cpu, controls, recorder, timer);
        intercepts = new VmxIntercepts(cpu, controls, recorder, events);
        view = new VmxView(controls, new VirtualTpr(cpu.physical, controls), events);
        ept = new Ept(cpu.physical, recorder, caps);
        controls.read(vmcs);
        ept.use(vmcs.get(VmcsField.EPT_POINTER));
    }

    /** Takes over controls that software has changed since the last entry. */
    public void refresh(FieldSet changed) {
        if (changed.intersects(CONTROLS)) {
            controls.read(vmcs);
            ept.use(vmcs.get(VmcsField.EPT_POINTER));
        }
    }

    /**
     * The guest is about to run.
     *
     * @param injected the event that VM entry delivers, or null
     * @param injectedTrap a pending MTF VM exit is injected
     */
    public void begin(Event injected, boolean injectedTrap) {
        intercepts.injecting(injected);
        events.begin(injectedTrap, injected != null);
        if (controls.has(PinControl.ACTIVATE_VMX_PREEMPTION_TIMER)) {
            timer.start(vmcs.get(VmcsField.VMX_PREEMPTION_TIMER_VALUE));
        }
        cpu.requestAttention();
    }

    /** Whether the guest may run without protection and paging. */
    public boolean unrestricted() {
        return controls.has(SecondaryControl.UNRESTRICTED_GUEST);
    }

    /** The event has been delivered. */
    public void injectionDone() {
        intercepts.injecting(null);
    }

    /** Who records exits: VMX instructions in the guest need it. */
    public ExitRecorder recorder() {
        return recorder;
    }

    /** The exit of this VMCS, for entries that fail. */
    public VmExit exit() {
        return exit;
    }

    @Override
    public Intercepts intercepts() {
        return intercepts;
    }

    @Override
    public SecondLevel secondLevel() {
        return controls.has(SecondaryControl.ENABLE_EPT) ? ept : SecondLevel.NONE;
    }

    @Override
    public GuestView view() {
        return view;
    }

    @Override
    public void complete() {
        exit.perform();
        timer.stop();
    }
}
