package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.rule.ContextField;
import dev.ringmaster.svm.rule.ValidVmcb;
import dev.ringmaster.svm.rule.VmrunContext;
import dev.ringmaster.svm.vmcb.EventInjection;
import dev.ringmaster.svm.vmcb.Vintr;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Where cases of VMRUN start from. */
public enum VmcbStart {
    /** A 64-bit guest with nested paging. */
    LONG(ValidVmcb::longMode),
    /** A 32-bit guest without paging of its own. */
    PROTECTED(ValidVmcb::protectedMode),
    /** A 32-bit guest with PAE paging, without nested paging. */
    LEGACY_PAE(() -> ValidVmcb.legacyPae(0x10000)),
    /** A guest at the reset vector. */
    REAL(ValidVmcb::realMode),
    /** A virtual-8086 guest. */
    VIRTUAL_8086(() -> on(ValidVmcb.protectedMode(), VmcbField.RFLAGS, Rflags.VM)),
    /** A virtual-8086 guest with CR4.CET. */
    VIRTUAL_8086_CET(
            () -> on(on(VIRTUAL_8086.vmcb(), VmcbField.CR0, Cr0.WP), VmcbField.CR4, Cr4.CET)),
    /** A 32-bit guest with EFER.LME, which paging would take to long mode. */
    LONG_MODE_ENABLED(() -> on(ValidVmcb.protectedMode(), VmcbField.EFER, Efer.LME)),
    /** A 64-bit guest with virtual NMIs. */
    VIRTUAL_NMI(() -> on(ValidVmcb.longMode(), VmcbField.VINTR, Vintr.V_NMI_ENABLE)),
    /** A 64-bit guest into which #GP is injected. */
    INJECTED_EXCEPTION(() -> injecting(EventInjection.EXCEPTION, 13)),
    /** A 64-bit guest into which an interrupt is injected. */
    INJECTED_INTERRUPT(() -> injecting(0, 32)),
    /** A 32-bit guest into which #OF is injected. */
    INJECTED_OVERFLOW(() -> inject(ValidVmcb.protectedMode(), EventInjection.EXCEPTION, 4)),
    /** A 64-bit guest of a host with legacy PAE paging. */
    HOST_IN_LEGACY_PAE(ValidVmcb::longMode) {
        @Override
        VmrunContext context() {
            return super.context()
                    .set(ContextField.HOST_EFER, Efer.SVME.mask())
                    .set(ContextField.HOST_CR3, 0x11000);
        }
    };

    private final Supplier<Vmcb> guest;

    VmcbStart(Supplier<Vmcb> guest) {
        this.guest = guest;
    }

    private static Vmcb on(Vmcb vmcb, VmcbField field, Flag bit) {
        return vmcb.set(field, bit.set(vmcb.get(field)));
    }

    private static Vmcb injecting(int type, int vector) {
        return inject(ValidVmcb.longMode(), type, vector);
    }

    private static Vmcb inject(Vmcb vmcb, int type, int vector) {
        return vmcb.set(VmcbField.EVENTINJ, EventInjection.VALID | (long) type << 8 | vector);
    }

    /** A new VMCB. */
    public Vmcb vmcb() {
        return guest.get();
    }

    /** The processor that runs it, with its page-directory pointers present and clean. */
    VmrunContext context() {
        VmrunContext context = ValidVmcb.host();
        for (ContextField field : ContextField.values()) {
            if (field.name().contains("_PDPE")) {
                context.set(field, 0x4001);
            }
        }
        return context;
    }

    /** Whether a guest so started is entered on a processor. */
    public boolean enters(SvmCapabilities caps) {
        return LoneVmcbViolations.enters(new VmcbCase(this, caps, Map.of()).state());
    }

    /** The starts whose guests a processor enters. */
    public static List<VmcbStart> entering(SvmCapabilities caps) {
        return Arrays.stream(values()).filter(start -> start.enters(caps)).toList();
    }
}
