package dev.ringmaster.testkit.dump;

import static dev.ringmaster.testkit.dump.Dumps.only;
import static dev.ringmaster.testkit.dump.Dumps.violated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

import java.util.List;

class KvmVmcsTest {

    private static Vmcs vmcs(String text) {
        return only(text).dump().vmcs();
    }

    @Test
    void whatOtherProgramsPrintBeforeTheDumpIsNoField() {
        String text = "my test\nEPT pointer = 0xfffffc000012305e\nCR3 = 0x1\n" + Dumps.TASK;
        assertThat(vmcs(text)).isEqualTo(vmcs(Dumps.TASK));
        assertThat(only(text).dump().notUnderstood())
                .containsExactly("my test", "EPT pointer = 0xfffffc000012305e", "CR3 = 0x1");
    }

    @Test
    void aDumpWithoutItsHeadIsADumpOfItsOwn() {
        String tail = Dumps.TASK.substring(Dumps.TASK.indexOf("*** Host State"));
        assertThat(Dumps.explain(tail + Dumps.TASK).stream().map(Dumps::violated))
                .containsExactly(List.of(), List.of("GUEST-069", "GUEST-070"));
    }

    @Test
    void theFunctionTracerWrapsHeadingsAndNames() {
        String line = "      CPU 0/KVM-1234 [003]  77.000001: ";
        String text =
                line
                        + "bputs:                dump_vmcs: ***\nGuest State ***\n"
                        + line
                        + "bprint:               dump_vmcs:\nRFLAGS=0x00000000         DR7 =\n"
                        + "0x0000000000000400\n"
                        + line
                        + "bprint:\nvmx_dump_sel.part.0: TR:   sel=0x0040, attr=0x0008b,\n"
                        + "limit=0x00000067, base=0x0000000000001000\n";
        Explained traced = only(text);
        assertThat(violated(traced)).containsExactly("GUEST-150");
        assertThat(traced.dump().vmcs().get(VmcsField.GUEST_TR_SELECTOR)).isEqualTo(0x40);
        assertThat(traced.dump().notUnderstood()).isEmpty();
    }

    @Test
    void aNumberThatLostDigitsIsNotBelieved() {
        Explained broken = only("RFLAGS=0x00000\n202         DR7 = 0x0000000000000400\n");
        assertThat(broken.dump().vmcs().given(VmcsField.GUEST_RFLAGS)).isFalse();
        assertThat(broken.dump().vmcs().get(VmcsField.GUEST_DR7)).isEqualTo(0x400);
        assertThat(broken.dump().notUnderstood())
                .anyMatch(line -> line.startsWith("GUEST_RFLAGS: '00000'"));
    }

    @Test
    void peopleLeaveZerosOutWhenTheyType() {
        String text =
                """
                *** Guest State ***
                CR3 = 0x39000
                RSP = 0x7ff0  RIP = 0xfff0
                RFLAGS=0x0  DR7 = 0x400
                CS:   sel=0xf000, attr=0x9b, limit=0xffff, base=0xf0000
                """;
        Explained typed = only(text);
        assertThat(violated(typed)).containsExactly("GUEST-150");
        assertThat(typed.dump().vmcs().get(VmcsField.GUEST_CR3)).isEqualTo(0x39000);
        assertThat(typed.dump().vmcs().get(VmcsField.GUEST_CS_BASE)).isEqualTo(0xf0000);
        assertThat(typed.dump().notUnderstood()).isEmpty();
    }

    @Test
    void aNarrowWindowThatCutsEachLineTypesNothing() {
        Explained narrow = only("RSP = 0x00000000\nRFLAGS=0x00\nCR3 = 0x0000000000\nVMEntry: i");
        assertThat(narrow.dump().vmcs().given(VmcsField.GUEST_RFLAGS)).isFalse();
        assertThat(violated(narrow)).isEmpty();
    }

    @Test
    void twoNumbersThatWereJoinedAreNotBelieved() {
        Explained joined = only("RFLAGS=0x0000020000  DR7 = 0x0000000000000400\n");
        assertThat(joined.dump().vmcs().given(VmcsField.GUEST_RFLAGS)).isFalse();
        assertThat(violated("RFLAGS=0x100000002  DR7 = 0x0000000000000400\n"))
                .containsExactly("GUEST-149");
    }

