package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.svm.vmcb.VmcbSegment;

/**
 * VMCBs that are valid by construction, complete in every field, and the processor that runs them:
 * what a test starts from, a reader takes as an example. Each call gives a new one.
 *
 * @apm Vol. 2, Canonicalization and Consistency Checks
 */
public final class ValidVmcb {
    private static final int CODE_64 = 0xa9b;
    private static final int CODE_32 = 0xc9b;
    private static final int CODE_16 = 0x09b;
    private static final int DATA = 0xc93;

    private ValidVmcb() {}

    /** A 64-bit guest with nested paging. */
    public static Vmcb longMode() {
        return flatSegments(controls(), CODE_64)
                .set(VmcbField.EFER, Efer.SVME.mask() | Efer.LME.mask() | Efer.LMA.mask())
                .set(VmcbField.CR0, Cr0.PE.mask() | Cr0.PG.mask() | Cr0.WP.mask())
                .set(VmcbField.CR4, Cr4.PAE.mask())
                .set(VmcbField.CR3, 0x3000)
                .set(VmcbField.RIP, 0xffffffff81000000L);
    }

    /** A 32-bit guest without paging of its own, with nested paging. */
    public static Vmcb protectedMode() {
        return flatSegments(controls(), CODE_32)
                .set(VmcbField.EFER, Efer.SVME.mask())
                .set(VmcbField.CR0, Cr0.PE.mask() | Cr0.ET.mask())
                .set(VmcbField.RIP, 0x100000);
    }

    /**
     * A 32-bit guest with PAE paging, without nested paging.
     *
     * @param cr3 where its page-directory-pointer table is, host-physical
     */
    public static Vmcb legacyPae(long cr3) {
        return protectedMode()
                .set(VmcbField.NESTED_CONTROL, 0)
                .set(VmcbField.N_CR3, 0)
                .set(VmcbField.CR0, Cr0.PE.mask() | Cr0.ET.mask() | Cr0.PG.mask())
                .set(VmcbField.CR4, Cr4.PAE.mask())
                .set(VmcbField.CR3, cr3);
    }

    /** A guest at the reset vector. */
    public static Vmcb realMode() {
        return flatSegments(controls(), CODE_16)
                .set(VmcbField.EFER, Efer.SVME.mask())
                .set(VmcbField.CR0, Cr0.ET.mask())
                .set(VmcbField.RIP, 0xfff0)
                .set(VmcbField.CS_SELECTOR, 0xf000)
                .set(VmcbField.CS_BASE, 0xffff0000L)
                .set(VmcbField.CS_LIMIT, 0xffff);
    }

    /** A 64-bit hypervisor in ring 0 that runs a VMCB at 5000H. */
    public static VmrunContext host() {
        return new VmrunContext()
                .set(ContextField.HOST_EFER, Efer.SVME.mask() | Efer.LME.mask() | Efer.LMA.mask())
                .set(ContextField.HOST_CR0, Cr0.PE.mask() | Cr0.PG.mask() | Cr0.WP.mask())
                .set(ContextField.HOST_CR3, 0x1000)
                .set(ContextField.HOST_CR4, Cr4.PAE.mask())
                .set(ContextField.HOST_DR7, 0x400)
                .set(ContextField.HOST_RFLAGS, 2)
                .set(ContextField.HOST_RIP, 0x100000)
                .set(ContextField.HOST_CPL, 0)
                .set(ContextField.HOST_CS_ATTRIB, CODE_64)
                .set(ContextField.HOST_CS_LIMIT, 0xffffffffL)
                .set(ContextField.VMCB_PA, 0x5000)
                .set(ContextField.VMRUN_INTERCEPTED, 0)
                .set(ContextField.U_CET, 0);
    }

    private static Vmcb controls() {
        return Vmcb.zero()
                .set(Intercept.VMRUN, true)
                .set(Intercept.NMI, true)
                .set(VmcbField.GUEST_ASID, 1)
                .set(VmcbField.IOPM_BASE_PA, 0x20000)
                .set(VmcbField.MSRPM_BASE_PA, 0x30000)
                .set(VmcbField.NESTED_CONTROL, NestedControl.NP_ENABLE.mask())
                .set(VmcbField.N_CR3, 0x40000)
                .set(VmcbField.G_PAT, 0x0007040600070406L)
                .set(VmcbField.DR6, 0xffff0ff0L)
                .set(VmcbField.DR7, 0x400)
                .set(VmcbField.RFLAGS, 2);
    }

    private static Vmcb flatSegments(Vmcb vmcb, int code) {
        for (VmcbSegment segment : VmcbSegment.values()) {
            vmcb.set(segment.limit(), 0xffffffffL)
                    .set(segment.attrib(), segment == VmcbSegment.CS ? code : DATA);
        }
        return vmcb;
    }
}
