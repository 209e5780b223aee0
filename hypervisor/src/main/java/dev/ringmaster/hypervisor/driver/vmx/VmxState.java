package dev.ringmaster.hypervisor.driver.vmx;

import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.Interruptibility;
import dev.ringmaster.vmx.vmcs.SegmentFields;
import dev.ringmaster.vmx.vmcs.VmcsField;

/** The guest's registers in the guest-state area, both ways. @sdm Vol. 3C, Guest-State Area */
final class VmxState {
    private static final VmcsField[] PDPTES = {
        GUEST_PDPTE0, GUEST_PDPTE1, GUEST_PDPTE2, GUEST_PDPTE3
    };

    private final CurrentVmcs vmcs;
    private final VmxControls controls;

    VmxState(CurrentVmcs vmcs, VmxControls controls) {
        this.vmcs = vmcs;
        this.controls = controls;
    }

    void load(CpuState g) {
        vmcs.write(GUEST_CR0, Cr0.NE.set(g.cr0));
        vmcs.write(CR0_READ_SHADOW, g.cr0);
        vmcs.write(GUEST_CR4, Cr4.VMXE.set(g.cr4));
        vmcs.write(CR4_READ_SHADOW, g.cr4);
        vmcs.write(GUEST_CR3, g.cr3);
        vmcs.write(GUEST_DR7, g.dr[7]);
        vmcs.write(GUEST_IA32_DEBUGCTL, g.debugCtl);
        vmcs.write(GUEST_IA32_EFER, g.efer);
        vmcs.write(GUEST_IA32_PAT, g.pat);
        controls.put(EntryControl.IA_32E_MODE_GUEST, Efer.LMA.in(g.efer));
        vmcs.write(GUEST_RSP, g.gpr[4]);
        vmcs.write(GUEST_RIP, g.rip);
        vmcs.write(GUEST_RFLAGS, g.flags.get());
        vmcs.write(GUEST_SYSENTER_CS, g.sysenterCs);
        vmcs.write(GUEST_SYSENTER_ESP, g.sysenterEsp);
        vmcs.write(GUEST_SYSENTER_EIP, g.sysenterEip);
        loadSegments(g);
        loadPdptes(g);
        loadNonRegisterState(g);
    }

    private void loadSegments(CpuState g) {
        for (int i = 0; i < g.segments.length; i++) {
            loadSegment(SegmentFields.of(i), g.segments[i]);
        }
        loadSegment(SegmentFields.LDTR, g.ldtr);
        loadSegment(SegmentFields.TR, g.tr);
        vmcs.write(GUEST_GDTR_BASE, g.gdtr.base);
        vmcs.write(GUEST_GDTR_LIMIT, g.gdtr.limit);
        vmcs.write(GUEST_IDTR_BASE, g.idtr.base);
        vmcs.write(GUEST_IDTR_LIMIT, g.idtr.limit);
    }

    private void loadSegment(SegmentFields fields, Segment s) {
        vmcs.write(fields.selector(), s.selector);
        vmcs.write(fields.base(), s.base);
        vmcs.write(fields.limit(), s.limit);
        vmcs.write(fields.access(), s.access);
    }

    private void loadPdptes(CpuState g) {
        if (g.paePaging()) {
            for (int i = 0; i < PDPTES.length; i++) {
                vmcs.write(PDPTES[i], g.pdptr[i]);
            }
        }
    }

    private void loadNonRegisterState(CpuState g) {
        long blocking = Interruptibility.BLOCKING_BY_STI.with(0, g.blockedBySti);
        blocking = Interruptibility.BLOCKING_BY_MOV_SS.with(blocking, g.blockedByMovSs);
        blocking = Interruptibility.BLOCKING_BY_NMI.with(blocking, g.blockedByNmi);
        vmcs.write(GUEST_INTERRUPTIBILITY_INFO, blocking);
        vmcs.write(GUEST_ACTIVITY_STATE, 0);
        vmcs.write(GUEST_PENDING_DEBUG_EXCEPTIONS, g.pendingDebug);
    }

    void save(CpuState g) {
        g.cr0 = shadowed(GUEST_CR0, CR0_READ_SHADOW, VmxControls.CR0_MASK);
        g.cr4 = shadowed(GUEST_CR4, CR4_READ_SHADOW, VmxControls.CR4_MASK);
        g.cr3 = vmcs.read(GUEST_CR3);
        g.dr[7] = vmcs.read(GUEST_DR7);
        g.debugCtl = vmcs.read(GUEST_IA32_DEBUGCTL);
        g.efer = vmcs.read(GUEST_IA32_EFER);
        g.pat = vmcs.read(GUEST_IA32_PAT);
        g.gpr[4] = vmcs.read(GUEST_RSP);
        g.rip = vmcs.read(GUEST_RIP);
        g.flags.set(vmcs.read(GUEST_RFLAGS));
        g.sysenterCs = vmcs.read(GUEST_SYSENTER_CS);
        g.sysenterEsp = vmcs.read(GUEST_SYSENTER_ESP);
        g.sysenterEip = vmcs.read(GUEST_SYSENTER_EIP);
        saveSegments(g);
        saveNonRegisterState(g);
        for (int i = 0; i < PDPTES.length; i++) {
            g.pdptr[i] = vmcs.read(PDPTES[i]);
        }
    }

    /**
     * What the guest sees of a control register: its own bits, and the shadow's where the host owns
     * them.
     */
    private long shadowed(VmcsField register, VmcsField shadow, long mask) {
        return vmcs.read(register) & ~mask | vmcs.read(shadow) & mask;
    }

    private void saveSegments(CpuState g) {
        for (int i = 0; i < g.segments.length; i++) {
            saveSegment(SegmentFields.of(i), g.segments[i]);
        }
        saveSegment(SegmentFields.LDTR, g.ldtr);
        saveSegment(SegmentFields.TR, g.tr);
        g.cpl = g.protectedMode() ? g.segments[Segment.SS].dpl() : 0;
        g.gdtr.base = vmcs.read(GUEST_GDTR_BASE);
        g.gdtr.limit = (int) vmcs.read(GUEST_GDTR_LIMIT);
        g.idtr.base = vmcs.read(GUEST_IDTR_BASE);
        g.idtr.limit = (int) vmcs.read(GUEST_IDTR_LIMIT);
    }

    private void saveSegment(SegmentFields fields, Segment s) {
        s.set(
                (int) vmcs.read(fields.selector()),
                vmcs.read(fields.base()),
                vmcs.read(fields.limit()),
                (int) vmcs.read(fields.access()));
    }

    private void saveNonRegisterState(CpuState g) {
        long blocking = vmcs.read(GUEST_INTERRUPTIBILITY_INFO);
        g.blockedBySti = Interruptibility.BLOCKING_BY_STI.in(blocking);
        g.blockedByMovSs = Interruptibility.BLOCKING_BY_MOV_SS.in(blocking);
        g.blockedByNmi = Interruptibility.BLOCKING_BY_NMI.in(blocking);
        g.pendingDebug = vmcs.read(GUEST_PENDING_DEBUG_EXCEPTIONS);
        g.activity = Activity.ACTIVE;
    }
}
