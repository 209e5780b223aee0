package dev.ringmaster.vmx.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

/** The exit qualification of a failed load is the number of the entry, counted from 1. */
class MsrLoadRulesTest {
    private static final long AREA = 0x5000;
    private static final VmxCapabilities CAPS = VmxCapabilities.permissive();

    @Test
    void theBadEntryIsNamedByItsNumber() {
        Explanation found = explain(3, (at, n) -> at == AREA + 32 ? 0x800 : 0);
        assertThat(found.violations())
                .extracting(each -> each.rule().id())
                .containsExactly("MSR-003");
        assertThat(found.violations()).extracting(Finding::required).asString().contains("entry 3");
        assertThat(found.outcome().number()).isEqualTo(34);
        assertThat(found.outcome().qualification()).isEqualTo(3);
    }

    @Test
    void whatLiesBehindTheListIsNotLoaded() {
        assertThat(explain(2, (at, n) -> at == AREA + 32 ? 0x800 : 0).violations()).isEmpty();
        assertThat(explain(0, (at, n) -> 0x800).violations()).isEmpty();
    }

    @Test
    void theProcessorGoesEntryByEntryNotRuleByRule() {
        EntryMemory memory =
                (at, n) -> at == AREA + 4 ? 1 : at == AREA + 16 ? Msr.FS_BASE & 0xffffffffL : 0;
        Explanation found = explain(2, memory);
        assertThat(found.violations())
                .extracting(each -> each.rule().id())
                .containsExactly("MSR-001", "MSR-006");
        assertThat(found.outcome().qualification()).isEqualTo(1);
    }

    @Test
    void whatIsKnownToBeBadIsNamedThoughWhatFollowsIsMissing() {
        EntryMemory first =
                (at, n) -> {
                    if (at >= AREA + 16) {
                        throw new Missing("memory");
                    }
                    return at == AREA ? 0x79 : 0;
                };
        Explanation found = explain(2, first);
        assertThat(found.violations())
                .extracting(each -> each.rule().id())
                .containsExactly("MSR-005");
        assertThat(found.outcome().qualification()).isEqualTo(1);
        assertThat(found.notChecked())
                .extracting(each -> each.rule().id())
                .contains("MSR-001", "MSR-006");
    }

    private static Explanation explain(int count, EntryMemory memory) {
        Vmcs vmcs = ValidVmcs.sixtyFourBit(CAPS).set(VmcsField.VM_ENTRY_MSR_LOAD_COUNT, count);
        return VmEntryChecker.explain(
                Scenarios.state(vmcs.set(VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS, AREA), CAPS, memory));
    }
}
