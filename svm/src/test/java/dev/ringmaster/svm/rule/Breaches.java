package dev.ringmaster.svm.rule;

import static dev.ringmaster.svm.rule.Scenario.Mode.LEGACY_PAE;
import static dev.ringmaster.svm.rule.Scenario.Mode.LONG;
import static dev.ringmaster.svm.rule.Scenario.Mode.PROTECTED;
import static dev.ringmaster.svm.rule.Scenario.Mode.REAL;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.svm.capability.SvmFeature;
import dev.ringmaster.svm.vmcb.EventInjection;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.Vintr;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.List;
import java.util.function.Consumer;

/**
 * Valid states and the smallest changes that break one rule alone, or that go to the edge and break
 * none.
 */
final class Breaches {
    private Breaches() {}

    /**
     * A change of a valid state.
     *
     * @param rule the only rule of its kind that the change breaks, or for an edge: comes close to
     * @param mode the valid state
     * @param change the change
     */
    record Breach(VmrunRule rule, Scenario.Mode mode, Consumer<Scenario> change) {
        Scenario scenario() {
            Scenario scenario = new Scenario(mode);
            change.accept(scenario);
            return scenario;
        }

        @Override
        public String toString() {
            return rule.id() + " " + rule + " " + mode;
        }
    }

    static final List<Breach> ALL =
            List.of(
                    b(
                            VmrunRule.SVM_ENABLED_IN_HOST,
                            LONG,
                            s -> s.host(ContextField.HOST_EFER, Efer.SVME, false)),
                    b(
                            VmrunRule.HOST_IN_PROTECTED_MODE,
                            LONG,
                            s -> s.host(ContextField.HOST_CR0, Cr0.PE, false)),
                    b(
                            VmrunRule.HOST_IN_PROTECTED_MODE,
                            LONG,
                            s -> s.host(ContextField.HOST_RFLAGS, Rflags.VM, true)),
                    b(VmrunRule.HOST_IN_RING_0, LONG, s -> s.host(ContextField.HOST_CPL, 3)),
                    b(
                            VmrunRule.VMCB_ADDRESS_LEGAL,
                            LONG,
                            s -> s.host(ContextField.VMCB_PA, 0x5800)),
                    b(
                            VmrunRule.VMCB_ADDRESS_LEGAL,
                            LONG,
                            s -> s.host(ContextField.VMCB_PA, 1L << 52)),
                    b(
                            VmrunRule.NOT_INTERCEPTED,
                            LONG,
                            s -> s.host(ContextField.VMRUN_INTERCEPTED, 1)),
                    b(
                            VmrunRule.SVM_ENABLED_IN_GUEST,
                            LONG,
                            s -> s.clear(VmcbField.EFER, Efer.SVME)),
                    b(
                            VmrunRule.NOT_WRITE_THROUGH_ONLY_UNCACHED,
                            REAL,
                            s -> s.set(VmcbField.CR0, Cr0.NW)),
                    b(
                            VmrunRule.CR0_UPPER_HALF,
                            PROTECTED,
                            s -> s.set(VmcbField.CR0, 1L << 32 | 0x11)),
                    b(VmrunRule.CR3_OUTSIDE_LEGACY_PAE, LONG, s -> s.set(VmcbField.CR3, 1L << 52)),
                    b(
                            VmrunRule.CR3_OUTSIDE_LEGACY_PAE,
                            LONG,
                            s -> narrow(s).set(VmcbField.CR3, 1L << 40)),
                    b(
                            VmrunRule.CR3_OUTSIDE_LEGACY_PAE,
                            PROTECTED,
                            s -> s.set(VmcbField.CR3, 1L << 63).set(VmcbField.CR0, Cr0.PG)),
                    b(
                            VmrunRule.CR3_OUTSIDE_LEGACY_PAE,
                            PROTECTED,
                            s -> s.set(VmcbField.CR3, 1L << 52).set(VmcbField.CR4, Cr4.PAE)),
                    b(VmrunRule.CR3_OUTSIDE_LEGACY_PAE, REAL, s -> s.set(VmcbField.CR3, 1L << 52)),
                    b(
                            VmrunRule.CR3_IN_LEGACY_PAE,
                            LEGACY_PAE,
                            s -> s.set(VmcbField.CR3, 1L << 52 | 0x10000)),
                    b(VmrunRule.CR4_RESERVED, LONG, s -> s.set(VmcbField.CR4, Cr4.VMXE)),
                    b(
                            VmrunRule.CR4_RESERVED,
                            LONG,
                            s -> s.set(VmcbField.CR4, 1L << 63 | Cr4.PAE.mask())),
                    b(VmrunRule.DR6_UPPER_HALF, PROTECTED, s -> s.set(VmcbField.DR6, 1L << 32)),
                    b(VmrunRule.DR7_UPPER_HALF, PROTECTED, s -> s.set(VmcbField.DR7, 1L << 63)),
                    b(
                            VmrunRule.EFER_RESERVED,
                            REAL,
                            s -> s.set(VmcbField.EFER, Efer.SVME.mask() | 1 << 9)),
                    b(
                            VmrunRule.EFER_RESERVED,
                            REAL,
                            s -> s.set(VmcbField.EFER, Efer.SVME.mask() | 1L << 22)),
                    b(VmrunRule.LONG_MODE_EXISTS, LONG, Breaches::withoutLongMode),
                    b(
                            VmrunRule.LONG_MODE_EXISTS,
                            REAL,
                            s -> withoutLongMode(s.set(VmcbField.EFER, Efer.LMA))),
                    b(VmrunRule.LONG_MODE_NEEDS_PAE, LONG, s -> s.clear(VmcbField.CR4, Cr4.PAE)),
                    b(
                            VmrunRule.LONG_MODE_NEEDS_PROTECTION,
                            LONG,
                            s -> s.clear(VmcbField.CR0, Cr0.PE)),
                    b(VmrunRule.CODE_64_OR_32, LONG, s -> s.set(VmcbField.CS_ATTRIB, 0xe9b)),
                    b(VmrunRule.VMRUN_INTERCEPT, REAL, s -> s.vmcb.set(Intercept.VMRUN, false)),
                    b(
                            VmrunRule.MSRPM_REACHABLE,
                            LONG,
                            s -> s.set(VmcbField.MSRPM_BASE_PA, (1L << 52) - 0x1000)),
                    b(
                            VmrunRule.MSRPM_REACHABLE,
                            LONG,
                            s -> s.set(VmcbField.MSRPM_BASE_PA, -0x1000L)),
                    b(
                            VmrunRule.IOPM_REACHABLE,
                            LONG,
                            s -> s.set(VmcbField.IOPM_BASE_PA, (1L << 52) - 0x2000)),
                    b(VmrunRule.IOPM_REACHABLE, LONG, s -> s.set(VmcbField.IOPM_BASE_PA, 1L << 63)),
                    inject(VmrunRule.EVENT_TYPE_DEFINED, PROTECTED, 1, 32),
                    inject(VmrunRule.EVENT_TYPE_DEFINED, PROTECTED, 5, 32),
                    inject(VmrunRule.EVENT_TYPE_DEFINED, PROTECTED, 6, 32),
                    inject(VmrunRule.EVENT_TYPE_DEFINED, PROTECTED, 7, 32),
                    inject(VmrunRule.NMI_IS_NO_EXCEPTION, PROTECTED, EventInjection.EXCEPTION, 2),
                    inject(VmrunRule.EXCEPTION_VECTOR, PROTECTED, EventInjection.EXCEPTION, 32),
                    inject(VmrunRule.EXCEPTION_VECTOR, PROTECTED, EventInjection.EXCEPTION, 34),
                    inject(VmrunRule.EXCEPTION_VECTOR, PROTECTED, EventInjection.EXCEPTION, 9),
                    inject(VmrunRule.EXCEPTION_VECTOR, PROTECTED, EventInjection.EXCEPTION, 15),
                    inject(VmrunRule.EXCEPTION_VECTOR, PROTECTED, EventInjection.EXCEPTION, 20),
                    inject(VmrunRule.EXCEPTION_VECTOR, PROTECTED, EventInjection.EXCEPTION, 22),
                    inject(VmrunRule.EXCEPTION_VECTOR, PROTECTED, EventInjection.EXCEPTION, 27),
                    inject(VmrunRule.EXCEPTION_VECTOR, PROTECTED, EventInjection.EXCEPTION, 31),
                    inject(VmrunRule.EXCEPTION_POSSIBLE, LONG, EventInjection.EXCEPTION, 4),
                    inject(VmrunRule.EXCEPTION_POSSIBLE, LONG, EventInjection.EXCEPTION, 5),
                    b(VmrunRule.ASID_NOT_HOST, LONG, s -> s.set(VmcbField.GUEST_ASID, 0)),
                    b(VmrunRule.S_CET_RESERVED, LONG, s -> s.set(VmcbField.S_CET, 4)),
                    b(
                            VmrunRule.CET_NEEDS_WRITE_PROTECTION,
                            LONG,
                            s -> s.set(VmcbField.CR4, Cr4.CET).clear(VmcbField.CR0, Cr0.WP)),
                    b(
                            VmrunRule.NO_SHADOW_STACK_IN_VIRTUAL_8086,
                            PROTECTED,
                            s -> shadowStackInVirtual8086(s).host(ContextField.U_CET, 1)),
                    b(
                            VmrunRule.VIRTUAL_NMI_NEEDS_INTERCEPT,
                            LONG,
                            s ->
                                    s.set(VmcbField.VINTR, Vintr.V_NMI_ENABLE)
                                            .vmcb
                                            .set(Intercept.NMI, false)),
                    b(
                            VmrunRule.NESTED_PAGING_NEEDS_PAGED_HOST,
                            LONG,
                            s -> s.host(ContextField.HOST_CR0, Cr0.PG, false)),
                    b(VmrunRule.NESTED_ROOT_LEGAL, LONG, s -> s.set(VmcbField.N_CR3, 1L << 52)),
                    b(
                            VmrunRule.NESTED_ROOT_LEGAL,
                            LONG,
                            s -> s.hostInLegacyPae().set(VmcbField.N_CR3, 1L << 32)),
                    b(
                            VmrunRule.GUEST_PAT_LEGAL,
                            LONG,
                            s -> s.set(VmcbField.G_PAT, 0x0207040600070406L)),
                    b(
                            VmrunRule.GUEST_PAT_LEGAL,
                            LONG,
                            s -> s.set(VmcbField.G_PAT, 0x0007040600070403L)),
                    b(
                            VmrunRule.GUEST_PAT_LEGAL,
                            LONG,
                            s -> s.set(VmcbField.G_PAT, 0x0007080600070406L)),
                    b(VmrunRule.NESTED_PAGING_EXISTS, LONG, s -> s.without(SvmFeature.NP)),
                    b(
                            VmrunRule.SHADOW_STACK_CHECK_IS_NESTED,
                            PROTECTED,
                            s ->
                                    s.set(
                                            VmcbField.NESTED_CONTROL,
                                            NestedControl.SSS_CHECK_ENABLE.mask())),
                    b(VmrunRule.GUEST_PDPES_LEGAL, LEGACY_PAE, s -> s.guestPdpe(0, 0x4003)),
                    b(VmrunRule.GUEST_PDPES_LEGAL, LEGACY_PAE, s -> s.guestPdpe(3, 0x4101)),
                    b(VmrunRule.GUEST_PDPES_LEGAL, LEGACY_PAE, s -> s.guestPdpe(1, 1L << 52 | 1)),
                    b(
                            VmrunRule.FLUSH_EXISTS,
                            LONG,
                            s -> s.without(SvmFeature.FLUSH_BY_ASID).set(VmcbField.TLB_CONTROL, 2)),
                    b(
                            VmrunRule.FLUSH_EXISTS,
                            LONG,
                            s ->
                                    s.without(SvmFeature.FLUSH_BY_ASID)
                                            .set(VmcbField.TLB_CONTROL, 0x80)),
                    b(
                            VmrunRule.AVIC_LEGAL,
                            PROTECTED,
                            s ->
                                    s.set(VmcbField.VINTR, Vintr.AVIC_ENABLE)
                                            .set(VmcbField.NESTED_CONTROL, 0)),
                    b(VmrunRule.AVIC_LEGAL, LONG, s -> s.set(VmcbField.VINTR, Vintr.X2AVIC_ENABLE)),
                    b(
                            VmrunRule.AVIC_LEGAL,
                            LONG,
                            s ->
                                    s.set(VmcbField.VINTR, Vintr.AVIC_ENABLE)
                                            .set(VmcbField.AVIC_PHYSICAL_TABLE, 0x5100)),
                    avicPage(VmcbField.AVIC_BACKING_PAGE),
                    avicPage(VmcbField.AVIC_LOGICAL_TABLE),
                    avicPage(VmcbField.AVIC_PHYSICAL_TABLE),
                    b(VmrunRule.BASES_CANONICAL, LONG, s -> s.set(VmcbField.ES_BASE, 1L << 57)),
                    b(VmrunRule.BASES_CANONICAL, LONG, s -> s.set(VmcbField.TR_BASE, 1L << 56)),
                    b(
                            VmrunRule.SHADOW_STACK_CANONICAL,
                            LONG,
                            s -> s.set(VmcbField.CR4, Cr4.CET).set(VmcbField.SSP, 1L << 60)),
                    b(
                            VmrunRule.SHADOW_STACK_CANONICAL,
                            LONG,
                            s -> s.set(VmcbField.CR4, Cr4.CET).set(VmcbField.ISST_ADDR, 1L << 63)),
                    b(VmrunRule.RIP_CANONICAL, LONG, s -> s.set(VmcbField.RIP, 1L << 56)),
                    b(VmrunRule.PAGED_REAL_MODE, REAL, s -> s.set(VmcbField.CR0, Cr0.PG)),
                    b(
                            VmrunRule.LONG_MODE_ACTIVE_AGREES,
                            LONG,
                            s -> s.clear(VmcbField.EFER, Efer.LMA)),
                    b(
                            VmrunRule.LONG_MODE_ACTIVE_AGREES,
                            REAL,
                            s -> s.set(VmcbField.EFER, Efer.LMA)),
                    b(VmrunRule.PRIVILEGE_AGREES, REAL, s -> s.set(VmcbField.CPL, 3)),
                    b(
                            VmrunRule.PRIVILEGE_AGREES,
                            PROTECTED,
                            s -> s.set(VmcbField.RFLAGS, Rflags.VM)),
                    b(VmrunRule.PRIVILEGE_AGREES, PROTECTED, s -> s.set(VmcbField.CPL, 4)),
                    b(VmrunRule.HOST_PDPES_LEGAL, LONG, s -> s.hostInLegacyPae().hostPdpe(2, 5)),
                    b(
                            VmrunRule.HOST_STATE_CONSISTENT,
                            LONG,
                            s -> s.host(ContextField.HOST_EFER, Efer.SVME, false)),
                    b(
                            VmrunRule.HOST_STATE_CONSISTENT,
                            LONG,
                            s -> s.host(ContextField.HOST_EFER, 1L << 63 | 0x1500)),
                    b(
                            VmrunRule.HOST_STATE_CONSISTENT,
                            LONG,
                            s -> s.host(ContextField.HOST_CR0, Cr0.NW, true)),
                    b(
                            VmrunRule.HOST_STATE_CONSISTENT,
                            LONG,
                            s -> s.host(ContextField.HOST_CR0, 1L << 32 | 0x80000001L)),
                    b(
                            VmrunRule.HOST_STATE_CONSISTENT,
                            LONG,
                            s -> s.host(ContextField.HOST_CR4, Cr4.PAE, false)),
                    b(
                            VmrunRule.HOST_STATE_CONSISTENT,
                            LONG,
                            s -> s.host(ContextField.HOST_CR4, Cr4.VMXE, true)),
                    b(
                            VmrunRule.HOST_STATE_CONSISTENT,
                            LONG,
                            s -> s.host(ContextField.HOST_CR3, 1L << 52)),
                    b(VmrunRule.HOST_STATE_CONSISTENT, LONG, Breaches::withoutLongMode),
                    b(
                            VmrunRule.HOST_RIP_REACHABLE,
                            LONG,
                            s -> s.host(ContextField.HOST_RIP, 1L << 60)),
                    b(
                            VmrunRule.HOST_RIP_REACHABLE,
                            LONG,
                            s ->
                                    s.host(ContextField.HOST_CS_ATTRIB, 0xc9b)
                                            .host(ContextField.HOST_CS_LIMIT, 0xfffff)),
                    b(
                            VmrunRule.HOST_PROTECTED,
                            LONG,
                            s -> s.host(ContextField.HOST_CR0, Cr0.PE, false)),
                    b(VmrunRule.HOST_PRIVILEGED, LONG, s -> s.host(ContextField.HOST_CPL, 1)),
                    b(
                            VmrunRule.HOST_PRIVILEGED,
                            LONG,
                            s -> s.host(ContextField.HOST_RFLAGS, Rflags.VM, true)),
                    b(
                            VmrunRule.HOST_BREAKPOINTS_OFF,
                            LONG,
                            s -> s.host(ContextField.HOST_DR7, 0x480)),
                    inject(VmrunRule.INJECTION_CLEARED, LONG, EventInjection.EXCEPTION, 14));

