package dev.ringmaster.svm.rule;

import static dev.ringmaster.svm.vmcb.VmcbField.CPL;
import static dev.ringmaster.svm.vmcb.VmcbField.CR0;
import static dev.ringmaster.svm.vmcb.VmcbField.CR4;
import static dev.ringmaster.svm.vmcb.VmcbField.EFER;
import static dev.ringmaster.svm.vmcb.VmcbField.EVENTINJ;
import static dev.ringmaster.svm.vmcb.VmcbField.ISST_ADDR;
import static dev.ringmaster.svm.vmcb.VmcbField.RFLAGS;
import static dev.ringmaster.svm.vmcb.VmcbField.RIP;
import static dev.ringmaster.svm.vmcb.VmcbField.SSP;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.svm.vmcb.EventInjection;
import dev.ringmaster.svm.vmcb.VmcbSegment;

/**
 * Where VMRUN takes a state that it does not refuse otherwise than it stands. @apm Vol. 2,
 * Canonicalization and Consistency Checks
 */
final class RemarkChecks {
    private static final VmcbSegment[] SEGMENTS = VmcbSegment.values();

    private RemarkChecks() {}

    static boolean basesCanonical(VmrunState state) {
        for (VmcbSegment segment : SEGMENTS) {
            if (!Physical.canonical(state, state.get(segment.base()))) {
                return false;
            }
        }
        return true;
    }

    static boolean shadowStackCanonical(VmrunState state) {
        return !Cr4.CET.in(state.get(CR4))
                || Physical.canonical(state, state.get(SSP))
                        && Physical.canonical(state, state.get(ISST_ADDR));
    }

    static boolean ripCanonical(VmrunState state) {
        return Physical.canonical(state, state.get(RIP));
    }

    static boolean notPagedRealMode(VmrunState state) {
        long cr0 = state.get(CR0);
        return !Cr0.PG.in(cr0) || Cr0.PE.in(cr0) || Efer.LME.in(state.get(EFER));
    }

    static boolean longModeActiveAgrees(VmrunState state) {
        return Efer.LMA.in(state.get(EFER)) == RegisterChecks.longMode(state);
    }

    static boolean privilegeAgrees(VmrunState state) {
        return state.get(CPL) == effectiveCpl(state);
    }

    /** The CPL that VMRUN takes: 0 in real mode, 3 in virtual-8086 mode. */
    static long effectiveCpl(VmrunState state) {
        if (!Cr0.PE.in(state.get(CR0))) {
            return 0;
        }
        return Rflags.VM.in(state.get(RFLAGS)) ? 3 : state.get(CPL) & 3;
    }

    static boolean nothingInjected(VmrunState state) {
        return !EventInjection.valid(state.get(EVENTINJ));
    }
}
