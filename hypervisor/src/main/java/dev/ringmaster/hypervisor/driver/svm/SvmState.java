package dev.ringmaster.hypervisor.driver.svm;

import static dev.ringmaster.svm.vmcb.VmcbField.*;

import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.svm.vmcb.InterruptState;
import dev.ringmaster.svm.vmcb.SegmentAttributes;
import dev.ringmaster.svm.vmcb.VmcbSegment;

/** The guest's registers in the state-save area, both ways. @apm Vol. 2, VMCB State Save Area */
final class SvmState {
    private static final VmcbSegment[] SEGMENTS = {
        VmcbSegment.ES,
        VmcbSegment.CS,
        VmcbSegment.SS,
        VmcbSegment.DS,
        VmcbSegment.FS,
        VmcbSegment.GS
    };

    private final MappedVmcb vmcb;

    SvmState(MappedVmcb vmcb) {
        this.vmcb = vmcb;
    }

    void load(CpuState g) {
        vmcb.write(CR0, g.cr0);
        vmcb.write(CR2, g.cr2);
        vmcb.write(CR3, g.cr3);
        vmcb.write(CR4, g.cr4);
        vmcb.write(DR6, g.dr[6]);
        vmcb.write(DR7, g.dr[7]);
        vmcb.write(DBGCTL, g.debugCtl);
        vmcb.write(EFER, Efer.SVME.set(g.efer));
        vmcb.write(G_PAT, g.pat);
        vmcb.write(RAX, g.gpr[0]);
        vmcb.write(RSP, g.gpr[4]);
        vmcb.write(RIP, g.rip);
        vmcb.write(RFLAGS, g.flags.get());
        vmcb.write(CPL, g.cpl);
        loadSystemCalls(g);
        loadSegments(g);
        vmcb.put(
                INTERRUPT_STATE,
                InterruptState.INTERRUPT_SHADOW,
                g.blockedBySti || g.blockedByMovSs);
    }

    private void loadSystemCalls(CpuState g) {
        vmcb.write(STAR, g.star);
        vmcb.write(LSTAR, g.lstar);
        vmcb.write(CSTAR, g.cstar);
        vmcb.write(SFMASK, g.sfmask);
        vmcb.write(KERNEL_GS_BASE, g.kernelGsBase);
        vmcb.write(SYSENTER_CS, g.sysenterCs);
        vmcb.write(SYSENTER_ESP, g.sysenterEsp);
        vmcb.write(SYSENTER_EIP, g.sysenterEip);
    }

    private void loadSegments(CpuState g) {
        for (int i = 0; i < SEGMENTS.length; i++) {
            loadSegment(SEGMENTS[i], g.segments[i]);
        }
        loadSegment(VmcbSegment.LDTR, g.ldtr);
        loadSegment(VmcbSegment.TR, g.tr);
        vmcb.write(GDTR_BASE, g.gdtr.base);
        vmcb.write(GDTR_LIMIT, g.gdtr.limit);
        vmcb.write(IDTR_BASE, g.idtr.base);
        vmcb.write(IDTR_LIMIT, g.idtr.limit);
    }

    private void loadSegment(VmcbSegment fields, Segment s) {
        vmcb.write(fields.selector(), s.selector);
        vmcb.write(fields.attrib(), SegmentAttributes.pack(s.access));
        vmcb.write(fields.limit(), s.limit);
        vmcb.write(fields.base(), s.base);
    }

    void save(CpuState g) {
        g.cr0 = vmcb.read(CR0);
        g.cr2 = vmcb.read(CR2);
        g.cr3 = vmcb.read(CR3);
        g.cr4 = vmcb.read(CR4);
        g.dr[6] = vmcb.read(DR6);
        g.dr[7] = vmcb.read(DR7);
        g.debugCtl = vmcb.read(DBGCTL);
        g.efer = Efer.SVME.clear(vmcb.read(EFER));
        g.pat = vmcb.read(G_PAT);
        g.rip = vmcb.read(RIP);
        g.flags.set(vmcb.read(RFLAGS));
        g.cpl = (int) vmcb.read(CPL);
        saveSystemCalls(g);
        saveSegments(g);
        g.blockedBySti = InterruptState.INTERRUPT_SHADOW.in(vmcb.read(INTERRUPT_STATE));
        g.blockedByMovSs = false;
        g.pendingDebug = 0;
        g.activity = Activity.ACTIVE;
    }

    private void saveSystemCalls(CpuState g) {
        g.star = vmcb.read(STAR);
        g.lstar = vmcb.read(LSTAR);
        g.cstar = vmcb.read(CSTAR);
        g.sfmask = vmcb.read(SFMASK);
        g.kernelGsBase = vmcb.read(KERNEL_GS_BASE);
        g.sysenterCs = vmcb.read(SYSENTER_CS);
        g.sysenterEsp = vmcb.read(SYSENTER_ESP);
        g.sysenterEip = vmcb.read(SYSENTER_EIP);
    }

    private void saveSegments(CpuState g) {
        for (int i = 0; i < SEGMENTS.length; i++) {
            saveSegment(SEGMENTS[i], g.segments[i]);
        }
        saveSegment(VmcbSegment.LDTR, g.ldtr);
        saveSegment(VmcbSegment.TR, g.tr);
        g.gdtr.base = vmcb.read(GDTR_BASE);
        g.gdtr.limit = (int) vmcb.read(GDTR_LIMIT);
        g.idtr.base = vmcb.read(IDTR_BASE);
        g.idtr.limit = (int) vmcb.read(IDTR_LIMIT);
    }

    private void saveSegment(VmcbSegment fields, Segment s) {
        s.set(
                (int) vmcb.read(fields.selector()),
                vmcb.read(fields.base()),
                vmcb.read(fields.limit()),
                SegmentAttributes.unpack((int) vmcb.read(fields.attrib())));
    }
}
