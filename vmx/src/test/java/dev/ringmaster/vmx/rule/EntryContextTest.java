package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.StateField;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

/** Facts are given or not, and changes are counted. */
class EntryContextTest {

    @Test
    void factsAreUnknownUntilSet() {
        EntryContext context = EntryContext.unknown();
        assertThat(context.given(EntryFact.CPL)).isFalse();
        assertThat(context.complete()).isFalse();
        assertThatExceptionOfType(Missing.class)
                .isThrownBy(() -> context.get(EntryFact.CPL))
                .withMessageContaining("CPL");
        context.set(EntryFact.CPL, 3);
        assertThat(context.get(EntryFact.CPL)).isEqualTo(3);
        assertThat(context.given(EntryFact.CPL)).isTrue();
        assertThat(context.forget(EntryFact.CPL).given(EntryFact.CPL)).isFalse();
    }

    @Test
    void onlyChangesCount() {
        EntryContext context = EntryContext.sixtyFourBitLaunch();
        long before = context.changes();
        context.set(EntryFact.CPL, 0);
        assertThat(context.changes()).isEqualTo(before);
        context.set(EntryFact.CPL, 3);
        assertThat(context.changes()).isEqualTo(before + 1);
        context.forget(EntryFact.CPL);
        assertThat(context.changes()).isEqualTo(before + 2);
    }

    @Test
    void aCopyIsIndependentAndAsComplete() {
        EntryContext context = EntryContext.sixtyFourBitLaunch();
        EntryContext copy = context.copy();
        assertThat(copy.complete()).isTrue();
        assertThat(copy.get(EntryFact.VMXON_POINTER)).isEqualTo(0x2000);
        assertThat(copy.forget(EntryFact.CPL).complete()).isFalse();
        assertThat(context.complete()).isTrue();
        assertThat(copy.copy().given(EntryFact.CPL)).isFalse();
    }

    @Test
    void aStateAnswersForFieldsAndFacts() {
        EntryState state = EntryState.of(Vmcs.partial(), VmxCapabilities.modelled());
        assertThat(state.given(VmcsField.GUEST_CR0)).isFalse();
        assertThat(state.given(EntryFact.CPL)).isFalse();
        state.vmcs().set(VmcsField.GUEST_CR0, 5);
        state.context().set(EntryFact.CPL, 2);
        assertThat(state.given(VmcsField.GUEST_CR0)).isTrue();
        assertThat(state.given(EntryFact.CPL)).isTrue();
        assertThat(state.get((StateField) EntryFact.CPL)).isEqualTo(2);
        assertThat(state.get((StateField) VmcsField.GUEST_CR0)).isEqualTo(5);
        assertThat(state.is(EntryFact.CPL)).isTrue();
        assertThatExceptionOfType(Missing.class).isThrownBy(() -> state.read(0x1000, 4));
        assertThat(state.memoryReads()).isEqualTo(1);
        assertThatExceptionOfType(Missing.class).isThrownBy(() -> state.msrFaults(0x10, 0));
    }
}
