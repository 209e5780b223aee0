package dev.ringmaster.testkit.dump;

import static dev.ringmaster.testkit.dump.Dumps.explain;
import static dev.ringmaster.testkit.dump.Dumps.only;
import static dev.ringmaster.testkit.dump.Dumps.violated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

import java.util.List;

class XmhfDumpTest {

    @Test
    void aTagMayHaveAHyphen() {
        List<Explained> all =
                explain(
                        """
                        CPU(0x03): @entry-failed12@guest_RFLAGS = 0x00000000
                        CPU(0x03): (0x6820) @entry-failed02@guest_RFLAGS = 0x00000002
                        """);
        assertThat(all).hasSize(2);
        assertThat(violated(all.get(0))).containsExactly("GUEST-150");
        assertThat(violated(all.get(1))).isEmpty();
    }

    @Test
    void aVmcsThatIsPrintedAgainIsADumpOfItsOwn() {
        List<Explained> all =
                explain(
                        """
                        CPU(0x02): :vmcs02:control_vpid = 0x0004
                        CPU(0x02): :vmcs02:guest_RFLAGS = 0x00000002
                        CPU(0x02): :vmcs02:control_vpid = 0x0004
                        CPU(0x02): :vmcs02:guest_RFLAGS = 0x00000000
                        """);
        assertThat(all).hasSize(2);
        assertThat(violated(all.get(0))).isEmpty();
        assertThat(violated(all.get(1))).containsExactly("GUEST-150");
    }

    @Test
    void fieldsThatComeOnlyByXmhfsNamesAreRead() {
        Explained link =
                only(
                        """
                        CPU(0x00): vcpu->vmcs.guest_VMCS_link_pointer=0x0000000000001234
                        CPU(0x00): vcpu->vmcs.control_TSC_multiplier=0x0000000000000011
                        """);
        assertThat(link.dump().vmcs().get(VmcsField.VMCS_LINK_POINTER)).isEqualTo(0x1234);
        assertThat(link.dump().vmcs().get(VmcsField.TSC_MULTIPLIER)).isEqualTo(0x11);
        assertThat(link.dump().notUnderstood()).isEmpty();
    }

    @Test
    void whatANestedHypervisorIsShownCountsForItsVmcsOnly() {
        List<Explained> all =
                explain(
                        """
                        CPU(0x00): vcpu->vmx_ept_paddrmask=0x0000001ffffff000
                        CPU(0x00): vcpu->vmx_msrs[8]=0x0000000000002000
                        CPU(0x00): vcpu->vmx_nested_msrs[8]=0x0000000000002020
                        CPU(0x00): vcpu->vmx_ept_defaulttype=0x00000000
                        CPU(0x00): :vmcs12:guest_CR4 = 0x0000000000002000
                        CPU(0x00): :vmcs02:guest_CR4 = 0x0000000000002000
                        """);
        assertThat(violated(all.get(0))).containsExactly("GUEST-003");
        assertThat(violated(all.get(1))).isEmpty();
        assertThat(all.get(1).dump().capabilityMsrs()).containsEntry(Msr.VMX_CR4_FIXED0, 0x2000L);
        assertThat(all.get(1).dump().physicalAddressWidth()).hasValue(37);
        assertThat(all.get(1).dump().notUnderstood()).isEmpty();
    }

    @Test
    void theInstructionErrorOfAFailedVmreadMeansNothing() {
        Explained enters =
                only(
                        """
                        CPU(0x01): (0x2000) @a@control_IO_BitmapA_address = unavailable
                        CPU(0x01): (0x4400) @a@info_vminstr_error = 0x0000000c
                        CPU(0x01): (0x6820) @a@guest_RFLAGS = 0x00000002
                        """);
        assertThat(enters.outcome().kind()).isNotEqualTo(Kind.VM_FAIL_VALID);
    }

    @Test
    void anInstructionErrorBesideAnExitThatWasMadeIsOfAnotherTime() {
        String error = "CPU(0x01): @a@info_vminstr_error = 0x00000007\n";
        assertThat(only(error).outcome().kind()).isEqualTo(Kind.VM_FAIL_VALID);
        String exit = error + "CPU(0x01): @a@info_vmexit_reason = 0x0000000a\n";
        assertThat(only(exit).outcome().kind()).isNotEqualTo(Kind.VM_FAIL_VALID);
    }

    @Test
    void olderXmhfPrintsTheGuestsStateInItsOwnWay() {
        Explained failed =
                only(
                        """
                        CPU(0x02): VMLAUNCH error; code=0x7. HALT!
                        Guest State follows:
                        guest_FS_selector=0x0000
                        guest_FS_access_rights=0x00000093
                        guest_FS_base/limit=0x00001000/0xfffe
                        guest_CR0=0x00000025, guest_CR4=0x00002000, guest_CR3=0x00009000
                        guest_RFLAGS=0x00000002
                        """);
        assertThat(failed.dump().format()).isEqualTo("xmhf");
        assertThat(failed.outcome().kind()).isEqualTo(Kind.VM_FAIL_VALID);
        assertThat(failed.outcome().number()).isEqualTo(7);
        assertThat(failed.dump().vmcs().get(VmcsField.GUEST_FS_LIMIT)).isEqualTo(0xfffe);
        assertThat(failed.dump().vmcs().get(VmcsField.GUEST_CR3)).isEqualTo(0x9000);
        assertThat(failed.dump().notUnderstood()).isEmpty();
    }

    @Test
    void olderXmhfTellsTheReasonOfAFailedEntry() {
        Explained failed =
                only(
                        """
                        VM-ENTRY error: reason=0x80000021, qualification=0x0000000000000000
                        Guest State follows:
                        guest_RIP=0x00007c00
                        guest_RFLAGS=0x00000000
                        """);
        assertThat(failed.outcome().number()).isEqualTo(33);
        assertThat(violated(failed)).containsExactly("GUEST-150");
    }

    @Test
    void theEntryAtWhichTheProcessorStoppedHasAWrongValue() {
        String vmcs =
                """
                CPU(0x01): :vmcs02:control_VM_entry_MSR_load_count = 0x00000001
                CPU(0x01): :vmcs02:control_VM_entry_MSR_load_address = 0x0000000000005000
                CPU(0x01): :vmcs02:info_vmexit_reason = 0x80000022
                CPU(0x01): :vmcs02:info_exit_qualification = 0x0000000000000001
                """;
        String list =
                "CPU(0x01): :MSR:vmcs02_vmentry_msr_load_area[0] = 0xc0000080 -> 0x0000000000000501\n";
        assertThat(violated(vmcs)).isEmpty();
        assertThat(violated(vmcs + list)).containsExactly("MSR-007");
        assertThat(only(vmcs + list).dump().notUnderstood()).isEmpty();
    }

    @Test
    void anEntryMayBePrintedInItsParts() {
        String text =
                """
                CPU(0x01): @after02@control_VM_entry_MSR_load_count = 0x00000001
                CPU(0x01): @after02@control_VM_entry_MSR_load_address = 0x0000000000005000
                CPU(0x01): @after@info->vmcs02_vmentry_msr_load_area[0].index = 0xc0000102
                CPU(0x01): @after@info->vmcs02_vmentry_msr_load_area[0].reserved = 0x00000001
                CPU(0x01): @after@info->vmcs02_vmentry_msr_load_area[0].data = 0x0000000000000000
                """;
        assertThat(violated(text)).containsExactly("MSR-006");
        assertThat(only(text).dump().notUnderstood()).isEmpty();
    }
}