    /** States that go as far as the rule allows. */
    static final List<Breach> EDGES =
            List.of(
                    b(
                            VmrunRule.VMCB_ADDRESS_LEGAL,
                            LONG,
                            s -> s.host(ContextField.VMCB_PA, (1L << 52) - 0x1000)),
                    b(
                            VmrunRule.NOT_WRITE_THROUGH_ONLY_UNCACHED,
                            REAL,
                            s -> s.set(VmcbField.CR0, Cr0.NW).set(VmcbField.CR0, Cr0.CD)),
                    b(
                            VmrunRule.NOT_WRITE_THROUGH_ONLY_UNCACHED,
                            REAL,
                            s -> s.set(VmcbField.CR0, Cr0.CD)),
                    b(
                            VmrunRule.CR3_OUTSIDE_LEGACY_PAE,
                            LONG,
                            s -> s.set(VmcbField.CR3, (1L << 52) - 0x1000)),
                    b(
                            VmrunRule.CR3_OUTSIDE_LEGACY_PAE,
                            PROTECTED,
                            s -> s.set(VmcbField.CR3, 0xfff).set(VmcbField.CR0, Cr0.PG)),
                    b(
                            VmrunRule.CR3_IN_LEGACY_PAE,
                            LEGACY_PAE,
                            s ->
                                    s.set(VmcbField.CR3, (1L << 52) - 0x10000)
                                            .set(
                                                    VmcbField.NESTED_CONTROL,
                                                    NestedControl.NP_ENABLE)),
                    b(
                            VmrunRule.EFER_RESERVED,
                            REAL,
                            s -> s.set(VmcbField.EFER, 0x30f8feL | Efer.SVME.mask() & ~0x10200L)),
                    b(
                            VmrunRule.LONG_MODE_NEEDS_PAE,
                            PROTECTED,
                            s -> s.set(VmcbField.EFER, Efer.LME)),
                    b(
                            VmrunRule.LONG_MODE_NEEDS_PROTECTION,
                            REAL,
                            s -> s.set(VmcbField.EFER, Efer.LME)),
                    b(VmrunRule.CODE_64_OR_32, PROTECTED, s -> s.set(VmcbField.CS_ATTRIB, 0xe9b)),
                    b(VmrunRule.CODE_64_OR_32, LONG, s -> s.set(VmcbField.CS_ATTRIB, 0xc9b)),
                    b(
                            VmrunRule.MSRPM_REACHABLE,
                            LONG,
                            s -> s.set(VmcbField.MSRPM_BASE_PA, (1L << 52) - 0x2000 | 0xfff)),
                    b(
                            VmrunRule.IOPM_REACHABLE,
                            LONG,
                            s -> s.set(VmcbField.IOPM_BASE_PA, (1L << 52) - 0x3000 | 0xfff)),
                    b(VmrunRule.EVENT_TYPE_DEFINED, LONG, s -> s.set(VmcbField.EVENTINJ, 0x700)),
                    inject(VmrunRule.EVENT_TYPE_DEFINED, LONG, EventInjection.INTR, 255),
                    inject(VmrunRule.EVENT_TYPE_DEFINED, LONG, EventInjection.SOFTWARE, 0),
                    inject(VmrunRule.NMI_IS_NO_EXCEPTION, LONG, EventInjection.NMI, 2),
                    b(VmrunRule.NMI_IS_NO_EXCEPTION, LONG, s -> s.set(VmcbField.EVENTINJ, 0x302)),
                    inject(VmrunRule.EXCEPTION_VECTOR, LONG, EventInjection.EXCEPTION, 30),
                    inject(VmrunRule.EXCEPTION_VECTOR, LONG, EventInjection.EXCEPTION, 28),
                    inject(VmrunRule.EXCEPTION_VECTOR, LONG, EventInjection.EXCEPTION, 21),
                    inject(VmrunRule.EXCEPTION_VECTOR, LONG, EventInjection.EXCEPTION, 16),
                    inject(VmrunRule.EXCEPTION_VECTOR, LONG, EventInjection.EXCEPTION, 10),
                    inject(VmrunRule.EXCEPTION_POSSIBLE, PROTECTED, EventInjection.EXCEPTION, 4),
                    inject(VmrunRule.EXCEPTION_POSSIBLE, LONG, EventInjection.EXCEPTION, 3),
                    inject(VmrunRule.EXCEPTION_POSSIBLE, LONG, EventInjection.SOFTWARE, 4),
                    b(
                            VmrunRule.EXCEPTION_POSSIBLE,
                            LONG,
                            s ->
                                    s.set(VmcbField.CS_ATTRIB, 0xc9b)
                                            .set(VmcbField.EVENTINJ, EventInjection.of(3, 5))),
                    b(VmrunRule.ASID_NOT_HOST, LONG, s -> s.set(VmcbField.GUEST_ASID, 0xffffffffL)),
                    b(VmrunRule.S_CET_RESERVED, LONG, s -> s.set(VmcbField.S_CET, 3)),
                    b(
                            VmrunRule.S_CET_RESERVED,
                            LONG,
                            s -> withoutShadowStacks(s).set(VmcbField.S_CET, 4)),
                    b(
                            VmrunRule.CET_NEEDS_WRITE_PROTECTION,
                            LONG,
                            s -> s.set(VmcbField.CR4, Cr4.CET)),
                    b(
                            VmrunRule.CET_NEEDS_WRITE_PROTECTION,
                            LONG,
                            s -> s.clear(VmcbField.CR0, Cr0.WP)),
                    b(
                            VmrunRule.NO_SHADOW_STACK_IN_VIRTUAL_8086,
                            PROTECTED,
                            s -> shadowStackInVirtual8086(s).host(ContextField.U_CET, 2)),
                    b(
                            VmrunRule.NO_SHADOW_STACK_IN_VIRTUAL_8086,
                            LONG,
                            s -> s.set(VmcbField.CR4, Cr4.CET).host(ContextField.U_CET, 1)),
                    b(
                            VmrunRule.VIRTUAL_NMI_NEEDS_INTERCEPT,
                            LONG,
                            s -> s.set(VmcbField.VINTR, Vintr.V_NMI_ENABLE)),
                    b(
                            VmrunRule.VIRTUAL_NMI_NEEDS_INTERCEPT,
                            LONG,
                            s -> s.vmcb.set(Intercept.NMI, false)),
                    b(
                            VmrunRule.NESTED_PAGING_NEEDS_PAGED_HOST,
                            LEGACY_PAE,
                            s -> s.host(ContextField.HOST_CR0, Cr0.PG, false)),
                    b(
                            VmrunRule.NESTED_ROOT_LEGAL,
                            LONG,
                            s -> s.set(VmcbField.N_CR3, (1L << 52) - 0x1000)),
                    b(
                            VmrunRule.NESTED_ROOT_LEGAL,
                            LONG,
                            s -> s.hostInLegacyPae().set(VmcbField.N_CR3, 0xfffff000L)),
                    b(VmrunRule.NESTED_ROOT_LEGAL, LEGACY_PAE, s -> s.set(VmcbField.N_CR3, -1)),
                    b(
                            VmrunRule.GUEST_PAT_LEGAL,
                            LONG,
                            s -> s.set(VmcbField.G_PAT, 0x0001040506070104L)),
                    b(VmrunRule.GUEST_PAT_LEGAL, LEGACY_PAE, s -> s.set(VmcbField.G_PAT, -1)),
                    b(VmrunRule.NESTED_PAGING_EXISTS, LEGACY_PAE, s -> s.without(SvmFeature.NP)),
                    b(
                            VmrunRule.SHADOW_STACK_CHECK_IS_NESTED,
                            LONG,
                            s -> s.set(VmcbField.NESTED_CONTROL, NestedControl.SSS_CHECK_ENABLE)),
                    b(VmrunRule.GUEST_PDPES_LEGAL, LEGACY_PAE, s -> s.guestPdpe(0, -2L)),
                    b(
                            VmrunRule.GUEST_PDPES_LEGAL,
                            LEGACY_PAE,
                            s -> s.guestPdpe(2, (1L << 52) - 0x1000 | 0xe19)),
                    b(
                            VmrunRule.GUEST_PDPES_LEGAL,
                            LEGACY_PAE,
                            s ->
                                    s.set(VmcbField.NESTED_CONTROL, NestedControl.NP_ENABLE)
                                            .guestPdpe(0, -1)),
                    b(VmrunRule.FLUSH_EXISTS, LONG, s -> s.set(VmcbField.TLB_CONTROL, 7)),
                    b(
                            VmrunRule.FLUSH_EXISTS,
                            LONG,
                            s -> s.without(SvmFeature.FLUSH_BY_ASID).set(VmcbField.TLB_CONTROL, 1)),
                    b(
                            VmrunRule.AVIC_LEGAL,
                            LONG,
                            s ->
                                    s.set(VmcbField.VINTR, Vintr.AVIC_ENABLE)
                                            .set(VmcbField.AVIC_BACKING_PAGE, (1L << 52) - 0x1000)),
                    b(
                            VmrunRule.AVIC_LEGAL,
                            LONG,
                            s ->
                                    narrow(s)
                                            .set(VmcbField.VINTR, Vintr.AVIC_ENABLE)
                                            .set(VmcbField.AVIC_PHYSICAL_TABLE, 0x50ff)),
                    b(
                            VmrunRule.HOST_PDPES_LEGAL,
                            LONG,
                            s ->
                                    s.hostInLegacyPae()
                                            .hostPdpe(0, 0x4e19)
                                            .hostPdpe(1, (1L << 52) - 0x1000 | 1)
                                            .hostPdpe(2, -2)
                                            .hostPdpe(3, 0)),
                    b(
                            VmrunRule.HOST_RIP_REACHABLE,
                            LONG,
                            s -> s.host(ContextField.HOST_RIP, -(1L << 56))),
                    b(
                            VmrunRule.HOST_RIP_REACHABLE,
                            LONG,
                            s ->
                                    s.host(ContextField.HOST_CS_ATTRIB, 0xc9b)
                                            .host(ContextField.HOST_CS_LIMIT, 0x5000)
                                            .host(ContextField.HOST_RIP, 0x5000)),
                    b(
                            VmrunRule.HOST_STATE_CONSISTENT,
                            LEGACY_PAE,
                            s -> s.hostInLegacyPae().host(ContextField.HOST_CR4, 0)),
                    b(
                            VmrunRule.AVIC_LEGAL,
                            LONG,
                            s ->
                                    s.set(VmcbField.VINTR, Vintr.AVIC_ENABLE)
                                            .set(VmcbField.VINTR, Vintr.X2AVIC_ENABLE)
                                            .set(VmcbField.AVIC_PHYSICAL_TABLE, 0x51ff)),
                    b(
                            VmrunRule.AVIC_LEGAL,
                            LONG,
                            s ->
                                    s.without(SvmFeature.X2AVIC)
                                            .set(VmcbField.VINTR, Vintr.X2AVIC_ENABLE)),
                    b(
                            VmrunRule.AVIC_LEGAL,
                            LEGACY_PAE,
                            s -> s.set(VmcbField.AVIC_BACKING_PAGE, -1)));

