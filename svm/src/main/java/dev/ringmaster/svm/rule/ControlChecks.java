package dev.ringmaster.svm.rule;

import static dev.ringmaster.svm.rule.ContextField.HOST_CR0;
import static dev.ringmaster.svm.rule.ContextField.HOST_EFER;
import static dev.ringmaster.svm.vmcb.VmcbField.AVIC_BACKING_PAGE;
import static dev.ringmaster.svm.vmcb.VmcbField.AVIC_LOGICAL_TABLE;
import static dev.ringmaster.svm.vmcb.VmcbField.AVIC_PHYSICAL_TABLE;
import static dev.ringmaster.svm.vmcb.VmcbField.EVENTINJ;
import static dev.ringmaster.svm.vmcb.VmcbField.GUEST_ASID;
import static dev.ringmaster.svm.vmcb.VmcbField.G_PAT;
import static dev.ringmaster.svm.vmcb.VmcbField.INTERCEPT_WORD3;
import static dev.ringmaster.svm.vmcb.VmcbField.INTERCEPT_WORD4;
import static dev.ringmaster.svm.vmcb.VmcbField.IOPM_BASE_PA;
import static dev.ringmaster.svm.vmcb.VmcbField.MSRPM_BASE_PA;
import static dev.ringmaster.svm.vmcb.VmcbField.NESTED_CONTROL;
import static dev.ringmaster.svm.vmcb.VmcbField.N_CR3;
import static dev.ringmaster.svm.vmcb.VmcbField.TLB_CONTROL;
import static dev.ringmaster.svm.vmcb.VmcbField.VINTR;
import static dev.ringmaster.svm.vmcb.VmcbField.VIRT_EXT;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.svm.capability.SvmFeature;
import dev.ringmaster.svm.vmcb.EventInjection;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.TlbControl;
import dev.ringmaster.svm.vmcb.Vintr;
import dev.ringmaster.svm.vmcb.VirtExt;

/**
 * What VMRUN checks of the control area. @apm Vol. 2, Canonicalization and Consistency Checks;
 * Event Injection; Nested Paging
 */
final class ControlChecks {
    /** The size of the MSR permission map in bytes. @apm Vol. 2, MSR Intercepts */
    static final long MSRPM_BYTES = 0x2000;

    /** The size of the I/O permission map in bytes. @apm Vol. 2, IOIO Intercepts */
    static final long IOPM_BYTES = 0x3000;

    private static final int RESERVED_TYPES = 1 << 1 | 1 << 5 | 1 << 6 | 1 << 7;
    private static final int LAST_EXCEPTION = 31;
    private static final int LEGAL_MEMORY_TYPES = 1 | 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7;
    private static final long WRITE_BACK = 6;
    private static final long AVIC_POINTER = 0x000f_ffff_ffff_f000L;

    private ControlChecks() {}

    static boolean vmrunIntercepted(VmrunState state) {
        return Intercept.VMRUN.in(state.get(INTERCEPT_WORD4));
    }

    static boolean msrpmFits(VmrunState state) {
        return Physical.fits(state, state.get(MSRPM_BASE_PA), MSRPM_BYTES);
    }

    static boolean iopmFits(VmrunState state) {
        return Physical.fits(state, state.get(IOPM_BASE_PA), IOPM_BYTES);
    }

    static boolean eventTypeDefined(VmrunState state) {
        long event = state.get(EVENTINJ);
        return !EventInjection.valid(event)
                || (RESERVED_TYPES >> EventInjection.type(event) & 1) == 0;
    }

    static boolean nmiIsNoException(VmrunState state) {
        long event = state.get(EVENTINJ);
        return !exception(event) || EventInjection.vector(event) != Vector.NMI.number();
    }

    static boolean exceptionVectorExists(VmrunState state) {
        long event = state.get(EVENTINJ);
        return !exception(event) || EventInjection.vector(event) <= LAST_EXCEPTION;
    }

    /**
     * INTO and BOUND, the sources of #OF and #BR, do not exist in 64-bit mode. @apm Vol. 2, Event
     * Injection
     */
    static boolean exceptionPossible(VmrunState state) {
        long event = state.get(EVENTINJ);
        int vector = EventInjection.vector(event);
        return !exception(event)
                || vector != Vector.BR.number() && vector != Vector.OF.number()
                || !RegisterChecks.code64(state);
    }