    @Test
    void peopleTypeErrorcode() {
        String text =
                "VMEXIT: intr_info=80000b0e errorcode=0000002 ilen=00000003\n"
                        + "reason=80000021 qualification=0000000000000002\n";
        Explained typed = only(text);
        assertThat(typed.dump().vmcs().get(VmcsField.VM_EXIT_INSTRUCTION_LEN)).isEqualTo(3);
        assertThat(typed.dump().vmcs().given(VmcsField.VM_EXIT_INTR_ERROR_CODE)).isFalse();
        assertThat(typed.outcome().qualification()).isEqualTo(2);
    }

    @Test
    void registersOfALinuxOopsDoNotMakeADumpOfXen() {
        String text =
                "EPT pointer = 0x00000001c4f5101e\nRAX: 0000000000000000 RBX: 0000000000000004"
                        + " RCX: 0000000000411021\nRDX: 0000001b2ca20000\n";
        assertThat(only(text).dump().format()).isEqualTo("kvm-vmcs");
    }

    @Test
    void theNewestKernelsSpeakOfFred() {
        String text =
                "*** Guest State ***\n"
                        + "FRED guest: config=0x0000000000001000, stack_levels=0x0000000000000003\n"
                        + "RSP0=0x0000000000000000, RSP1=0xffff800000001000\n"
                        + "RSP2=0xffff800000002000, RSP3=0xffff800000003001\n"
                        + "*** Host State ***\n*** Control State ***\n"
                        + "PinBased=0x0000007f EntryControls=0x0080d3ff\n"
                        + "ExitControls=0x802befff SecondaryExitControls=0x0000000000000003\n"
                        + "VMEntry: intr_info=00000000 errcode=00000000 ilen=00000000"
                        + " event_data=0000000000000007\n";
        Explained fred = only(text);
        assertThat(violated(fred)).containsExactly("GUEST-033");
        assertThat(fred.dump().vmcs().get(VmcsField.INJECTED_EVENT_DATA)).isEqualTo(7);
        assertThat(fred.dump().vmcs().get(VmcsField.SECONDARY_VM_EXIT_CONTROLS)).isEqualTo(3);
        assertThat(fred.dump().notUnderstood()).isEmpty();
    }

    @Test
    void theVirtualMachineMonitorTellsTheHardwaresReason() {
        String text =
                "ERROR: KVM_EXIT_FAIL_ENTRY: hardware_entry_failure_reason = 0x80000021\n"
                        + "RFLAGS=0x00000002         DR7 = 0x0000000000000400\n";
        assertThat(only(text).outcome().number()).isEqualTo(33);
    }

    @Test
    void whatFollowsTheControlsIsNotTheGuests() {
        String text =
                "PinBased=0000007f CPUBased=b5986dfa SecondaryExec=00000000\n"
                        + "nested: RIP=0xffff80000000c000 RSP=0xffff80000000d000\nRFLAGS=0x40213\n";
        assertThat(vmcs(text).given(VmcsField.GUEST_RIP)).isFalse();
        assertThat(vmcs(text).given(VmcsField.HOST_RIP)).isFalse();
        assertThat(vmcs(text).given(VmcsField.GUEST_RFLAGS)).isFalse();
    }

    @Test
    void theOrderOfRegistersTellsWhoseTheyAre() {
        String text =
                "*** Guest State ***\nCR3 = 0x0000000000001000\n[...]\n"
                        + "RIP = 0xffffffffc119a0a0  RSP = 0xffffa6a24a52bc20\n[...]\n"
                        + "r RSP=fffffe00002c7000 CS:RIP=0010:ffffffffbd201d90\n";
        assertThat(vmcs(text).given(VmcsField.GUEST_RIP)).isFalse();
        assertThat(vmcs(text).get(VmcsField.HOST_RIP)).isEqualTo(0xffffffffc119a0a0L);
        assertThat(vmcs(text).get(VmcsField.HOST_RSP)).isEqualTo(0xffffa6a24a52bc20L);
    }

    @Test
    void aProcessorThatRefusesControlsDoesNotComeToTheGuest() {
        String guest = "RFLAGS=0x00000000         DR7 = 0x0000000000000400\n";
        Explained refused = only("KVM: entry failed, hardware error 0x7\n" + guest);
        assertThat(violated(refused)).containsExactly("GUEST-150");
        assertThat(refused.outcome().kind()).isEqualTo(Outcome.Kind.VM_FAIL_VALID);
        assertThat(refused.outcome().number()).isEqualTo(7);
        assertThat(only("KVM: entry failed, hardware error 0xc\n" + guest).outcome().number())
                .isEqualTo(33);
    }
}
