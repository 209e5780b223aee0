package dev.ringmaster.testkit.dump;

import static dev.ringmaster.testkit.dump.Dumps.only;
import static dev.ringmaster.testkit.dump.Dumps.violated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

class DumpReaderTest {

    @Test
    void kvmTellsOfTwoSegmentsThatWereNeverAccessed() {
        Explained task = only(Dumps.TASK);
        assertThat(violated(task)).containsExactly("GUEST-069", "GUEST-070");
        assertThat(task.outcome().number()).isEqualTo(33);
        assertThat(task.dump().format()).isEqualTo("kvm-vmcs");
        assertThat(task.dump().notUnderstood()).isEmpty();
    }

    @Test
    void qemusRegistersAndXmhfsLogTellOfOneRuleEach() {
        assertThat(violated(only(Dumps.LDTR))).containsExactly("GUEST-136");
        assertThat(violated(only(Dumps.LINK))).containsExactly("GUEST-182");
        for (String text : List.of(Dumps.LDTR, Dumps.LINK)) {
            assertThat(only(text).outcome().number()).isEqualTo(33);
            assertThat(only(text).dump().notUnderstood()).isEmpty();
        }
    }

    @Test
    void whatKvmComputedIsNoFieldOfTheVmcs() {
        Explained task = only(Dumps.TASK);
        assertThat(task.dump().vmcs().given(VmcsField.GUEST_IA32_EFER)).isFalse();
        assertThat(task.dump().vmcs().get(VmcsField.HOST_IA32_EFER)).isEqualTo(0xd01);
    }

    @Test
    void xenTellsOfADebugRegisterThatIsTooWide() {
        Explained wide = only(Dumps.DR7);
        assertThat(violated(wide)).containsExactly("GUEST-011");
        assertThat(wide.dump().format()).isEqualTo("xen-vmcs");
        assertThat(wide.dump().notUnderstood()).isEmpty();
    }

    @Test
    void theSameLabelMeansAnotherFieldInAnotherSection() {
        Explained wide = only(Dumps.DR7);
        assertThat(wide.dump().vmcs().get(VmcsField.GUEST_RIP)).isEqualTo(0x209997);
        assertThat(wide.dump().vmcs().get(VmcsField.HOST_RIP)).isEqualTo(0xffff82d08031dd30L);
    }

    @Test
    void vmrunRefusesAVmcbWithoutSvmeInterceptAndAsid() {
        Explained invalid = only(Dumps.INVALID);
        assertThat(violated(invalid)).containsExactly("CHK-001", "CHK-014", "CHK-021");
        assertThat(invalid.outcome().kind()).isEqualTo(Kind.VMEXIT_INVALID);
        assertThat(invalid.dump().reported().orElseThrow()).isEqualTo(invalid.outcome());
        assertThat(invalid.dump().vmcb().get(VmcbField.VINTR)).isEqualTo(0x03000200);
        assertThat(invalid.dump().notUnderstood()).isEmpty();
    }

    @Test
    void xensVmcbHasUnpaddedNumbers() {
        String text =
                """
                (XEN) Dumping guest's current state at svm_asm_do_resume...
                (XEN) cr_intercepts = 0xfbfffbff dr_intercepts = 0xffffffff exception_intercepts = 0x60082
                (XEN) general1_intercepts = 0xbdc4800f general2_intercepts = 0x2e7e
                (XEN) tlb_control = 0 vintr = 0x1000000 int_stat = 0
                (XEN) exitcode = 0xffffffffffffffff exit_int_info = 0
                (XEN) asid = 0x1 np_ctrl = 0x1: NP
                (XEN) CR0 = 0x0000000020000033 CR2 = 0x0000000000000000
                (XEN)   CS: f000 009b 0000ffff 00000000ffff0000
                """;
        Explained xen = only(text);
        assertThat(xen.dump().format()).isEqualTo("xen-vmcb");
        assertThat(violated(xen)).containsExactly("CHK-002", "CHK-014");
        assertThat(xen.dump().vmcb().get(VmcbField.CS_BASE)).isEqualTo(0xffff0000L);
        assertThat(xen.dump().notUnderstood()).isEmpty();
    }