    static boolean asidNotHost(VmrunState state) {
        return state.get(GUEST_ASID) != 0;
    }

    static boolean virtualNmiIntercepts(VmrunState state) {
        return !Vintr.V_NMI_ENABLE.in(state.get(VINTR))
                || Intercept.NMI.in(state.get(INTERCEPT_WORD3));
    }

    static boolean nestedPagingOnPagedHost(VmrunState state) {
        return !nestedPaging(state) || Cr0.PG.in(state.get(HOST_CR0));
    }

    /**
     * A host outside of long mode has 32 bits of CR3. @apm Vol. 2, Nested Paging and VMRUN/#VMEXIT
     */
    static boolean nestedRootFits(VmrunState state) {
        if (!nestedPaging(state)) {
            return true;
        }
        long root = state.get(N_CR3);
        return root >>> 32 == 0 || Physical.fits(state, root) && Efer.LMA.in(state.get(HOST_EFER));
    }

    static boolean guestPatLegal(VmrunState state) {
        if (!nestedPaging(state)) {
            return true;
        }
        long pat = state.get(G_PAT);
        for (int i = 0; i < 64; i += 8) {
            if (!legalMemoryType((int) (pat >>> i) & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** The guest's PAT with write-back in place of what is no memory type. */
    static long legalPat(VmrunState state) {
        long pat = state.get(G_PAT);
        for (int i = 0; i < 64; i += 8) {
            if (!legalMemoryType((int) (pat >>> i) & 0xff)) {
                pat = pat & ~(0xffL << i) | WRITE_BACK << i;
            }
        }
        return pat;
    }

    /**
     * The nested root without the bits that the host's paging mode does not have; 32 bits if that
     * is not known.
     */
    static long legalNestedRoot(VmrunState state) {
        long root = state.get(N_CR3);
        boolean wide = state.given(HOST_EFER) && Efer.LMA.in(state.get(HOST_EFER));
        return wide ? root & Physical.limit(state) - 1 : root & 0xffff_ffffL;
    }

    private static boolean legalMemoryType(int type) {
        return type < 8 && (LEGAL_MEMORY_TYPES >> type & 1) != 0;
    }

    static boolean nestedPagingExists(VmrunState state) {
        return state.capabilities().has(SvmFeature.NP) || !nestedPaging(state);
    }

    static boolean shadowStackCheckIsNested(VmrunState state) {
        long control = state.get(NESTED_CONTROL);
        return !NestedControl.SSS_CHECK_ENABLE.in(control) || NestedControl.NP_ENABLE.in(control);
    }

    static boolean flushExists(VmrunState state) {
        return state.capabilities().has(SvmFeature.FLUSH_BY_ASID)
                || state.get(TLB_CONTROL) <= TlbControl.ALL.encoding();
    }

    static boolean avicLegal(VmrunState state) {
        return !Vintr.AVIC_ENABLE.in(state.get(VINTR))
                || nestedPaging(state)
                        && Physical.fits(state, state.get(AVIC_BACKING_PAGE) & AVIC_POINTER)
                        && Physical.fits(state, state.get(AVIC_LOGICAL_TABLE) & AVIC_POINTER)
                        && Physical.fits(state, state.get(AVIC_PHYSICAL_TABLE) & AVIC_POINTER);
    }

    static boolean noEncryption(VmrunState state) {
        return !NestedControl.SEV.in(state.get(NESTED_CONTROL));
    }

    static boolean noEncryptedState(VmrunState state) {
        return !NestedControl.SEV_ES.in(state.get(NESTED_CONTROL));
    }

    static boolean noVirtualCounters(VmrunState state) {
        return !VirtExt.PMC.in(state.get(VIRT_EXT));
    }

    private static boolean nestedPaging(VmrunState state) {
        return NestedControl.NP_ENABLE.in(state.get(NESTED_CONTROL));
    }

    private static boolean exception(long event) {
        return EventInjection.valid(event)
                && EventInjection.type(event) == EventInjection.EXCEPTION;
    }
}
