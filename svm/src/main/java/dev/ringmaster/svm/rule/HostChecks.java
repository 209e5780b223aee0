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
import static dev.ringmaster.svm.rule.Joint.both;
import static dev.ringmaster.svm.rule.Joint.either;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.svm.vmcb.SegmentAttributes;

/** What #VMEXIT checks of the host state that it loads. @apm Vol. 2, #VMEXIT */
final class HostChecks {
    /** The enable bits of the four breakpoints in DR7. */
    static final long BREAKPOINTS = 0xff;

    private static final Condition[] CHECKS = {
        HostChecks::cr0Legal,
        HostChecks::cr4Legal,
        HostChecks::eferLegal,
        HostChecks::modeLegal,
        HostChecks::rootFits
    };

    private HostChecks() {}

    static boolean pdpesLegal(VmrunState state) {
        return !legacyPae(state) || allPdpesLegal(state);
    }

    private static boolean allPdpesLegal(VmrunState state) {
        return Joint.all(
                state, 4, (s, i) -> Physical.legalPdpe(s, s.get(ContextField.hostPdpe(i))));
    }

    /** The checks that the guest's registers pass at VMRUN, on those of the host. */
    static boolean consistent(VmrunState state) {
        return Joint.all(state, CHECKS.length, (s, i) -> CHECKS[i].holds(s));
    }

    private static boolean cr0Legal(VmrunState state) {
        long cr0 = state.get(HOST_CR0);
        return cr0 >>> 32 == 0 && RegisterChecks.cachingLegal(cr0);
    }

    private static boolean cr4Legal(VmrunState state) {
        return (state.get(HOST_CR4) & ~state.capabilities().cr4Bits()) == 0;
    }

    private static boolean eferLegal(VmrunState state) {
        long efer = state.get(HOST_EFER);
        return Efer.SVME.in(efer)
                && (efer & ~RegisterChecks.eferBits(state)) == 0
                && (state.capabilities().longMode() || RegisterChecks.longModeOff(efer));
    }

    private static boolean modeLegal(VmrunState state) {
        return either(
                state, s -> !longMode(s), s -> both(s, HostChecks::pae, HostChecks::protectedMode));
    }

    private static boolean rootFits(VmrunState state) {
        return Physical.fits(state, state.get(HOST_CR3));
    }

    static boolean ripReachable(VmrunState state) {
        return code64(state)
                ? Physical.canonical(state, state.get(HOST_RIP))
                : Long.compareUnsigned(state.get(HOST_RIP), state.get(HOST_CS_LIMIT)) <= 0;
    }

    static boolean protectedMode(VmrunState state) {
        return Cr0.PE.in(state.get(HOST_CR0));
    }

    static boolean ring0(VmrunState state) {
        return both(state, s -> !Rflags.VM.in(s.get(HOST_RFLAGS)), s -> s.get(HOST_CPL) == 0);
    }

    static boolean noBreakpoints(VmrunState state) {
        return (state.get(HOST_DR7) & BREAKPOINTS) == 0;
    }

    private static boolean longMode(VmrunState state) {
        return both(state, HostChecks::paging, s -> Efer.LME.in(s.get(HOST_EFER)));
    }

    private static boolean code64(VmrunState state) {
        return both(
                state,
                HostChecks::longMode,
                s -> (s.get(HOST_CS_ATTRIB) & SegmentAttributes.L) != 0);
    }

    private static boolean legacyPae(VmrunState state) {
        return both(
                state,
                HostChecks::paging,
                s -> both(s, HostChecks::pae, l -> !Efer.LME.in(l.get(HOST_EFER))));
    }

    private static boolean paging(VmrunState state) {
        return Cr0.PG.in(state.get(HOST_CR0));
    }

    private static boolean pae(VmrunState state) {
        return Cr4.PAE.in(state.get(HOST_CR4));
    }
}
