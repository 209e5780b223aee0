package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.capability.SvmFeature;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.PageMemory;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.svm.vmcb.VmcbSegment;
import java.util.List;
import java.util.Optional;

/** A VMRUN that is valid by construction, with everything given, to be changed by a test. */
final class Scenario {
    private static final long GUEST_PDPT = 0x10000;
    private static final long HOST_PDPT = 0x11000;

    final Vmcb vmcb = Vmcb.zero();
    final VmrunContext context = new VmrunContext();
    final PageMemory memory = new PageMemory(GUEST_PDPT, 0x2000);
    SvmCapabilities capabilities = SvmCapabilities.permissive();

    /** The modes of guests to start from. */
    enum Mode {
        LONG,
        PROTECTED,
        LEGACY_PAE,
        REAL
    }

    Scenario(Mode mode) {
        controls();
        host();
        switch (mode) {
            case LONG -> longMode();
            case PROTECTED -> protectedMode();
            case LEGACY_PAE -> legacyPae();
            case REAL -> realMode();
        }
    }

    VmrunState state() {
        return new VmrunState(vmcb, capabilities, context, Optional.of(memory));
    }

    Scenario set(VmcbField field, long value) {
        vmcb.set(field, value);
        return this;
    }

    Scenario set(VmcbField field, Flag bit) {
        return set(field, bit.set(vmcb.get(field)));
    }

    Scenario clear(VmcbField field, Flag bit) {
        return set(field, bit.clear(vmcb.get(field)));
    }

    Scenario host(ContextField field, long value) {
        context.set(field, value);
        return this;
    }

    Scenario host(ContextField field, Flag bit, boolean on) {
        return host(field, bit.with(context.value(field), on));
    }

    Scenario without(SvmFeature feature) {
        capabilities = capabilities.with(feature, false);
        return this;
    }

    Scenario guestPdpe(int index, long entry) {
        memory.write(GUEST_PDPT + 8L * index, 8, entry);
        return this;
    }

    Scenario hostInLegacyPae() {
        return host(ContextField.HOST_EFER, Efer.SVME.mask())
                .host(ContextField.HOST_CR3, HOST_PDPT);
    }

    Scenario hostPdpe(int index, long entry) {
        memory.write(HOST_PDPT + 8L * index, 8, entry);
        return this;
    }

    /** What keeps the guest from being entered. */
    List<Rule> violated() {
        return rules(VmrunChecker.explain(state()).violations());
    }

    /** What is taken otherwise than it stands. */
    List<Rule> remarked() {
        return rules(VmrunChecker.remarks(state()));
    }

    private static List<Rule> rules(List<Finding> findings) {
        return findings.stream().map(Finding::rule).toList();
    }

    private void controls() {
        vmcb.set(Intercept.VMRUN, true)
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

    private void host() {
        host(ContextField.HOST_EFER, Efer.SVME.mask() | Efer.LME.mask() | Efer.LMA.mask());
        host(ContextField.HOST_CR0, Cr0.PE.mask() | Cr0.PG.mask() | Cr0.WP.mask());
        host(ContextField.HOST_CR3, 0x1000);
        host(ContextField.HOST_CR4, Cr4.PAE.mask());
        host(ContextField.HOST_DR7, 0x400);
        host(ContextField.HOST_RFLAGS, 2);
        host(ContextField.HOST_RIP, 0x100000);
        host(ContextField.HOST_CPL, 0);
        host(ContextField.HOST_CS_ATTRIB, 0xa9b);
        host(ContextField.HOST_CS_LIMIT, 0xffffffffL);
        host(ContextField.VMCB_PA, 0x5000);
        host(ContextField.VMRUN_INTERCEPTED, 0);
        host(ContextField.U_CET, 0);
    }

    private void longMode() {
        set(VmcbField.EFER, Efer.SVME.mask() | Efer.LME.mask() | Efer.LMA.mask());
        set(VmcbField.CR0, Cr0.PE.mask() | Cr0.PG.mask() | Cr0.WP.mask());
        set(VmcbField.CR4, Cr4.PAE.mask());
        set(VmcbField.CR3, 0x3000);
        set(VmcbField.RIP, 0xffffffff81000000L);
        flatSegments(0xa9b);
    }

    private void protectedMode() {
        set(VmcbField.EFER, Efer.SVME.mask());
        set(VmcbField.CR0, Cr0.PE.mask() | Cr0.ET.mask());
        set(VmcbField.RIP, 0x100000);
        flatSegments(0xc9b);
    }

    private void legacyPae() {
        protectedMode();
        set(VmcbField.NESTED_CONTROL, 0);
        set(VmcbField.N_CR3, 0);
        set(VmcbField.CR0, Cr0.PG);
        set(VmcbField.CR4, Cr4.PAE.mask());
        set(VmcbField.CR3, GUEST_PDPT);
        for (int i = 0; i < 4; i++) {
            guestPdpe(i, 0x4001 + 0x1000L * i);
        }
    }

    private void realMode() {
        set(VmcbField.EFER, Efer.SVME.mask());
        set(VmcbField.CR0, Cr0.ET.mask());
        set(VmcbField.RIP, 0xfff0);
        flatSegments(0x09b);
        set(VmcbField.CS_SELECTOR, 0xf000);
        set(VmcbField.CS_BASE, 0xffff0000L);
        set(VmcbField.CS_LIMIT, 0xffff);
    }

    private void flatSegments(int code) {
        for (VmcbSegment segment : VmcbSegment.values()) {
            set(segment.limit(), 0xffffffffL);
            set(segment.attrib(), segment == VmcbSegment.CS ? code : 0xc93);
        }
    }
}
