package dev.ringmaster.svm.entry;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.DescriptorTable;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.svm.vmcb.SegmentAttributes;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.svm.vmcb.VmcbSegment;

/**
 * Moves registers between the processor and the save area of a decoded VMCB. The area in which
 * VMRUN saves the host has the same form.
 *
 * @apm Vol. 2, State Save Area; VMSAVE and VMLOAD Instructions
 */
final class StateTransfer {
    private static final int RAX = 0;
    private static final int RSP = 4;
    private static final long DR6_FIXED = 0xffff0ff0L;
    private static final long DR6_WRITABLE = 0xe00fL;
    private static final long EFER_READ_AS_ZERO = 0xfe;
    private static final long DR7_FIXED = 0x400;

    private static final VmcbSegment[] SWITCHED = {
        VmcbSegment.ES, VmcbSegment.CS, VmcbSegment.SS, VmcbSegment.DS
    };

    private StateTransfer() {}

    // --- what VMRUN and #VMEXIT transfer for guest and host

    /** Saves ES, CS, SS, DS, the table registers, control registers, RFLAGS, RIP, RSP and RAX. */
    static void save(CpuState s, Vmcb area) {
        for (int i = 0; i < SWITCHED.length; i++) {
            save(s.segments[i], SWITCHED[i], area);
        }
        save(s.gdtr, VmcbSegment.GDTR, area);
        save(s.idtr, VmcbSegment.IDTR, area);
        area.set(VmcbField.CPL, s.cpl);
        area.set(VmcbField.EFER, s.efer);
        area.set(VmcbField.CR0, s.cr0);
        area.set(VmcbField.CR3, s.cr3);
        area.set(VmcbField.CR4, s.cr4);
        area.set(VmcbField.RFLAGS, s.flags.get());
        area.set(VmcbField.RIP, s.rip);
        area.set(VmcbField.RSP, s.gpr[RSP]);
        area.set(VmcbField.RAX, s.gpr[RAX]);
    }

    /** Loads what {@link #save} saves. EFER.LMA follows from LME and paging; CR0.ET is 1. */
    static void load(Vmcb area, CpuState s) {
        s.cr0 = Cr0.ET.set(area.get(VmcbField.CR0));
        s.cr3 = area.get(VmcbField.CR3);
        s.cr4 = area.get(VmcbField.CR4);
        long efer = area.get(VmcbField.EFER) & ~EFER_READ_AS_ZERO;
        s.efer = Efer.LMA.with(efer, Efer.LME.in(efer) && Cr0.PG.in(s.cr0));
        s.flags.set(area.get(VmcbField.RFLAGS));
        s.cpl = cpl(s, area);
        for (int i = 0; i < SWITCHED.length; i++) {
            load(area, SWITCHED[i], s.segments[i]);
        }
        load(area, VmcbSegment.GDTR, s.gdtr);
        load(area, VmcbSegment.IDTR, s.idtr);
        s.rip = area.get(VmcbField.RIP);
        s.gpr[RSP] = area.get(VmcbField.RSP);
        s.gpr[RAX] = area.get(VmcbField.RAX);
    }

    /** Real mode is ring 0 and virtual-8086 mode ring 3, whatever the field says. */
    private static int cpl(CpuState s, Vmcb area) {
        if (!s.protectedMode()) {
            return 0;
        }
        return s.virtual8086() ? 3 : (int) area.get(VmcbField.CPL) & 3;
    }

    // --- what only the guest has

    /** Saves the registers of a guest that the host has no copy of. */
    static void saveGuestOnly(CpuState s, Vmcb area) {
        area.set(VmcbField.CR2, s.cr2);
        area.set(VmcbField.DR6, s.dr[6]);
        area.set(VmcbField.DR7, s.dr[7]);
    }

