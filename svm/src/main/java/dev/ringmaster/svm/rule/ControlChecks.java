package dev.ringmaster.svm.rule;

import static dev.ringmaster.svm.rule.ContextField.HOST_CR0;
import static dev.ringmaster.svm.rule.ContextField.HOST_EFER;
import static dev.ringmaster.svm.rule.Joint.both;
import static dev.ringmaster.svm.rule.Joint.either;
import static dev.ringmaster.svm.vmcb.VmcbField.ALLOWED_SEV_FEATURES;
import static dev.ringmaster.svm.vmcb.VmcbField.AVIC_BACKING_PAGE;
import static dev.ringmaster.svm.vmcb.VmcbField.AVIC_LOGICAL_TABLE;
import static dev.ringmaster.svm.vmcb.VmcbField.AVIC_PHYSICAL_TABLE;
import static dev.ringmaster.svm.vmcb.VmcbField.EVENTINJ;
import static dev.ringmaster.svm.vmcb.VmcbField.GUEST_ASID;
import static dev.ringmaster.svm.vmcb.VmcbField.GUEST_SEV_FEATURES;
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
import static dev.ringmaster.svm.vmcb.VmcbField.VMSA_POINTER;

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
import dev.ringmaster.svm.vmcb.VmcbField;

/**
 * What VMRUN checks of the control area. @apm Vol. 2, Canonicalization and Consistency Checks;
 * Event Injection; Nested Paging
 */
final class ControlChecks {
    /** The size of the MSR permission map in bytes. @apm Vol. 2, MSR Intercepts */
    static final long MSRPM_BYTES = 0x2000;

    /** The size of the I/O permission map in bytes. @apm Vol. 2, IOIO Intercepts */
    static final long IOPM_BYTES = 0x3000;

    private static final long ALLOWED_FEATURES_COUNT = 1L << 63;
    private static final int RESERVED_TYPES = 1 << 1 | 1 << 5 | 1 << 6 | 1 << 7;
    private static final int LAST_EXCEPTION = 31;

    /**
     * The vectors of exceptions, and of NMI: all of 0 to 31 but 9, 15, 20, 22 to 27 and 31, which
     * are reserved. @apm Vol. 2, Vectors
     */
    private static final int EXCEPTIONS = 0x702f_7dff;

    private static final int LEGAL_MEMORY_TYPES = 1 | 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7;
    private static final long WRITE_BACK = 6;
    private static final long AVIC_POINTER = 0x000f_ffff_ffff_f000L;
    private static final long LAST_XAPIC_ID = 255;
    private static final VmcbField[] AVIC_PAGES = {
        AVIC_BACKING_PAGE, AVIC_LOGICAL_TABLE, AVIC_PHYSICAL_TABLE
    };

    private ControlChecks() {}

    static boolean vmrunIntercepted(VmrunState state) {
        return Intercept.VMRUN.in(state.get(INTERCEPT_WORD4));
    }

    /**
     * It is the last byte of the map that must have an address below the limit, so that a map that
     * ends exactly there is legal; the fourth of its parts counts, although it is reserved. @apm
     * Vol. 2, MSR Intercepts
     */
    static boolean msrpmFits(VmrunState state) {
        return Physical.fits(state, state.get(MSRPM_BASE_PA), MSRPM_BYTES);
    }

    /**
     * The last byte of three whole pages counts, although only three bits of the third are in use.
     *
     * @apm Vol. 2, I/O Permissions Map
     */
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

    /**
     * A vector that belongs to no exception cannot be injected as one. Vector 2 is a rule of its
     * own. @apm Vol. 2, Event Injection; Vectors
     */
    static boolean exceptionVectorExists(VmrunState state) {
        long event = state.get(EVENTINJ);
        int vector = EventInjection.vector(event);
        return !exception(event) || vector <= LAST_EXCEPTION && (EXCEPTIONS >> vector & 1) != 0;
    }

    /**
     * INTO and BOUND, the sources of #OF and #BR, do not exist in 64-bit mode. @apm Vol. 2, Event
     * Injection
     */
    static boolean exceptionPossible(VmrunState state) {
        return either(state, ControlChecks::exceptionOfEveryMode, s -> !RegisterChecks.code64(s));
    }

    private static boolean exceptionOfEveryMode(VmrunState state) {
        long event = state.get(EVENTINJ);
        int vector = EventInjection.vector(event);
        return !exception(event) || vector != Vector.BR.number() && vector != Vector.OF.number();
    }

    static boolean asidNotHost(VmrunState state) {
        return state.get(GUEST_ASID) != 0;
    }

    static boolean virtualNmiIntercepts(VmrunState state) {
        return either(
                state,
                s -> !Vintr.V_NMI_ENABLE.in(s.get(VINTR)),
                s -> Intercept.NMI.in(s.get(INTERCEPT_WORD3)));
    }