    @Test
    void qemuShowsNoFieldsInItsControlRegisters() {
        String text =
                """
                KVM: entry failed, hardware error 0x80000021

                EAX=00000000 EBX=00000000 ECX=00000000 EDX=00000600
                EIP=0000fff0 EFL=00000000 [-------] CPL=0 II=0 A20=1 SMM=0 HLT=0
                ES =0000 00000000 0000ffff 00009300 DPL=0 DS16 [-WA]
                FS =0000 00000000 00000000 00000000
                CR0=60000010 CR2=00000000 CR3=00000000 CR4=00000000
                """;
        Explained qemu = only(text);
        assertThat(qemu.dump().vmcs().given(VmcsField.GUEST_CR0)).isFalse();
        assertThat(qemu.dump().vmcs().get(VmcsField.GUEST_FS_ACCESS_RIGHTS)).isEqualTo(0x10000);
        assertThat(qemu.dump().vmcs().get(VmcsField.GUEST_ES_ACCESS_RIGHTS)).isEqualTo(0x93);
        assertThat(violated(qemu)).containsExactly("GUEST-150");
        assertThat(qemu.dump().notUnderstood()).isEmpty();
    }

    @Test
    void aHardwareErrorOfAllOnesIsAmds() {
        String text =
                """
                KVM: entry failed, hardware error 0xffffffff
                RAX=0000000000000000 RBX=0000000000000000 RCX=0000000000000000 RDX=0000000000000600
                CS =f000 00000000ffff0000 0000ffff 00009b00
                DR6=00000000ffff0ff0 DR7=0000000100000400
                """;
        assertThat(violated(text)).containsExactly("CHK-008");
        assertThat(only(text).outcome().kind()).isEqualTo(Kind.VMEXIT_INVALID);
    }

    @Test
    void fieldsComeByNameAndByEncoding() {
        assertThat(violated("0x6820=0x0\nGUEST_ACTIVITY_STATE=5\n"))
                .containsExactly("GUEST-150", "GUEST-156");
        assertThat(violated("| GUEST_RFLAGS | 0x0 |\n# Guest DR7 = 0x100000400\n"))
                .containsExactly("GUEST-011", "GUEST-150");
        assertThat(violated("EFER=0\nCR0=0x20000000\nGUEST_ASID=0\n"))
                .containsExactly("CHK-001", "CHK-002", "CHK-021");
    }

    @Test
    void halvesOfAFieldAreJoined() {
        Explained halves = only("0x2801=0xffffffff\n0x2800=0xffffffff\n");
        assertThat(halves.dump().vmcs().get(VmcsField.VMCS_LINK_POINTER)).isEqualTo(-1);
    }

    @Test
    void haxmPrintsWithoutPrefix() {
        String text = "haxm_error: 681e GUEST_RIP: fff0\nhaxm_error: 6820 GUEST_RFLAGS: 0\n";
        assertThat(only(text).dump().format()).isEqualTo("haxm");
        assertThat(violated(text)).containsExactly("GUEST-150");
    }

    @Test
    void eachVmcsOfXmhfIsADumpOfItsOwn() {
        String text =
                """
                CPU(0x00): (0x6820) :vmcs12:guest_RFLAGS = 0x00000000
                CPU(0x00): :vmcs02:guest_RFLAGS = 0x00000002
                CPU(0x00): :vmcs02:control_Task_PRivilege_Threshold = unavailable
                """;
        assertThat(Dumps.explain(text).stream().map(Dumps::violated))
                .containsExactly(List.of("GUEST-150"), List.of());
    }

    @Test
    void bhyveCountsItsReasonsWithoutTheHighestBit() {
        String text =
                "vm exit[0]\n\treason\t\tVMX\n\trip\t\t0x000000000000fff0\n\tinst_length\t3\n"
                        + "\tstatus\t\t0\n\texit_reason\t33\n\tqualification\t0x0000000000000000\n"
                        + "VMCS_GUEST_RFLAGS:                  0x0000000000000000\n";
        assertThat(violated(text)).containsExactly("GUEST-150");
        assertThat(only(text).dump().reported().orElseThrow().number()).isEqualTo(33);
    }

    @Test
    void virtualBoxTellsItsCapabilities() {
        String text =
                """
                00:00:01.1 HM: MSR_IA32_VMX_PINBASED_CTLS        = 0x7f00000016
                00:00:10.1 CPU[0]: VT-x info:
                00:00:10.1 rcLastExitToR3 = VERR_VMX_INVALID_GUEST_STATE
                00:00:10.1 cs={0010 base=0000000000000000 limit=ffffffff flags=0000c09b} cr0=80050033
                00:00:10.1 eip=00001000 esp=00002000 eflags=00000000
                """;
        Explained box = only(text);
        assertThat(violated(box)).containsExactly("GUEST-150");
        assertThat(box.dump().capabilityMsrs()).containsEntry(0x481, 0x7f00000016L);
        assertThat(box.dump().vmcs().given(VmcsField.GUEST_CR0)).isFalse();
    }

