package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.SecondaryControl.ENABLE_EPT;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.vmx.capability.CpuFeature;
import dev.ringmaster.vmx.capability.IntelProcessor;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one processor accepts and another refuses. */
class ProcessorDifferencesTest {
    private static final VmxCapabilities PERMISSIVE = VmxCapabilities.permissive();
    private static final VmxCapabilities WITHOUT_MASKING =
            PERMISSIVE.toBuilder()
                    .msr(Msr.VMX_CR4_FIXED1, Cr4.LAM_SUP.clear(PERMISSIVE.cr4Fixed1()))
                    .build();

    @ParameterizedTest
    @CsvSource({"GUEST-010, GUEST_CR3", "HOST-004, HOST_CR3"})
    void linearAddressMaskingUsesTwoBitsOfCr3WhereItExists(String id, VmcsField cr3) {
        long masked = 0x6000000012345000L;
        assertThat(holds(id, cr3, masked, PERMISSIVE)).isTrue();
        assertThat(holds(id, cr3, masked, WITHOUT_MASKING)).isFalse();
        assertThat(holds(id, cr3, masked | 1L << 60, PERMISSIVE)).isFalse();
        assertThat(holds(id, cr3, masked | 1L << 63, PERMISSIVE)).isFalse();
    }

    @Test
    void withoutIntel64EachAddressOf32BitsIsCanonical() {
        VmxCapabilities old =
                PERMISSIVE.toBuilder()
                        .without(CpuFeature.INTEL_64)
                        .linearAddressWidth(32)
                        .physicalAddressWidth(36)
                        .build();
        assertThat(holds("HOST-035", VmcsField.HOST_FS_BASE, 0xc0000000L, old)).isTrue();
        assertThat(holds("HOST-035", VmcsField.HOST_FS_BASE, 1L << 60, PERMISSIVE)).isFalse();
        assertThat(holds("HOST-049", VmcsField.HOST_CR4, 1 << 13, old)).isTrue();
        assertThat(holds("HOST-054", VmcsField.HOST_CR4, 1 << 13, old)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "ENABLE_PML, HASWELL, SKYLAKE",
        "USE_TSC_SCALING, SKYLAKE, SKYLAKE_SERVER",
        "PASID_TRANSLATION, ICELAKE, SAPPHIRERAPIDS"
    })
    void aControlOfALaterProcessorIsRefusedByAnEarlierOne(
            SecondaryControl control, IntelProcessor earlier, IntelProcessor later) {
        long wanted = ENABLE_EPT.set(control.mask());
        assertThat(controlled(wanted, earlier)).isFalse();
        assertThat(controlled(wanted, later)).isTrue();
    }

    private static boolean controlled(long secondary, IntelProcessor processor) {
        VmxCapabilities caps = processor.capabilities();
        Vmcs guest = ValidVmcs.sixtyFourBit(caps);
        ValidVmcs.on(guest, PrimaryControl.ACTIVATE_SECONDARY_CONTROLS);
        guest.set(VmcsField.SECONDARY_VM_EXEC_CONTROL, secondary);
        return EntryRules.byId("CTL-003").holds(EntryState.of(guest, caps));
    }

    private static boolean holds(String id, VmcsField field, long value, VmxCapabilities caps) {
        EntryState state =
                Scenarios.state(ValidVmcs.sixtyFourBit(caps).set(field, value), caps, (at, n) -> 0);
        EntryRule rule = EntryRules.byId(id);
        StraightLineProperties.bothFormsAgree(rule.ruleGroup(), state);
        return rule.holds(state);
    }
}
