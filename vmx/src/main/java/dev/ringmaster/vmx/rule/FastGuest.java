package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.vmx.vmcs.AccessRights;
import dev.ringmaster.vmx.vmcs.ActivityState;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.Interruptibility;
import dev.ringmaster.vmx.vmcs.PendingDebug;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.Vmcs;

/**
 * Guest descriptor tables, RIP, RFLAGS, SSP and non-register state in straight lines.
 *
 * @sdm Vol. 3C, Checks on Guest Non-Register State
 */
final class FastGuest {
    private static final long STI = Interruptibility.BLOCKING_BY_STI.mask();
    private static final long MOV_SS = Interruptibility.BLOCKING_BY_MOV_SS.mask();
    private static final long SMI = Interruptibility.BLOCKING_BY_SMI.mask();
    private static final long NMI = Interruptibility.BLOCKING_BY_NMI.mask();
    private static final long ENCLAVE = Interruptibility.ENCLAVE_INTERRUPTION.mask();
    private static final long INTERRUPTIBILITY_RESERVED = 0xffffffe0L;
    private static final int HLT = ActivityState.HLT.number();
    private static final int SHUTDOWN = ActivityState.SHUTDOWN.number();
    private static final int WAIT_FOR_SIPI = ActivityState.WAIT_FOR_SIPI.number();
    private static final long BTF = 2;
    private static final long NO_LINK = -1L;

    /** Valid bit, type and vector of an event. */
    private static final long EVENT = EventInfo.VALID | 0x7ff;

    /** Valid bit and type of an event. */
    private static final long KIND = EventInfo.VALID | 0x700;

    private static final long INJECTED_INTERRUPT = EventInfo.of(EventType.EXTERNAL_INTERRUPT, 0);
    private static final long INJECTED_NMI = EventInfo.of(EventType.NMI, 0);
    private static final long INJECTED_DB = exception(Vector.DB);
    private static final long INJECTED_MC = exception(Vector.MC);
    private static final long INJECTED_MTF = EventInfo.of(EventType.OTHER_EVENT, 0);

    private FastGuest() {}

    private static long exception(Vector vector) {
        return EventInfo.of(EventType.HARDWARE_EXCEPTION, vector.number());
    }

    @Covers("GUEST-143..146")
    static boolean tables(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long bad = m.uncanonical(v.get(GUEST_GDTR_BASE)) | m.uncanonical(v.get(GUEST_IDTR_BASE));
        return (bad | (v.get(GUEST_GDTR_LIMIT) | v.get(GUEST_IDTR_LIMIT)) & 0xffff0000L) == 0;
    }

    static boolean ripAndRflags(EntryState s) {
        return pointers(s) && rflags(s);
    }

    @Covers({"GUEST-147..148", "GUEST-154..155"})
    private static boolean pointers(EntryState s) {
        Vmcs v = s.vmcs();
        long entry = v.get(VM_ENTRY_CONTROLS);
        boolean wide =
                EntryControl.IA_32E_MODE_GUEST.in(entry)
                        && (v.get(GUEST_CS_ACCESS_RIGHTS) & AccessRights.L) != 0;
        if (!fits(s, v.get(GUEST_RIP), wide)) {
            return false;
        }
        return !EntryControl.LOAD_CET_STATE.in(entry)
                || (v.get(GUEST_SSP) & 3) == 0 && fits(s, v.get(GUEST_SSP), wide);
    }

    private static boolean fits(EntryState s, long pointer, boolean wide) {
        return wide
                ? Bits.upperBitsEqual(pointer, s.masks().linearWidth)
                : (pointer & Bits.HIGH_32) == 0;
    }

    @Covers("GUEST-149..153")
    private static boolean rflags(EntryState s) {
        Vmcs v = s.vmcs();
        long rflags = v.get(GUEST_RFLAGS);
        if ((rflags & GuestStateRules.RFLAGS_RESERVED) != 0 || !Rflags.FIXED.in(rflags)) {
            return false;
        }
        if (Rflags.VM.in(rflags)
                && (EntryControl.IA_32E_MODE_GUEST.in(v.get(VM_ENTRY_CONTROLS))
                        || !Cr0.PE.in(v.get(GUEST_CR0)))) {
            return false;
        }
        return Rflags.IF.in(rflags)
                || (v.get(VM_ENTRY_INTR_INFO_FIELD) & KIND) != INJECTED_INTERRUPT;
    }

    static boolean nonRegister(EntryState s) {
        return activity(s) && blocking(s) && pendingDebug(s) && link(s);
    }