    static boolean nestedPagingOnPagedHost(VmrunState state) {
        return either(state, ControlChecks::noNestedPaging, s -> Cr0.PG.in(s.get(HOST_CR0)));
    }

    /**
     * A host outside of long mode has 32 bits of CR3. @apm Vol. 2, Nested Paging and VMRUN/#VMEXIT
     */
    static boolean nestedRootFits(VmrunState state) {
        return either(state, ControlChecks::noNestedPaging, ControlChecks::hostCouldHaveRoot);
    }

    private static boolean hostCouldHaveRoot(VmrunState state) {
        long root = state.get(N_CR3);
        return root >>> 32 == 0 || Physical.fits(state, root) && Efer.LMA.in(state.get(HOST_EFER));
    }

    static boolean guestPatLegal(VmrunState state) {
        return either(state, ControlChecks::noNestedPaging, ControlChecks::patLegal);
    }

    private static boolean patLegal(VmrunState state) {
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

    /**
     * Apart from the pages, the mode for x2APIC asks for the controller itself, and the table for
     * xAPIC has entries for 256 processors. In x2APIC mode the newest processors take any index.
     *
     * @apm Vol. 2, VMCB Changes for AVIC; Physical Address Pointer Restrictions
     */
    static boolean avicLegal(VmrunState state) {
        return both(
                state,
                s -> either(s, ControlChecks::avic, c -> !x2avic(c)),
                s -> either(s, c -> !avic(c), ControlChecks::avicReachable));
    }

    private static boolean avicReachable(VmrunState state) {
        return both(
                state,
                ControlChecks::nestedPaging,
                s -> both(s, ControlChecks::avicIndexFits, ControlChecks::avicPagesFit));
    }

    private static boolean avicIndexFits(VmrunState state) {
        return either(
                state,
                s -> (s.get(AVIC_PHYSICAL_TABLE) & Physical.PAGE_OFFSET) <= LAST_XAPIC_ID,
                ControlChecks::x2avic);
    }

    private static boolean avicPagesFit(VmrunState state) {
        return Joint.all(
                state,
                AVIC_PAGES.length,
                (s, i) -> Physical.fits(s, s.get(AVIC_PAGES[i]) & AVIC_POINTER));
    }

    private static boolean avic(VmrunState state) {
        return Vintr.AVIC_ENABLE.in(state.get(VINTR));
    }

    /**
     * Whether the controller is in x2APIC mode; on a processor without it the bit is no control.
     */
    private static boolean x2avic(VmrunState state) {
        return state.capabilities().has(SvmFeature.X2AVIC)
                && Vintr.X2AVIC_ENABLE.in(state.get(VINTR));
    }

    static boolean noEncryption(VmrunState state) {
        return !NestedControl.SEV.in(state.get(NESTED_CONTROL));
    }

    static boolean noEncryptedState(VmrunState state) {
        return !NestedControl.SEV_ES.in(state.get(NESTED_CONTROL));
    }

    /**
     * What the control area alone tells of encrypted state; what is in the save area, and whose
     * page it is, only the processor knows. @apm Vol. 2, Enabling SEV-ES
     */
    static boolean encryptedStateLegal(VmrunState state) {
        return either(
                state,
                ControlChecks::noEncryptedState,
                s ->
                        both(
                                s,
                                ControlChecks::encryption,
                                e -> both(e, ControlChecks::lbr, ControlChecks::saveAreaFits)));
    }

    private static boolean encryption(VmrunState state) {
        return !noEncryption(state);
    }

    private static boolean lbr(VmrunState state) {
        return VirtExt.LBR.in(state.get(VIRT_EXT));
    }

    private static boolean saveAreaFits(VmrunState state) {
        return Physical.fits(state, state.get(VMSA_POINTER));
    }

    /**
     * The processor copies what the encrypted save area asks for into GUEST_SEV_FEATURES when it
     * refuses it. @apm Vol. 2, Allowed SEV Features
     */
    static boolean sevFeaturesAllowed(VmrunState state) {
        return either(state, ControlChecks::noEncryptedState, ControlChecks::onlyAllowedFeatures);
    }

    private static boolean onlyAllowedFeatures(VmrunState state) {
        long allowed = state.get(ALLOWED_SEV_FEATURES);
        return (allowed & ALLOWED_FEATURES_COUNT) == 0
                || (state.get(GUEST_SEV_FEATURES) & ~allowed) == 0;
    }

    static boolean noVirtualCounters(VmrunState state) {
        return !VirtExt.PMC.in(state.get(VIRT_EXT));
    }

    private static boolean noNestedPaging(VmrunState state) {
        return !nestedPaging(state);
    }

    private static boolean nestedPaging(VmrunState state) {
        return NestedControl.NP_ENABLE.in(state.get(NESTED_CONTROL));
    }

    private static boolean exception(long event) {
        return EventInjection.valid(event)
                && EventInjection.type(event) == EventInjection.EXCEPTION;
    }
}