    @Test
    void kontainGivesAttributesOneByOne() {
        String text =
                """
                == KVM_GET_SREGS ==
                TR  base: 0x0 limit:0x67 selector: 0x8 type: 0x3 present: 0x1
                    dpl:0x0 db: 0x0 s: 0x1 l: 0x0 g: 0x0 avl: 0x0 unusable: 0x0
                """;
        assertThat(violated(text)).containsExactly("GUEST-129");
    }

    @Test
    void severalDumpsInOneFileAreSeveralResults() {
        assertThat(
                        Dumps.explain(Dumps.TASK + Dumps.DR7 + Dumps.INVALID).stream()
                                .map(Dumps::violated))
                .containsExactly(
                        List.of("GUEST-069", "GUEST-070"),
                        List.of("GUEST-011"),
                        List.of("CHK-001", "CHK-014", "CHK-021"));
    }

    @Test
    void nothingIsDroppedSilently() {
        Explained odd = only("GUEST_RFLAGS=2\nthe moon is full\n");
        assertThat(odd.dump().notUnderstood()).containsExactly("the moon is full");
    }

    @Test
    void contradictingValuesAreNotBelieved() {
        String twice = Dumps.TASK.replace("DR7 =", "DR7 = 0x0000000000000000 DR7 =");
        Explained task = only(twice);
        assertThat(task.dump().vmcs().given(VmcsField.GUEST_DR7)).isFalse();
        assertThat(task.dump().notUnderstood()).anyMatch(line -> line.contains("given twice"));
    }

    @Test
    void proseIsNoDump() {
        assertThatThrownBy(() -> DumpReader.read("My VM = broken, I tried 3 times.\n"))
                .isInstanceOf(UnreadableDumpException.class);
    }

    @Test
    @Timeout(10)
    void aHintWithoutItsEndCostsNoTime() {
        String text =
                "KVM: entry failed, hardware error 0x80000021\n\nIf you're running a guest on an"
                        + " Intel machine without unrestricted mode support, the failure can be"
                        + " most likely due to the guest entering an invalid state for Intel VT.\n"
                        + "EIP=0000fff0 EFL=00000000 [-------] CPL=0 II=0 A20=1 SMM=0 HLT=0\n";
        assertThat(violated(text)).containsExactly("GUEST-150");
    }

    @Test
    @Timeout(10)
    void rulesAndDotsCostNoTime() {
        String line = "contents" + ".".repeat(300) + "a-".repeat(300) + "\n";
        assertThat(violated(line + "GUEST_RFLAGS=0\n" + line)).containsExactly("GUEST-150");
    }

    @Test
    void whatStandsBetweenTheGuestsAndTheHostsPartIsNeithers() {
        String elided =
                Dumps.TASK.replaceFirst("(?s)(\n)EFER= 0x0000000000000500.*?\nFSBase", "$1FSBase");
        Explained task = only(elided);
        assertThat(task.dump().vmcs().given(VmcsField.GUEST_IA32_EFER)).isFalse();
        assertThat(task.dump().vmcs().given(VmcsField.GUEST_IA32_PAT)).isFalse();
        assertThat(task.dump().vmcs().get(VmcsField.GUEST_CR3)).isEqualTo(0x1709000);
        assertThat(task.dump().vmcs().get(VmcsField.HOST_CR3)).isEqualTo(0x4c0642001L);
        assertThat(violated(task)).containsExactly("GUEST-069", "GUEST-070");
    }

    @Test
    void xenCountsTheEntriesOfTheMsrListFromZero() {
        String text =
                "(XEN) d3v0 vmentry failure (reason 0x80000022): MSR loading (entry 1)\n"
                        + "(XEN)   msr c0000100 val 00007f0000000000 (mbz 0)\n"
                        + "(XEN) *** Guest State ***\n(XEN) DebugCtl = 0x0000000000000000\n";
        Explained xen = only(text);
        assertThat(xen.dump().reported().orElseThrow().number()).isEqualTo(34);
        assertThat(xen.dump().reported().orElseThrow().qualification()).isEqualTo(2);
        assertThat(xen.dump().notUnderstood()).isEmpty();
    }
}
