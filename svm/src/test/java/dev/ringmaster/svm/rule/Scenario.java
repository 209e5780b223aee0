package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.capability.SvmFeature;
import dev.ringmaster.svm.vmcb.PageMemory;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.List;
import java.util.Optional;

/** A VMRUN that is valid by construction, with everything given, to be changed by a test. */
final class Scenario {
    private static final long GUEST_PDPT = 0x10000;
    private static final long HOST_PDPT = 0x11000;

    final Vmcb vmcb;
    final VmrunContext context = ValidVmcb.host();
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
        vmcb =
                switch (mode) {
                    case LONG -> ValidVmcb.longMode();
                    case PROTECTED -> ValidVmcb.protectedMode();
                    case LEGACY_PAE -> ValidVmcb.legacyPae(GUEST_PDPT);
                    case REAL -> ValidVmcb.realMode();
                };
        for (int i = 0; i < 4; i++) {
            guestPdpe(i, 0x4001 + 0x1000L * i);
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
}