    /** Loads them. */
    static void loadGuestOnly(Vmcb area, CpuState s) {
        s.cr2 = area.get(VmcbField.CR2);
        s.dr[6] = area.get(VmcbField.DR6) & DR6_WRITABLE | DR6_FIXED;
        s.dr[7] = area.get(VmcbField.DR7) & 0xffffffffL | DR7_FIXED;
    }

    // --- what VMSAVE and VMLOAD transfer

    /** Saves FS, GS, TR, LDTR and the registers of SYSCALL and SYSENTER. */
    static void saveRest(CpuState s, Vmcb area) {
        save(s.segments[Segment.FS], VmcbSegment.FS, area);
        save(s.segments[Segment.GS], VmcbSegment.GS, area);
        save(s.tr, VmcbSegment.TR, area);
        save(s.ldtr, VmcbSegment.LDTR, area);
        area.set(VmcbField.KERNEL_GS_BASE, s.kernelGsBase);
        area.set(VmcbField.STAR, s.star);
        area.set(VmcbField.LSTAR, s.lstar);
        area.set(VmcbField.CSTAR, s.cstar);
        area.set(VmcbField.SFMASK, s.sfmask);
        area.set(VmcbField.SYSENTER_CS, s.sysenterCs);
        area.set(VmcbField.SYSENTER_ESP, s.sysenterEsp);
        area.set(VmcbField.SYSENTER_EIP, s.sysenterEip);
    }

    /** Loads what {@link #saveRest} saves. */
    static void loadRest(Vmcb area, CpuState s) {
        load(area, VmcbSegment.FS, s.segments[Segment.FS]);
        load(area, VmcbSegment.GS, s.segments[Segment.GS]);
        load(area, VmcbSegment.TR, s.tr);
        load(area, VmcbSegment.LDTR, s.ldtr);
        s.kernelGsBase = canonical(area.get(VmcbField.KERNEL_GS_BASE));
        s.star = area.get(VmcbField.STAR);
        s.lstar = canonical(area.get(VmcbField.LSTAR));
        s.cstar = canonical(area.get(VmcbField.CSTAR));
        s.sfmask = area.get(VmcbField.SFMASK) & 0xffffffffL;
        s.sysenterCs = area.get(VmcbField.SYSENTER_CS) & 0xffffffffL;
        s.sysenterEsp = canonical(area.get(VmcbField.SYSENTER_ESP));
        s.sysenterEip = canonical(area.get(VmcbField.SYSENTER_EIP));
    }

    private static void save(Segment from, VmcbSegment to, Vmcb area) {
        area.set(to.selector(), from.selector & 0xffff);
        area.set(to.attrib(), SegmentAttributes.pack(from.access));
        area.set(to.limit(), from.limit & 0xffffffffL);
        area.set(to.base(), from.base);
    }

    private static void load(Vmcb area, VmcbSegment from, Segment to) {
        to.set(
                (int) area.get(from.selector()),
                canonical(area.get(from.base())),
                area.get(from.limit()),
                SegmentAttributes.unpack((int) area.get(from.attrib())));
    }

    private static void save(DescriptorTable from, VmcbSegment to, Vmcb area) {
        area.set(to.limit(), from.limit & 0xffffL);
        area.set(to.base(), from.base);
    }

    private static void load(Vmcb area, VmcbSegment from, DescriptorTable to) {
        to.base = canonical(area.get(from.base()));
        to.limit = (int) area.get(from.limit()) & 0xffff;
    }

    /**
     * Bases are made canonical, not checked. @apm Vol. 2, Canonicalization and Consistency Checks
     */
    private static long canonical(long address) {
        return address << 16 >> 16;
    }

    /** What #VMEXIT forces on the host. @apm Vol. 2, #VMEXIT */
    static void forceHost(CpuState s) {
        s.cr0 = Cr0.PE.set(s.cr0);
        s.flags.put(Rflags.VM, false);
        s.flags.put(Rflags.RF, false);
        s.dr[7] = DR7_FIXED;
        s.cpl = 0;
    }
}
