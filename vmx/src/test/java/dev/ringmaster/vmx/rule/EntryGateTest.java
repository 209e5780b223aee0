package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.vmx.vmcs.FieldSet;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which groups are looked at again, seen by the fields that are read. */
class EntryGateTest {
    private final EntryState state = Scenarios.valid().get(0);
    private final EntryGate gate = new EntryGate(state);

    @BeforeEach
    void everyGroupIsClean() {
        assertThat(gate.firstViolation()).isEmpty();
    }

    @Test
    void cleanGroupsAreSkipped() {
        assertThat(reads(VmcsField.HOST_CR0)).isFalse();
        assertThat(reads(VmcsField.GUEST_GDTR_LIMIT)).isFalse();
        gate.forget();
        assertThat(reads(VmcsField.GUEST_GDTR_LIMIT)).isTrue();
    }

    @Test
    void hostStateConcernsHostRules() {
        state.vmcs().set(VmcsField.HOST_RIP, 0x5000);
        assertThat(reads(VmcsField.GUEST_GDTR_LIMIT)).isFalse();
        state.vmcs().set(VmcsField.HOST_RIP, 0x6000);
        assertThat(reads(VmcsField.HOST_CR0)).isTrue();
    }

    @Test
    void guestStateConcernsGuestRules() {
        state.vmcs().set(VmcsField.GUEST_RIP, 0x5000);
        assertThat(reads(VmcsField.HOST_CR0)).isFalse();
        state.vmcs().set(VmcsField.GUEST_RIP, 0x6000);
        assertThat(reads(VmcsField.GUEST_GDTR_LIMIT)).isTrue();
    }

    @Test
    void controlsAndFactsConcernAll() {
        state.vmcs().set(VmcsField.EXCEPTION_BITMAP, 1);
        assertThat(reads(VmcsField.HOST_CR0)).isTrue();
        state.context().set(EntryFact.CURRENT_VMCS_POINTER, 0x7000);
        assertThat(reads(VmcsField.GUEST_GDTR_LIMIT)).isTrue();
    }

    @Test
    void aViolatedGroupIsNeverClean() {
        state.vmcs().set(VmcsField.GUEST_RFLAGS, 0);
        assertThat(gate.firstViolation()).isPresent();
        assertThat(gate.firstViolation()).isPresent();
    }

    @Test
    void aGroupThatReadMemoryIsNeverClean() {
        state.vmcs().set(VmcsField.VM_ENTRY_MSR_LOAD_COUNT, 1);
        assertThat(gate.firstViolation()).isEmpty();
        assertThat(reads(VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS)).isTrue();
        assertThat(reads(VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS)).isTrue();
    }

    private boolean reads(VmcsField field) {
        FieldSet reads = new FieldSet();
        state.vmcs().watchReads(reads);
        assertThat(gate.firstViolation()).isEmpty();
        state.vmcs().watchReads(null);
        return reads.contains(field);
    }
}
