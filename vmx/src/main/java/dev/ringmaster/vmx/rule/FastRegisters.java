package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.vmx.capability.GuardedRegister;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.Vmcs;

/**
 * Guest control registers, debug registers and MSRs in straight lines.
 *
 * @sdm Vol. 3C, Checks on Guest Control Registers, Debug Registers, and MSRs
 */
final class FastRegisters {
    private static final long NEVER_CHECKED = Cr0.NW.mask() | Cr0.CD.mask();
    private static final long FREE_IF_UNRESTRICTED = Cr0.PE.mask() | Cr0.PG.mask();

    private FastRegisters() {}

    static boolean hold(EntryState s) {
        return controlRegisters(s)
                && mode(s)
                && always(s)
                && msrs(s)
                && efer(s)
                && cet(s)
                && fred(s);
    }

    @Covers("GUEST-001..004")
    private static boolean controlRegisters(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long cr0 = v.get(GUEST_CR0);
        long cr4 = v.get(GUEST_CR4);
        long bad = (m.cr0Ones & ~cr0 | cr0 & m.cr0Zeros) & ~NEVER_CHECKED;
        if (SecondaryControl.UNRESTRICTED_GUEST.in(s.secondaryControls())) {
            bad &= ~FREE_IF_UNRESTRICTED;
        }
        bad |= m.cr4Ones & ~cr4 | cr4 & m.cr4Zeros;
        return bad == 0
                && (!Cr0.PG.in(cr0) || Cr0.PE.in(cr0))
                && (!Cr4.CET.in(cr4) || Cr0.WP.in(cr0));
    }

    @Covers("GUEST-006..009")
    private static boolean mode(EntryState s) {
        Vmcs v = s.vmcs();
        long cr4 = v.get(GUEST_CR4);
        return EntryControl.IA_32E_MODE_GUEST.in(v.get(VM_ENTRY_CONTROLS))
                ? Cr0.PG.in(v.get(GUEST_CR0)) && Cr4.PAE.in(cr4)
                : (cr4 & (Cr4.PCIDE.mask() | Cr4.FRED.mask())) == 0;
    }

    @Covers({"GUEST-005", "GUEST-010..013"})
    private static boolean always(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long bad = v.get(GUEST_CR3) & m.cr3Reserved;
        bad |= m.uncanonical(v.get(GUEST_SYSENTER_ESP));
        bad |= m.uncanonical(v.get(GUEST_SYSENTER_EIP));
        if (EntryControl.LOAD_DEBUG_CONTROLS.in(v.get(VM_ENTRY_CONTROLS))) {
            bad |= v.get(GUEST_IA32_DEBUGCTL) & m.reserved(GuardedRegister.DEBUGCTL);
            bad |= v.get(GUEST_DR7) & Bits.HIGH_32;
        }
        return bad == 0;
    }

    @Covers({"GUEST-016..017", "GUEST-021..023", "GUEST-026..028", "GUEST-037"})
    private static boolean msrs(EntryState s) {
        Vmcs v = s.vmcs();
        ProcessorMasks m = s.masks();
        long entry = v.get(VM_ENTRY_CONTROLS);
        long bad = 0;
        if (EntryControl.LOAD_IA32_PERF_GLOBAL_CTRL.in(entry)) {
            bad = v.get(GUEST_IA32_PERF_GLOBAL_CTRL) & m.reserved(GuardedRegister.PERF_GLOBAL_CTRL);
        }
        if (EntryControl.LOAD_IA32_PAT.in(entry)) {
            bad |= Bits.patTypes(v.get(GUEST_IA32_PAT)) ? 0 : 1;
        }
        if (EntryControl.LOAD_IA32_BNDCFGS.in(entry)) {
            long bounds = v.get(GUEST_IA32_BNDCFGS);
            bad |= bounds & 0xffc | m.uncanonical(bounds & ~Bits.LOW_12);
        }
        if (EntryControl.LOAD_IA32_RTIT_CTL.in(entry)) {
            bad |= v.get(GUEST_IA32_RTIT_CTL) & m.reserved(GuardedRegister.RTIT_CTL);
        }
        if (EntryControl.LOAD_GUEST_IA32_LBR_CTL.in(entry)) {
            bad |= v.get(GUEST_IA32_LBR_CTL) & m.reserved(GuardedRegister.LBR_CTL);
        }
        if (EntryControl.LOAD_PKRS.in(entry)) {
            bad |= v.get(GUEST_IA32_PKRS) & Bits.HIGH_32;
        }
        if (EntryControl.LOAD_UINV.in(entry)) {
            bad |= v.get(GUEST_UINV) & 0xff00;
        }
        if (EntryControl.LOAD_IA32_SPEC_CTRL.in(entry)) {
            bad |= v.get(GUEST_IA32_SPEC_CTRL) & m.reserved(GuardedRegister.SPEC_CTRL);
        }
        return bad == 0;
    }

    @Covers("GUEST-018..020")
    private static boolean efer(EntryState s) {
        Vmcs v = s.vmcs();
        long entry = v.get(VM_ENTRY_CONTROLS);
        if (!EntryControl.LOAD_IA32_EFER.in(entry)) {
            return true;
        }
        long efer = v.get(GUEST_IA32_EFER);
        boolean active = Efer.LMA.in(efer);
        return (efer & s.masks().reserved(GuardedRegister.EFER)) == 0
                && active == EntryControl.IA_32E_MODE_GUEST.in(entry)
                && (active == Efer.LME.in(efer) || !Cr0.PG.in(v.get(GUEST_CR0)));
    }

    @Covers({"GUEST-014..015", "GUEST-024..025"})
    private static boolean cet(EntryState s) {
        Vmcs v = s.vmcs();
        if (!EntryControl.LOAD_CET_STATE.in(v.get(VM_ENTRY_CONTROLS))) {
            return true;
        }
        ProcessorMasks m = s.masks();
        long cet = v.get(GUEST_IA32_S_CET);
        long bad = m.uncanonical(cet) | cet & m.reserved(GuardedRegister.S_CET);
        bad |= m.uncanonical(v.get(GUEST_IA32_INTERRUPT_SSP_TABLE_ADDR));
        return bad == 0 && (~cet & HostRules.SUPPRESS_AND_TRACKER) != 0;
    }

    @Covers("GUEST-029..036")
    private static boolean fred(EntryState s) {
        Vmcs v = s.vmcs();
        if (!EntryControl.LOAD_IA32_FRED_MSRS.in(v.get(VM_ENTRY_CONTROLS))) {
            return true;
        }
        ProcessorMasks m = s.masks();
        long config = v.get(GUEST_IA32_FRED_CONFIG);
        long rsp1 = v.get(GUEST_IA32_FRED_RSP1);
        long rsp2 = v.get(GUEST_IA32_FRED_RSP2);
        long rsp3 = v.get(GUEST_IA32_FRED_RSP3);
        long ssp1 = v.get(GUEST_IA32_FRED_SSP1);
        long ssp2 = v.get(GUEST_IA32_FRED_SSP2);
        long ssp3 = v.get(GUEST_IA32_FRED_SSP3);
        long bad = config & HostRules.FRED_CONFIG_RESERVED;
        bad |= m.uncanonical(config & ~Bits.LOW_12);
        bad |= (rsp1 | rsp2 | rsp3) & 0x3f | (ssp1 | ssp2 | ssp3) & 7;
        bad |= m.uncanonical(rsp1) | m.uncanonical(rsp2) | m.uncanonical(rsp3);
        bad |= m.uncanonical(ssp1) | m.uncanonical(ssp2) | m.uncanonical(ssp3);
        return bad == 0;
    }
}