    @Covers("GUEST-156..162")
    private static boolean activity(EntryState s) {
        Vmcs v = s.vmcs();
        long state = v.get(GUEST_ACTIVITY_STATE);
        if (state == 0) {
            return true;
        }
        if (state >>> 2 != 0
                || (s.masks().activities >>> state & 1) == 0
                || (v.get(GUEST_INTERRUPTIBILITY_INFO) & (STI | MOV_SS)) != 0) {
            return false;
        }
        if (state == HLT && AccessRights.dpl(v.get(GUEST_SS_ACCESS_RIGHTS)) != 0
                || state == WAIT_FOR_SIPI
                        && EntryControl.ENTRY_TO_SMM.in(v.get(VM_ENTRY_CONTROLS))) {
            return false;
        }
        long event = v.get(VM_ENTRY_INTR_INFO_FIELD) & EVENT;
        return !EventInfo.valid(event) || wakes(state, event);
    }

    private static boolean wakes(long state, long event) {
        long kind = event & KIND;
        if (state == HLT) {
            return kind == INJECTED_INTERRUPT
                    || kind == INJECTED_NMI
                    || event == INJECTED_DB
                    || event == INJECTED_MC
                    || event == INJECTED_MTF;
        }
        return state == SHUTDOWN && (kind == INJECTED_NMI || event == INJECTED_MC);
    }

    @Covers("GUEST-163..174")
    private static boolean blocking(EntryState s) {
        Vmcs v = s.vmcs();
        long blocking = v.get(GUEST_INTERRUPTIBILITY_INFO);
        if (EntryControl.ENTRY_TO_SMM.in(v.get(VM_ENTRY_CONTROLS)) && (blocking & SMI) == 0) {
            return false;
        }
        if (blocking == 0) {
            return true;
        }
        ProcessorMasks m = s.masks();
        long kind = v.get(VM_ENTRY_INTR_INFO_FIELD) & KIND;
        long forbidden = INTERRUPTIBILITY_RESERVED;
        forbidden |= Rflags.IF.in(v.get(GUEST_RFLAGS)) ? 0 : STI;
        forbidden |= kind == INJECTED_INTERRUPT ? STI | MOV_SS : 0;
        forbidden |= kind == INJECTED_NMI ? forbiddenToNmi(s) : 0;
        forbidden |= s.is(EntryFact.IN_SMM) ? 0 : SMI;
        forbidden |= m.sgx ? 0 : ENCLAVE;
        forbidden |= (blocking & (STI | ENCLAVE)) != 0 ? MOV_SS : 0;
        return (blocking & forbidden) == 0;
    }

    private static long forbiddenToNmi(EntryState s) {
        return MOV_SS
                | (s.masks().stiBlocksNmi ? STI : 0)
                | (PinControl.VIRTUAL_NMIS.in(s.vmcs().get(PIN_BASED_VM_EXEC_CONTROL)) ? NMI : 0);
    }

    @Covers("GUEST-175..181")
    private static boolean pendingDebug(EntryState s) {
        Vmcs v = s.vmcs();
        long pending = v.get(GUEST_PENDING_DEBUG_EXCEPTIONS);
        long blocking = v.get(GUEST_INTERRUPTIBILITY_INFO);
        if ((pending & s.masks().pendingReserved) != 0) {
            return false;
        }
        boolean heldBack = (blocking & (STI | MOV_SS)) != 0 || v.get(GUEST_ACTIVITY_STATE) == HLT;
        if (heldBack && PendingDebug.BS.in(pending) != singleSteps(v)) {
            return false;
        }
        return !PendingDebug.RTM.in(pending)
                || s.masks().rtm
                        && (pending & GuestStateRules.RTM_EXCLUDES) == 0
                        && PendingDebug.ENABLED_BREAKPOINT.in(pending)
                        && (blocking & MOV_SS) == 0;
    }

    private static boolean singleSteps(Vmcs v) {
        return Rflags.TF.in(v.get(GUEST_RFLAGS)) && (v.get(GUEST_IA32_DEBUGCTL) & BTF) == 0;
    }

    @Covers("GUEST-182..187")
    private static boolean link(EntryState s) {
        Vmcs v = s.vmcs();
        long link = v.get(VMCS_LINK_POINTER);
        if (link == NO_LINK) {
            return true;
        }
        boolean leavesSmm =
                s.is(EntryFact.IN_SMM) && !EntryControl.ENTRY_TO_SMM.in(v.get(VM_ENTRY_CONTROLS));
        if ((link & s.masks().page) != 0
                || link
                        == (leavesSmm
                                ? v.get(EXECUTIVE_VMCS_POINTER)
                                : s.get(EntryFact.CURRENT_VMCS_POINTER))) {
            return false;
        }
        boolean shadow = SecondaryControl.VMCS_SHADOWING.in(s.secondaryControls());
        return (int) s.read(link, 4) == (s.masks().revision | (shadow ? 1 << 31 : 0));
    }
}