    private static Breach b(VmrunRule rule, Scenario.Mode mode, Consumer<Scenario> change) {
        return new Breach(rule, mode, change);
    }

    private static Breach inject(VmrunRule rule, Scenario.Mode mode, int type, int vector) {
        return b(rule, mode, s -> s.set(VmcbField.EVENTINJ, EventInjection.of(type, vector)));
    }

    private static Breach avicPage(VmcbField page) {
        return b(
                VmrunRule.AVIC_LEGAL,
                LONG,
                s -> narrow(s).set(VmcbField.VINTR, Vintr.AVIC_ENABLE).set(page, 1L << 40));
    }

    private static Scenario narrow(Scenario scenario) {
        scenario.capabilities = scenario.capabilities.withAddressBits(40, 48);
        return scenario;
    }

    private static Scenario withoutLongMode(Scenario scenario) {
        long efer = Efer.LMA.clear(Efer.LME.clear(scenario.capabilities.eferBits()));
        scenario.capabilities =
                scenario.capabilities.withControlBits(scenario.capabilities.cr4Bits(), efer);
        return scenario;
    }

    private static Scenario withoutShadowStacks(Scenario scenario) {
        long cr4 = Cr4.CET.clear(scenario.capabilities.cr4Bits());
        scenario.capabilities =
                scenario.capabilities.withControlBits(cr4, scenario.capabilities.eferBits());
        return scenario;
    }

    private static Scenario shadowStackInVirtual8086(Scenario scenario) {
        return scenario.set(VmcbField.CR4, Cr4.CET)
                .set(VmcbField.CR0, Cr0.WP)
                .set(VmcbField.RFLAGS, Rflags.VM);
    }
}
