package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.VmcsField.*;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.TertiaryControl;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

/** Repairs change what is wrong and leave the rest as it was. */
class RepairsTest {
    private static final VmxCapabilities CAPS = VmxCapabilities.permissive();

    @Test
    void aMemoryTypeThatIsNoneBecomesThatAfterReset() {
        Vmcs vmcs = valid().set(GUEST_IA32_PAT, 0x0606060602060606L);
        ValidVmcs.on(vmcs, EntryControl.LOAD_IA32_PAT);
        repairs("GUEST-017", vmcs, GUEST_IA32_PAT, 0x0606060600060606L);
    }

    @Test
    void codeThatWasNeverAccessedBecomesAccessed() {
        repairs(
                "GUEST-067",
                valid().set(GUEST_CS_ACCESS_RIGHTS, 0xa09a),
                GUEST_CS_ACCESS_RIGHTS,
                0xa09b);
    }

    @Test
    void theDplOfCodeFollowsThatOfTheStack() {
        repairs(
                "GUEST-084",
                valid().set(GUEST_CS_ACCESS_RIGHTS, 0xa0fb),
                GUEST_CS_ACCESS_RIGHTS,
                0xa09b);
    }

    @Test
    void aTaskThatIsNotBusyBecomesBusyAndKeepsItsWidth() {
        Vmcs wide = ValidVmcs.protected32(CAPS).set(GUEST_TR_ACCESS_RIGHTS, 0x89);
        repairs("GUEST-128", wide, GUEST_TR_ACCESS_RIGHTS, 0x8b);
        Vmcs narrow = ValidVmcs.protected32(CAPS).set(GUEST_TR_ACCESS_RIGHTS, 0x81);
        repairs("GUEST-128", narrow, GUEST_TR_ACCESS_RIGHTS, 0x83);
    }

    @Test
    void softwareInterruptsHaveTwoBytesWhereALengthIsNeeded() {
        VmxCapabilities strict = CAPS.toBuilder().msr(0x485, CAPS.msr(0x485) & ~(1L << 30)).build();
        Vmcs vmcs = ValidVmcs.sixtyFourBit(strict).set(VM_ENTRY_INSTRUCTION_LEN, 0);
        vmcs.set(VM_ENTRY_INTR_INFO_FIELD, EventInfo.of(EventType.SOFTWARE_INTERRUPT, 0x80));
        EntryState state = EntryState.of(vmcs, strict);
        assertThat(EntryRules.byId("CTL-106").repair(state))
                .containsEntry(VM_ENTRY_INSTRUCTION_LEN, 2L);
    }

    @Test
    void aTableThatWrapsAroundDoesNotEndWithinTheAddressWidth() {
        Vmcs vmcs = ValidVmcs.everything(CAPS);
        ValidVmcs.on(vmcs, TertiaryControl.IPI_VIRTUALIZATION);
        vmcs.set(PID_POINTER_TABLE_ADDRESS, -8).set(LAST_PID_POINTER_INDEX, 1);
        assertThat(EntryRules.byId("CTL-033").holds(EntryState.of(vmcs, CAPS))).isFalse();
    }

    private static Vmcs valid() {
        return ValidVmcs.sixtyFourBit(CAPS);
    }

    private static void repairs(String id, Vmcs vmcs, VmcsField field, long value) {
        EntryState state = EntryState.of(vmcs, CAPS);
        EntryRule rule = EntryRules.byId(id);
        assertThat(rule.holds(state)).isFalse();
        assertThat(rule.repair(state)).containsOnlyKeys(field).containsEntry(field, value);
    }
}
