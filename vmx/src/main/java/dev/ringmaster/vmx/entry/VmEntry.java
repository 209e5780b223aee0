package dev.ringmaster.vmx.entry;

import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_MSR_LOAD_COUNT;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.exit.MsrArea;
import dev.ringmaster.vmx.nonroot.PreemptionTimer;
import dev.ringmaster.vmx.nonroot.VmxGuestMode;
import dev.ringmaster.vmx.rule.EntryContext;
import dev.ringmaster.vmx.rule.EntryFact;
import dev.ringmaster.vmx.rule.EntryGate;
import dev.ringmaster.vmx.rule.EntryState;
import dev.ringmaster.vmx.rule.MsrLoads;
import dev.ringmaster.vmx.rule.RuleGroup;
import dev.ringmaster.vmx.rule.RuleViolation;
import dev.ringmaster.vmx.vmcs.FieldSet;
import dev.ringmaster.vmx.vmcs.Vmcs;

import java.util.Arrays;
import java.util.Optional;

/**
 * The VM entry of one VMCS, after the basic checks of VMLAUNCH and VMRESUME. {@link #enter} is the
 * manual's list of steps.
 *
 * @sdm Vol. 3C, VM Entries
 */
public final class VmEntry {
    private static final Outcome ENTERS = new Outcome(Outcome.Kind.ENTERS, -1, "VM entry");

    /** The instruction makes the basic checks; loading the MSRs finds what is wrong with them. */
    private static final RuleGroup[] GROUPS =
            Arrays.stream(RuleGroup.values())
                    .filter(g -> g != RuleGroup.BASIC && g != RuleGroup.MSR_LOADING)
                    .toArray(RuleGroup[]::new);

    private final Cpu cpu;
    private final Vmcs vmcs;
    private final EntryContext context;
    private final EntryState state;
    private final EntryGate gate;
    private final FieldSet changed = new FieldSet();
    private final FieldSet taken = new FieldSet();
    private final GuestStateLoad load;
    private final Injection injection;
    private final VmxGuestMode mode;

    /** The entry of {@code vmcs}, whose region is at host-physical {@code pointer}. */
    public VmEntry(Cpu cpu, VmxCapabilities caps, Vmcs vmcs, long pointer, PreemptionTimer timer) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        context =
                EntryContext.sixtyFourBitLaunch()
                        .set(EntryFact.CURRENT_VMCS_POINTER, pointer)
                        .set(EntryFact.EFER_LMA, cpu.state.longMode() ? 1 : 0);
        state = new EntryState(vmcs, caps, context, cpu.physical::read, MsrLoads.UNKNOWN);
        gate = new EntryGate(state);
        load = new GuestStateLoad(cpu, vmcs);
        injection = new Injection(cpu, vmcs);
        mode = new VmxGuestMode(cpu, caps, vmcs, pointer, timer);
    }

    /**
     * Enters the guest, or does what a failed entry does.
     *
     * @return that the guest was entered (it may have left again while an event was delivered); or
     *     VMfailValid, with nothing changed; or a VM exit, after which the host's state is loaded
     */
    public Outcome enter() {
        noteChanges();
        Optional<RuleViolation> violation = firstViolation();
        if (violation.isPresent()) {
            return fail(violation.get().outcome());
        }
        mode.refresh(changed);
        changed.clear();
        Event event = injection.event();
        load.load(event != null);
        if (!load.loadPdptes()) {
            return failWith(ExitReason.ENTRY_FAILURE_GUEST_STATE, 2);
        }
        long badMsr = loadMsrs();
        if (badMsr != 0) {
            return failWith(ExitReason.ENTRY_FAILURE_MSR_LOADING, badMsr);
        }
        begin(event);
        return ENTERS;
    }

    private Optional<RuleViolation> firstViolation() {
        for (RuleGroup group : GROUPS) {
            Optional<RuleViolation> found = gate.check(group);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private void noteChanges() {
        vmcs.takeChanged(taken);
        changed.addAll(taken);
        long longMode = cpu.state.longMode() ? 1 : 0;
        if (context.get(EntryFact.EFER_LMA) != longMode) {
            context.set(EntryFact.EFER_LMA, longMode);
        }
    }

    private Outcome fail(Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.VM_EXIT) {
            mode.exit().failEntry(ExitReason.of(outcome.number()), outcome.qualification());
        }
        return outcome;
    }

    private Outcome failWith(ExitReason reason, long qualification) {
        return fail(
                new Outcome(Outcome.Kind.VM_EXIT, reason.number(), reason.title(), qualification));
    }

    /**
     * @sdm Vol. 3C, Loading MSRs
     */
    private long loadMsrs() {
        return MsrArea.load(
                cpu, vmcs.get(VM_ENTRY_MSR_LOAD_ADDRESS), vmcs.get(VM_ENTRY_MSR_LOAD_COUNT));
    }

    private void begin(Event event) {
        cpu.enterGuest(mode);
        cpu.modeChanged();
        mode.begin(event, injection.trap());
        if (event != null) {
            injection.deliver(event, mode);
        }
    }
}
