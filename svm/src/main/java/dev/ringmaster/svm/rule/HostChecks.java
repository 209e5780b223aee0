package dev.ringmaster.svm.rule;

import static dev.ringmaster.svm.rule.ContextField.HOST_CPL;
import static dev.ringmaster.svm.rule.ContextField.HOST_CR0;
import static dev.ringmaster.svm.rule.ContextField.HOST_CR3;
import static dev.ringmaster.svm.rule.ContextField.HOST_CR4;
import static dev.ringmaster.svm.rule.ContextField.HOST_CS_ATTRIB;
import static dev.ringmaster.svm.rule.ContextField.HOST_CS_LIMIT;
import static dev.ringmaster.svm.rule.ContextField.HOST_DR7;
import static dev.ringmaster.svm.rule.ContextField.HOST_EFER;
import static dev.ringmaster.svm.rule.ContextField.HOST_RFLAGS;
import static dev.ringmaster.svm.rule.ContextField.HOST_RIP;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.svm.vmcb.SegmentAttributes;

/** What #VMEXIT checks of the host state that it loads. @apm Vol. 2, #VMEXIT */
final class HostChecks {
    /** The enable bits of the four breakpoints in DR7. */
    static final long BREAKPOINTS = 0xff;

    private HostChecks() {}

    static boolean pdpesLegal(VmrunState state) {
        if (!legacyPae(state)) {
            return true;
        }
        for (int i = 0; i < 4; i++) {
            if (!Physical.legalPdpe(state, state.get(ContextField.hostPdpe(i)))) {
                return false;
            }
        }
        return true;
    }

    /** The checks that the guest's registers pass at VMRUN, on those of the host. */
    static boolean consistent(VmrunState state) {
        return controlsLegal(state) && modeLegal(state) && rootFits(state);
    }

    private static boolean controlsLegal(VmrunState state) {
        long cr0 = state.get(HOST_CR0);
        long efer = state.get(HOST_EFER);
        return cr0 >>> 32 == 0
                && RegisterChecks.cachingLegal(cr0)
                && (state.get(HOST_CR4) & ~state.capabilities().cr4Bits()) == 0
                && Efer.SVME.in(efer)
                && (efer & ~RegisterChecks.eferBits(state)) == 0
                && (state.capabilities().longMode() || RegisterChecks.longModeOff(efer));
    }

    private static boolean modeLegal(VmrunState state) {
        return !longMode(state)
                || Cr4.PAE.in(state.get(HOST_CR4)) && Cr0.PE.in(state.get(HOST_CR0));
    }

    private static boolean rootFits(VmrunState state) {
        return !longMode(state) && !legacyPae(state) || Physical.fits(state, state.get(HOST_CR3));
    }

    static boolean ripReachable(VmrunState state) {
        long rip = state.get(HOST_RIP);
        if (longMode(state) && (state.get(HOST_CS_ATTRIB) & SegmentAttributes.L) != 0) {
            return Physical.canonical(state, rip);
        }
        return Long.compareUnsigned(rip, state.get(HOST_CS_LIMIT)) <= 0;
    }

    static boolean protectedMode(VmrunState state) {
        return Cr0.PE.in(state.get(HOST_CR0));
    }

    static boolean ring0(VmrunState state) {
        return !Rflags.VM.in(state.get(HOST_RFLAGS)) && state.get(HOST_CPL) == 0;
    }

    static boolean noBreakpoints(VmrunState state) {
        return (state.get(HOST_DR7) & BREAKPOINTS) == 0;
    }

    private static boolean longMode(VmrunState state) {
        return Cr0.PG.in(state.get(HOST_CR0)) && Efer.LME.in(state.get(HOST_EFER));
    }

    private static boolean legacyPae(VmrunState state) {
        return Cr0.PG.in(state.get(HOST_CR0))
                && Cr4.PAE.in(state.get(HOST_CR4))
                && !Efer.LME.in(state.get(HOST_EFER));
    }
}
