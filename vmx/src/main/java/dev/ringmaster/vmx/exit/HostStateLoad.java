package dev.ringmaster.vmx.exit;

import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_CR0;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_CR3;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_CR4;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_CS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_DS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_ES_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_FS_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_FS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_GDTR_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_GS_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_GS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_IA32_EFER;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_IA32_PAT;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_IA32_SYSENTER_CS;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_IA32_SYSENTER_EIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_IA32_SYSENTER_ESP;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_IDTR_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_RIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_RSP;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_SS_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_TR_BASE;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_TR_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_CONTROLS;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

/** Loads the host's state at a VM exit. @sdm Vol. 3C, Loading Host State */
final class HostStateLoad {
    /** Bits of CR0 that neither entry nor exit changes: ET, NW, CD and the reserved ones. */
    private static final long CR0_KEPT = 0xffffffff_7ffaffd0L;

    private static final long FOUR_GIB = 0xffffffffL;
    private static final int CODE = 0x809b;
    private static final int DATA = 0xc093;
    private static final int BUSY_TSS = 0x8b;
    private static final int TSS_LIMIT = 0x67;

    private final Cpu cpu;
    private final Vmcs vmcs;

    HostStateLoad(Cpu cpu, Vmcs vmcs) {
        this.cpu = cpu;
        this.vmcs = vmcs;
    }

    /**
     * Loads everything but MSRs; false if the page-directory-pointer-table entries are malformed.
     */
    boolean load() {
        long exit = vmcs.get(VM_EXIT_CONTROLS);
        boolean host64 = ExitControl.HOST_ADDRESS_SPACE_SIZE.in(exit);
        loadControlRegisters(host64);
        loadMsrs(exit, host64);
        loadSegments(host64);
        loadTables();
        cpu.state.rip = vmcs.get(HOST_RIP);
        cpu.state.gpr[4] = vmcs.get(HOST_RSP);
        loadNonRegisterState();
        return !cpu.state.paePaging() || cpu.memory.loadPdptes(cpu.state.cr3);
    }

    /**
     * @sdm Vol. 3C, Loading Host Control Registers, Debug Registers, MSRs
     */
    private void loadControlRegisters(boolean host64) {
        CpuState s = cpu.state;
        s.cr0 = s.cr0 & CR0_KEPT | vmcs.get(HOST_CR0) & ~CR0_KEPT;
        s.cr3 = vmcs.get(HOST_CR3);
        long cr4 = vmcs.get(HOST_CR4);
        s.cr4 = host64 ? Cr4.PAE.set(cr4) : Cr4.PCIDE.clear(cr4);
        s.dr[7] = 0x400;
        s.debugCtl = 0;
    }

    private void loadMsrs(long exit, boolean host64) {
        CpuState s = cpu.state;
        s.sysenterCs = vmcs.get(HOST_IA32_SYSENTER_CS);
        s.sysenterEsp = vmcs.get(HOST_IA32_SYSENTER_ESP);
        s.sysenterEip = vmcs.get(HOST_IA32_SYSENTER_EIP);
        if (ExitControl.LOAD_IA32_EFER.in(exit)) {
            s.efer = vmcs.get(HOST_IA32_EFER);
        } else {
            s.efer = Efer.LME.with(Efer.LMA.with(s.efer, host64), host64);
        }
        if (ExitControl.LOAD_IA32_PAT.in(exit)) {
            s.pat = vmcs.get(HOST_IA32_PAT);
        }
    }

    /**
     * @sdm Vol. 3C, Loading Host Segment and Descriptor-Table Registers
     */
    private void loadSegments(boolean host64) {
        Segment[] segments = cpu.state.segments;
        int code = CODE | (host64 ? Segment.L : Segment.DB);
        segments[Segment.CS].set((int) vmcs.get(HOST_CS_SELECTOR), 0, FOUR_GIB, code);
        data(segments[Segment.SS], HOST_SS_SELECTOR, 0);
        data(segments[Segment.DS], HOST_DS_SELECTOR, 0);
        data(segments[Segment.ES], HOST_ES_SELECTOR, 0);
        data(segments[Segment.FS], HOST_FS_SELECTOR, vmcs.get(HOST_FS_BASE));
        data(segments[Segment.GS], HOST_GS_SELECTOR, vmcs.get(HOST_GS_BASE));
        cpu.state.tr.set(
                (int) vmcs.get(HOST_TR_SELECTOR), vmcs.get(HOST_TR_BASE), TSS_LIMIT, BUSY_TSS);
        cpu.state.ldtr.set(0, 0, 0, Segment.UNUSABLE);
        cpu.state.cpl = 0;
    }

    private void data(Segment segment, VmcsField selectorField, long base) {
        int selector = (int) vmcs.get(selectorField);
        segment.set(selector, base, FOUR_GIB, selector == 0 ? DATA | Segment.UNUSABLE : DATA);
    }

    private void loadTables() {
        CpuState s = cpu.state;
        s.gdtr.base = vmcs.get(HOST_GDTR_BASE);
        s.gdtr.limit = 0xffff;
        s.idtr.base = vmcs.get(HOST_IDTR_BASE);
        s.idtr.limit = 0xffff;
    }

    /**
     * @sdm Vol. 3C, Updating Non-Register State
     */
    private void loadNonRegisterState() {
        CpuState s = cpu.state;
        s.activity = Activity.ACTIVE;
        s.blockedBySti = false;
        s.blockedByMovSs = false;
        s.pendingDebug = 0;
        s.delivering = null;
        s.shadowExpires = false;
        s.resumeExpires = false;
        s.stepArmed = false;
    }
}
