package dev.ringmaster.svm.rule;

import static dev.ringmaster.svm.rule.Joint.both;
import static dev.ringmaster.svm.rule.Joint.either;
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
        return Joint.all(
                state, SEGMENTS.length, (s, i) -> Physical.canonical(s, s.get(SEGMENTS[i].base())));
    }

    static boolean shadowStackCanonical(VmrunState state) {
        return either(
                state,
                s -> !Cr4.CET.in(s.get(CR4)),
                s -> both(s, RemarkChecks::sspCanonical, RemarkChecks::isstCanonical));
    }

    private static boolean sspCanonical(VmrunState state) {
        return Physical.canonical(state, state.get(SSP));
    }

    private static boolean isstCanonical(VmrunState state) {
        return Physical.canonical(state, state.get(ISST_ADDR));
    }

    static boolean ripCanonical(VmrunState state) {
        return Physical.canonical(state, state.get(RIP));
    }

    static boolean notPagedRealMode(VmrunState state) {
        return either(
                state,
                s -> !Cr0.PG.in(s.get(CR0)) || Cr0.PE.in(s.get(CR0)),
                s -> Efer.LME.in(s.get(EFER)));
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
