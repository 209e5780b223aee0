package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.vmx.capability.GuardedRegister;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.SecondaryExitControl;
import dev.ringmaster.vmx.vmcs.Vmcs;

/**
 * Host state in straight lines.
 *
 * @sdm Vol. 3C, Checks on Host-State Area
 */
final class FastHost {
    private static final long EFER_MODE = Efer.LMA.mask() | Efer.LME.mask();
    private static final long RPL_AND_TI = 7;

    private FastHost() {}

    static boolean registers(EntryState s) {
        return controlRegisters(s) && msrs(s) && cet(s) && fred(s);
    }

    @Covers("HOST-001..006")
    private static boolean controlRegisters(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long cr0 = v.get(HOST_CR0);
        long cr4 = v.get(HOST_CR4);
        long bad = m.cr0Ones & ~cr0 | cr0 & m.cr0Zeros;
        bad |= m.cr4Ones & ~cr4 | cr4 & m.cr4Zeros;
        bad |= v.get(HOST_CR3) & m.cr3Reserved;
        bad |= m.uncanonical(v.get(HOST_IA32_SYSENTER_ESP));
        bad |= m.uncanonical(v.get(HOST_IA32_SYSENTER_EIP));
        return bad == 0 && (!Cr4.CET.in(cr4) || Cr0.WP.in(cr0));
    }

    @Covers({"HOST-007..011", "HOST-015", "HOST-024"})
    private static boolean msrs(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long exit = v.get(VM_EXIT_CONTROLS);
        long bad = 0;
        if (ExitControl.LOAD_IA32_PERF_GLOBAL_CTRL.in(exit)) {
            bad = v.get(HOST_IA32_PERF_GLOBAL_CTRL) & m.reserved(GuardedRegister.PERF_GLOBAL_CTRL);
        }
        if (ExitControl.LOAD_IA32_PAT.in(exit)) {
            bad |= Bits.patTypes(v.get(HOST_IA32_PAT)) ? 0 : 1;
        }
        if (ExitControl.LOAD_IA32_EFER.in(exit)) {
            long efer = v.get(HOST_IA32_EFER);
            long mode = ExitControl.HOST_ADDRESS_SPACE_SIZE.in(exit) ? EFER_MODE : 0;
            bad |= efer & m.reserved(GuardedRegister.EFER) | (efer ^ mode) & EFER_MODE;
        }
        if (ExitControl.LOAD_PKRS.in(exit)) {
            bad |= v.get(HOST_IA32_PKRS) & Bits.HIGH_32;
        }
        if (SecondaryExitControl.LOAD_IA32_SPEC_CTRL.in(s.secondaryExitControls())) {
            bad |= v.get(HOST_IA32_SPEC_CTRL) & m.reserved(GuardedRegister.SPEC_CTRL);
        }
        return bad == 0;
    }

    @Covers("HOST-012..014")
    private static boolean cet(EntryState s) {
        Vmcs v = s.vmcs();
        if (!ExitControl.LOAD_CET_STATE.in(v.get(VM_EXIT_CONTROLS))) {
            return true;
        }
        long cet = v.get(HOST_IA32_S_CET);
        long bad = cet & s.masks().reserved(GuardedRegister.S_CET) | v.get(HOST_SSP) & 3;
        return bad == 0 && (~cet & HostRules.SUPPRESS_AND_TRACKER) != 0;
    }

    @Covers("HOST-016..023")
    private static boolean fred(EntryState s) {
        if (!SecondaryExitControl.LOAD_IA32_FRED_MSRS.in(s.secondaryExitControls())) {
            return true;
        }
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long config = v.get(HOST_IA32_FRED_CONFIG);
        long rsp1 = v.get(HOST_IA32_FRED_RSP1);
        long rsp2 = v.get(HOST_IA32_FRED_RSP2);
        long rsp3 = v.get(HOST_IA32_FRED_RSP3);
        long ssp1 = v.get(HOST_IA32_FRED_SSP1);
        long ssp2 = v.get(HOST_IA32_FRED_SSP2);
        long ssp3 = v.get(HOST_IA32_FRED_SSP3);
        long bad = config & HostRules.FRED_CONFIG_RESERVED;
        bad |= m.uncanonical(config & ~Bits.LOW_12);
        bad |= (rsp1 | rsp2 | rsp3) & 0x3f | (ssp1 | ssp2 | ssp3) & 7;
        bad |= m.uncanonical(rsp1) | m.uncanonical(rsp2) | m.uncanonical(rsp3);
        bad |= m.uncanonical(ssp1) | m.uncanonical(ssp2) | m.uncanonical(ssp3);
        return bad == 0;
    }

    @Covers("HOST-025..039")
    static boolean segments(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long cs = v.get(HOST_CS_SELECTOR);
        long ss = v.get(HOST_SS_SELECTOR);
        long tr = v.get(HOST_TR_SELECTOR);
        long data = v.get(HOST_DS_SELECTOR) | v.get(HOST_ES_SELECTOR);
        data |= v.get(HOST_FS_SELECTOR) | v.get(HOST_GS_SELECTOR);
        long bad = (cs | ss | tr | data) & RPL_AND_TI;
        bad |= m.uncanonical(v.get(HOST_FS_BASE)) | m.uncanonical(v.get(HOST_GS_BASE));
        bad |= m.uncanonical(v.get(HOST_GDTR_BASE)) | m.uncanonical(v.get(HOST_IDTR_BASE));
        bad |= m.uncanonical(v.get(HOST_TR_BASE));
        return bad == 0 && cs != 0 && tr != 0 && (ss != 0 || s.host64());
    }

    @Covers({"HOST-040..043", "HOST-053..054"})
    static boolean addressSpace(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long exit = v.get(VM_EXIT_CONTROLS);
        boolean host64 = ExitControl.HOST_ADDRESS_SPACE_SIZE.in(exit);
        boolean guest64 = EntryControl.IA_32E_MODE_GUEST.in(v.get(VM_ENTRY_CONTROLS));
        if (!m.longMode) {
            return !host64 && !guest64;
        }
        if (host64 != s.is(EntryFact.EFER_LMA) || guest64 && !host64) {
            return false;
        }
        boolean cet = ExitControl.LOAD_CET_STATE.in(exit);
        if (cet && m.uncanonical(v.get(HOST_IA32_INTERRUPT_SSP_TABLE_ADDR)) != 0) {
            return false;
        }
        return host64 ? wide(s, cet) : narrow(s, cet);
    }

    @Covers("HOST-044..048")
    private static boolean narrow(EntryState s, boolean cet) {
        Vmcs v = s.vmcs();
        long bad = v.get(HOST_CR4) & (Cr4.PCIDE.mask() | Cr4.FRED.mask());
        bad |= v.get(HOST_RIP) & Bits.HIGH_32;
        if (cet) {
            bad |= (v.get(HOST_IA32_S_CET) | v.get(HOST_SSP)) & Bits.HIGH_32;
        }
        return bad == 0;
    }

    @Covers("HOST-049..052")
    private static boolean wide(EntryState s, boolean cet) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long bad = m.uncanonical(v.get(HOST_RIP));
        if (cet) {
            bad |= m.uncanonical(v.get(HOST_IA32_S_CET)) | m.uncanonical(v.get(HOST_SSP));
        }
        return bad == 0 && Cr4.PAE.in(v.get(HOST_CR4));
    }
}
