package dev.ringmaster.vmx.entry;

import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_EXCEPTION_ERROR_CODE;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_INSTRUCTION_LEN;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_INTR_INFO_FIELD;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.cpu.protection.EventDelivery;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.vmx.nonroot.VmxGuestMode;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.Vmcs;

/** Event injection. @sdm Vol. 3C, Event Injection */
final class Injection {
    private static final Event.Type[] TYPES = Event.Type.values();

    private final Cpu cpu;
    private final Vmcs vmcs;

    Injection(Cpu cpu, Vmcs vmcs) {
        this.cpu = cpu;
        this.vmcs = vmcs;
    }

    /** The event to deliver, or null. */
    Event event() {
        long info = vmcs.get(VM_ENTRY_INTR_INFO_FIELD);
        if (!EventInfo.valid(info) || EventInfo.type(info) == EventType.OTHER_EVENT) {
            return null;
        }
        Event.Type type = type(EventInfo.type(info).number());
        boolean errorCode = EventInfo.hasErrorCode(info);
        return new Event(
                type,
                EventInfo.vector(info),
                errorCode,
                errorCode ? (int) vmcs.get(VM_ENTRY_EXCEPTION_ERROR_CODE) : 0,
                type.software() ? (int) vmcs.get(VM_ENTRY_INSTRUCTION_LEN) : 0,
                cpu.state.cr2,
                0);
    }

    private static Event.Type type(int number) {
        for (Event.Type type : TYPES) {
            if (type.number() == number) {
                return type;
            }
        }
        throw new AssertionError("a VM entry that injects type " + number + " was let through");
    }

    /** Whether a pending MTF VM exit is injected. */
    boolean trap() {
        long info = vmcs.get(VM_ENTRY_INTR_INFO_FIELD);
        return EventInfo.valid(info) && EventInfo.type(info) == EventType.OTHER_EVENT;
    }

    /**
     * Delivers {@code event} through the guest's IDT, as if it had come after the guest's last
     * instruction; a software event returns behind the instruction that it stands for.
     */
    void deliver(Event event, VmxGuestMode mode) {
        CpuState s = cpu.state;
        long rip = s.rip;
        prepare(event);
        cpu.memory.stepping(true);
        try {
            EventDelivery.deliver(cpu, event);
            mode.injectionDone();
        } catch (GuestExit exit) {
            s.rip = rip;
            mode.complete();
        }
    }

    private void prepare(Event event) {
        CpuState s = cpu.state;
        s.rip += event.instructionLength();
        s.activity = Activity.ACTIVE;
        s.blockedBySti = false;
        s.blockedByMovSs = false;
        if (event.type() == Event.Type.NMI) {
            s.blockedByNmi = true;
        }
    }
}
