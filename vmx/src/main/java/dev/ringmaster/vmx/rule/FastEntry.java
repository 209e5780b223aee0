package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

/**
 * The instruction, VM-exit controls and VM-entry controls in straight lines.
 *
 * @sdm Vol. 3C, Basic VM-Entry Checks
 */
final class FastEntry {
    private static final int LAST_EXCEPTION = 31;
    private static final int NMI_VECTOR = 2;
    private static final int SYSENTER = 2;
    private static final int LONGEST = 15;

    private FastEntry() {}

    @Covers("BASIC-001..008")
    static boolean instruction(EntryState s) {
        return s.is(EntryFact.VMX_OPERATION)
                && s.is(EntryFact.CR0_PE)
                && !s.is(EntryFact.RFLAGS_VM)
                && !s.is(EntryFact.COMPATIBILITY_MODE)
                && !s.is(EntryFact.VMX_NON_ROOT)
                && s.get(EntryFact.CPL) == 0
                && s.is(EntryFact.HAS_CURRENT_VMCS)
                && !s.is(EntryFact.SHADOW_INDICATOR)
                && !s.is(EntryFact.MOV_SS_BLOCKING)
                && s.is(EntryFact.VMRESUME) == s.is(EntryFact.LAUNCHED);
    }

    @Covers("CTL-081..089")
    static boolean exitControls(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long exit = v.get(VM_EXIT_CONTROLS);
        long bad = m.wrong(ControlWord.EXIT, exit);
        if (ExitControl.ACTIVATE_SECONDARY_CONTROLS.in(exit)) {
            bad |= m.wrong(ControlWord.SECONDARY_EXIT, v.get(SECONDARY_VM_EXIT_CONTROLS));
        }
        return bad == 0
                && (!ExitControl.SAVE_VMX_PREEMPTION_TIMER_VALUE.in(exit)
                        || PinControl.ACTIVATE_VMX_PREEMPTION_TIMER.in(
                                v.get(PIN_BASED_VM_EXEC_CONTROL)))
                && area(s, VM_EXIT_MSR_STORE_COUNT, VM_EXIT_MSR_STORE_ADDRESS)
                && area(s, VM_EXIT_MSR_LOAD_COUNT, VM_EXIT_MSR_LOAD_ADDRESS);
    }

    /** An MSR area is aligned, begins and ends within the limit, unless it is empty. */
    private static boolean area(EntryState s, VmcsField countField, VmcsField addressField) {
        long count = s.vmcs().get(countField);
        if (count == 0) {
            return true;
        }
        long limit = s.masks().beyondLimit;
        long first = s.vmcs().get(addressField);
        long last = first + 16 * count - 1;
        return (first & (limit | 0xf) | last & limit) == 0
                && Long.compareUnsigned(last, first) >= 0;
    }

    static boolean entryControls(EntryState s) {
        return word(s)
                && event(s, s.vmcs().get(VM_ENTRY_INTR_INFO_FIELD))
                && area(s, VM_ENTRY_MSR_LOAD_COUNT, VM_ENTRY_MSR_LOAD_ADDRESS);
    }

    @Covers({"CTL-090", "CTL-108..113"})
    private static boolean word(EntryState s) {
        long entry = s.vmcs().get(VM_ENTRY_CONTROLS);
        boolean enters = EntryControl.ENTRY_TO_SMM.in(entry);
        boolean ends = EntryControl.DEACTIVATE_DUAL_MONITOR_TREATMENT.in(entry);
        return s.masks().wrong(ControlWord.ENTRY, entry) == 0
                && !(enters && ends)
                && (!enters && !ends || s.is(EntryFact.IN_SMM));
    }

    @Covers({"CTL-091..096", "CTL-098", "CTL-101..103", "CTL-105..107"})
    private static boolean event(EntryState s, long event) {
        if (!EventInfo.valid(event)) {
            return true;
        }
        if ((event & s.masks().eventReserved) != 0) {
            return false;
        }
        EventType type = EventInfo.type(event);
        if (type == EventType.HARDWARE_EXCEPTION) {
            return exception(s, event);
        }
        if ((event & (EventInfo.ERROR_CODE | EventInfo.NESTED)) != 0) {
            return false;
        }
        return switch (type) {
            case EXTERNAL_INTERRUPT -> true;
            case RESERVED, HARDWARE_EXCEPTION -> false;
            case NMI -> EventInfo.vector(event) == NMI_VECTOR;
            case SOFTWARE_INTERRUPT, PRIVILEGED_SOFTWARE_EXCEPTION, SOFTWARE_EXCEPTION -> length(s);
            case OTHER_EVENT -> otherEvent(s, EventInfo.vector(event));
        };
    }

    private static boolean otherEvent(EntryState s, int vector) {
        boolean fred = Cr4.FRED.in(s.vmcs().get(GUEST_CR4));
        return s.masks().otherEvents && (vector == 0 || fred && vector <= SYSENTER && length(s));
    }

    private static boolean length(EntryState s) {
        long length = s.vmcs().get(VM_ENTRY_INSTRUCTION_LEN);
        return length <= LONGEST && (length != 0 || s.masks().zeroLength);
    }

    @Covers({"CTL-097", "CTL-099..100", "CTL-104"})
    private static boolean exception(EntryState s, long event) {
        int vector = EventInfo.vector(event);
        if (vector > LAST_EXCEPTION) {
            return false;
        }
        boolean realMode =
                SecondaryControl.UNRESTRICTED_GUEST.in(s.secondaryControls())
                        && !Cr0.PE.in(s.vmcs().get(GUEST_CR0));
        boolean pushes = EntryControlRules.pushesErrorCode(vector);
        if (EventInfo.hasErrorCode(event)) {
            return !realMode
                    && (pushes || !s.masks().strictErrorCodes)
                    && (s.vmcs().get(VM_ENTRY_EXCEPTION_ERROR_CODE) & 0xffff0000L) == 0;
        }
        return !pushes || realMode || !s.masks().strictErrorCodes;
    }
}
