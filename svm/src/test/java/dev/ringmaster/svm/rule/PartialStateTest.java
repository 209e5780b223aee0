package dev.ringmaster.svm.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.NotChecked;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/** A rule is left open only if what is not given decides. */
class PartialStateTest {
    private static final long LONG_MODE = 0x1500;
    private static final long AVIC = 1L << 31;

    private final Vmcb vmcb = new Vmcb();
    private final VmrunContext context = new VmrunContext();

    private VmrunState state() {
        return new VmrunState(vmcb, SvmCapabilities.permissive(), context, Optional.empty());
    }

    private void holds(VmrunRule... rules) {
        for (VmrunRule rule : rules) {
            assertThat(rule.holds(state())).as(rule.id()).isTrue();
        }
    }

    private void open(String what, VmrunRule... rules) {
        for (VmrunRule rule : rules) {
            assertThatThrownBy(() -> rule.holds(state()))
                    .as(rule.id())
                    .isInstanceOf(Missing.class)
                    .hasMessage(what);
        }
    }

    @Test
    void outOfLongModeByOneRegisterTheOthersDoNotMatter() {
        vmcb.set(VmcbField.EFER, 0x1000);
        holds(
                VmrunRule.LONG_MODE_NEEDS_PAE,
                VmrunRule.LONG_MODE_NEEDS_PROTECTION,
                VmrunRule.CODE_64_OR_32);
        vmcb.set(VmcbField.EFER, LONG_MODE).set(VmcbField.CR4, 0x20);
        holds(VmrunRule.LONG_MODE_NEEDS_PAE, VmrunRule.CR3_IN_LEGACY_PAE);
        open("CR0", VmrunRule.LONG_MODE_NEEDS_PROTECTION);
        open("CR0", VmrunRule.CODE_64_OR_32);
    }

    @Test
    void pagedRealModeIsNoneIfProtectedUnpagedOrInLongMode() {
        vmcb.set(VmcbField.CR0, 0x80000011L);
        holds(VmrunRule.PAGED_REAL_MODE);
        vmcb.set(VmcbField.CR0, 0x10);
        holds(VmrunRule.PAGED_REAL_MODE);
        vmcb.set(VmcbField.CR0, 0x80000010L).set(VmcbField.EFER, LONG_MODE);
        holds(VmrunRule.PAGED_REAL_MODE);
        vmcb.set(VmcbField.EFER, 0x1000);
        assertThat(VmrunRule.PAGED_REAL_MODE.holds(state())).isFalse();
    }

    @Test
    void aSegmentOfOneSizeIsLegalInEveryMode() {
        vmcb.set(VmcbField.CS_ATTRIB, 0x29b);
        holds(VmrunRule.CODE_64_OR_32);
    }

    @Test
    void aRootBeyondThePhysicalAddressesIsWrongByOneRowOrTheOther() {
        vmcb.set(VmcbField.CR3, 1L << 60);
        open("CR0", VmrunRule.CR3_OUTSIDE_LEGACY_PAE, VmrunRule.CR3_IN_LEGACY_PAE);
        vmcb.set(VmcbField.CR4, 0);
        assertThat(VmrunRule.CR3_OUTSIDE_LEGACY_PAE.holds(state())).isFalse();
        holds(VmrunRule.CR3_IN_LEGACY_PAE);
    }

    @Test
    void withoutNestedPagingItsFieldsDoNotMatterAndTheOtherWayRound() {
        open("N_CR3", VmrunRule.NESTED_ROOT_LEGAL);
        open("HOST_CR0", VmrunRule.NESTED_PAGING_NEEDS_PAGED_HOST);
        vmcb.set(VmcbField.N_CR3, 0x1000).set(VmcbField.G_PAT, 0);
        context.set(ContextField.HOST_CR0, 0x80000011L);
        holds(
                VmrunRule.NESTED_ROOT_LEGAL,
                VmrunRule.GUEST_PAT_LEGAL,
                VmrunRule.NESTED_PAGING_NEEDS_PAGED_HOST);
        vmcb.set(VmcbField.NESTED_CONTROL, 1);
        holds(VmrunRule.GUEST_PDPES_LEGAL);
    }

    @Test
    void oneFaultIsEnoughWhereSeveralThingsMustBeRight() {
        vmcb.set(VmcbField.VINTR, AVIC).set(VmcbField.AVIC_PHYSICAL_TABLE, 0x5fff);
        assertThat(VmrunRule.AVIC_LEGAL.holds(state())).isFalse();
        vmcb.set(VmcbField.AVIC_PHYSICAL_TABLE, 0x5000);
        open("NESTED_CONTROL", VmrunRule.AVIC_LEGAL);
        context.set(ContextField.HOST_RFLAGS, 1 << 17);
        assertThat(VmrunRule.HOST_IN_PROTECTED_MODE.holds(state())).isFalse();
        vmcb.set(VmcbField.TR_BASE, 1L << 60);
        assertThat(VmrunRule.BASES_CANONICAL.holds(state())).isFalse();
    }

    @Test
    void aPieceThatViolatesNothingByItselfIsLeftOpen() {
        vmcb.set(VmcbField.DS_BASE, 0);
        open("ES_BASE", VmrunRule.BASES_CANONICAL);
        context.set(ContextField.HOST_RFLAGS, 2);
        open("HOST_CR0", VmrunRule.HOST_IN_PROTECTED_MODE);
    }

    @Test
    void whatOnlyAHostDecidesIsNotWhatKeepsAFragmentOpen() {
        vmcb.set(VmcbField.CR4, 1 << 23).set(VmcbField.CR0, 0x80010011L);
        Explanation explanation = VmrunChecker.explain(state());
        assertThat(explanation.notChecked())
                .contains(
                        new NotChecked(
                                VmrunRule.NO_SHADOW_STACK_IN_VIRTUAL_8086, "U_CET is not given"));
    }
}
