package dev.ringmaster.vmx.entry;

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
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SYSENTER_CS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SYSENTER_EIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_SYSENTER_ESP;
import static dev.ringmaster.vmx.vmcs.VmcsField.SECONDARY_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_CONTROLS;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.Interruptibility;
import dev.ringmaster.vmx.vmcs.PendingDebug;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.SegmentFields;
import dev.ringmaster.vmx.vmcs.Vmcs;

/** Loads the guest's state at VM entry. @sdm Vol. 3C, Loading Guest State */
final class GuestStateLoad {
    /** Bits of CR0 that neither entry nor exit changes: ET, NW, CD and the reserved ones. */
    private static final long CR0_KEPT = 0xffffffff_7ffaffd0L;

    private static final int SEGMENTS = 6;
    private static final long BREAKPOINTS = 0xf;
    private static final Activity[] ACTIVITIES = Activity.values();

    private final Cpu cpu;
    private final Vmcs vmcs;

    GuestStateLoad(Cpu cpu, Vmcs vmcs) {
        this.cpu = cpu;
        this.vmcs = vmcs;
    }

    /**
     * Loads all but MSR list and PDPTEs.
     *
     * @param injects an event will be delivered, before which no debug exception is pending
     */
    void load(boolean injects) {
        loadControlRegisters();
        loadMsrs(vmcs.get(VM_ENTRY_CONTROLS));
        loadSegments();
        loadInstructionState();
        loadNonRegisterState(injects);
    }

    /**
     * @sdm Vol. 3C, Loading Guest Control Registers, Debug Registers, and MSRs
     */
    private void loadControlRegisters() {
        CpuState s = cpu.state;
        s.cr0 = s.cr0 & CR0_KEPT | vmcs.get(GUEST_CR0) & ~CR0_KEPT;
        s.cr3 = vmcs.get(GUEST_CR3);
        s.cr4 = vmcs.get(GUEST_CR4);
    }

    private void loadMsrs(long entry) {
        CpuState s = cpu.state;
        if (EntryControl.LOAD_DEBUG_CONTROLS.in(entry)) {
            s.dr[7] = vmcs.get(GUEST_DR7) & 0xffff2fffL | 0x400;
            s.debugCtl = vmcs.get(GUEST_IA32_DEBUGCTL);
        }
        s.sysenterCs = vmcs.get(GUEST_SYSENTER_CS);
        s.sysenterEsp = vmcs.get(GUEST_SYSENTER_ESP);
        s.sysenterEip = vmcs.get(GUEST_SYSENTER_EIP);
        if (EntryControl.LOAD_IA32_EFER.in(entry)) {
            s.efer = vmcs.get(GUEST_IA32_EFER);
        } else {
            boolean longMode = EntryControl.IA_32E_MODE_GUEST.in(entry);
            s.efer = Efer.LMA.with(s.efer, longMode);
            s.efer = Cr0.PG.in(s.cr0) ? Efer.LME.with(s.efer, longMode) : s.efer;
        }
        if (EntryControl.LOAD_IA32_PAT.in(entry)) {
            s.pat = vmcs.get(GUEST_IA32_PAT);
        }
    }

    /**
     * @sdm Vol. 3C, Loading Guest Segment Registers and Descriptor-Table Registers
     */
    private void loadSegments() {
        CpuState s = cpu.state;
        for (int n = 0; n < SEGMENTS; n++) {
            load(SegmentFields.of(n), s.segments[n]);
        }
        load(SegmentFields.LDTR, s.ldtr);
        load(SegmentFields.TR, s.tr);
        s.cpl = s.segments[Segment.SS].dpl();
        s.gdtr.base = vmcs.get(GUEST_GDTR_BASE);
        s.gdtr.limit = (int) vmcs.get(GUEST_GDTR_LIMIT);
        s.idtr.base = vmcs.get(GUEST_IDTR_BASE);
        s.idtr.limit = (int) vmcs.get(GUEST_IDTR_LIMIT);
    }

    private void load(SegmentFields fields, Segment segment) {
        segment.set(
                (int) vmcs.get(fields.selector()),
                vmcs.get(fields.base()),
                vmcs.get(fields.limit()),
                (int) vmcs.get(fields.access()));
    }

    /**
     * @sdm Vol. 3C, Loading Guest RIP, RSP, RFLAGS, and SSP
     */
    private void loadInstructionState() {
        CpuState s = cpu.state;
        s.rip = vmcs.get(GUEST_RIP);
        s.gpr[4] = vmcs.get(GUEST_RSP);
        s.flags.set(vmcs.get(GUEST_RFLAGS));
    }

    private void loadNonRegisterState(boolean injects) {
        CpuState s = cpu.state;
        s.activity = ACTIVITIES[(int) vmcs.get(GUEST_ACTIVITY_STATE)];
        long blocking = vmcs.get(GUEST_INTERRUPTIBILITY_INFO);
        s.blockedBySti = Interruptibility.BLOCKING_BY_STI.in(blocking);
        s.blockedByMovSs = Interruptibility.BLOCKING_BY_MOV_SS.in(blocking);
        s.blockedByNmi = Interruptibility.BLOCKING_BY_NMI.in(blocking);
        s.pendingDebug = injects ? 0 : pendingDebug(vmcs.get(GUEST_PENDING_DEBUG_EXCEPTIONS));
        s.delivering = null;
        s.shadowExpires = false;
        s.resumeExpires = false;
        s.stepArmed = false;
    }

    /**
     * Breakpoints that were met count only if DR7 enabled one. @sdm Vol. 3C, Delivery of Pending
     * Debug Exceptions after VM Entry
     */
    private static long pendingDebug(long field) {
        long breakpoints = PendingDebug.ENABLED_BREAKPOINT.in(field) ? field & BREAKPOINTS : 0;
        return breakpoints | field & PendingDebug.BS.mask();
    }

    /** With PAE paging, loads the PDPTEs; false if they are malformed. */
    boolean loadPdptes() {
        CpuState s = cpu.state;
        if (!s.paePaging()) {
            return true;
        }
        if (!secondary(SecondaryControl.ENABLE_EPT)) {
            return cpu.memory.loadPdptes(s.cr3);
        }
        s.pdptr[0] = vmcs.get(GUEST_PDPTE0);
        s.pdptr[1] = vmcs.get(GUEST_PDPTE1);
        s.pdptr[2] = vmcs.get(GUEST_PDPTE2);
        s.pdptr[3] = vmcs.get(GUEST_PDPTE3);
        return true;
    }

    private boolean secondary(SecondaryControl control) {
        return PrimaryControl.ACTIVATE_SECONDARY_CONTROLS.in(vmcs.get(CPU_BASED_VM_EXEC_CONTROL))
                && control.in(vmcs.get(SECONDARY_VM_EXEC_CONTROL));
    }
}
