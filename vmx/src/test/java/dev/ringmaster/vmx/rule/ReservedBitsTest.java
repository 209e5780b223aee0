package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reserved bits as the manual lists them, written down here a second time: each of them breaks its
 * rule, and no other bit of the field does.
 */
class ReservedBitsTest {

    @ParameterizedTest
    @CsvSource({
        "GUEST-145, GUEST_GDTR_LIMIT, ffff0000, 0",
        "GUEST-146, GUEST_IDTR_LIMIT, ffff0000, 0",
        "GUEST-149, GUEST_RFLAGS, ffffffffffc08028, 2",
        "GUEST-163, GUEST_INTERRUPTIBILITY_INFO, ffffffe0, 0",
        "GUEST-175, GUEST_PENDING_DEBUG_EXCEPTIONS, fffffffffffea7f0, 0",
        "GUEST-178, GUEST_PENDING_DEBUG_EXCEPTIONS, fffffffffffeefff, 11000",
        "HOST-009, HOST_IA32_EFER, fffffffffffff2fe, 500",
    })
    void exactlyTheseBitsBreakTheRule(String id, VmcsField field, String reserved, String valid) {
        VmxCapabilities caps = VmxCapabilities.permissive();
        EntryState state = EntryState.of(ValidVmcs.everything(caps), caps);
        EntryRule rule = EntryRules.byId(id);
        long start = Long.parseUnsignedLong(valid, 16);
        state.vmcs().set(field, start);
        assertThat(rule.holds(state)).isTrue();
        long found = 0;
        for (int bit = 0; bit < field.width(); bit++) {
            state.vmcs().set(field, start ^ 1L << bit);
            found |= rule.holds(state) ? 0 : 1L << bit;
        }
        assertThat(Long.toHexString(found)).isEqualTo(reserved);
    }
}
