package dev.ringmaster.testkit.dump;

import static dev.ringmaster.testkit.dump.Dumps.only;
import static dev.ringmaster.testkit.dump.Dumps.violated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.testkit.explain.TextReport;

import org.junit.jupiter.api.Test;

import java.util.List;

class VmcbDumpTest {
    private static final String CONTROLS =
            """
            kvm_amd: SEV-ES vCPU3 VMCB 000000005ca1ab1e, last attempted VMRUN on CPU 12
            kvm_amd: VMCB Control Area:
            kvm_amd: intercepts:         bccc8007 0111ce43
            kvm_amd: asid:               5
            kvm_amd: exit_code:          %s
            kvm_amd: nested_ctl:         7
            kvm_amd: vmsa_pa:            00000001c0ffe000
            kvm_amd: allowed_sev_features:%s
            kvm_amd: guest_sev_features: 0000000000000209
            kvm_amd: VMCB State Save Area:
            """;
    private static final String UNUSED_SAVE_AREA =
            "kvm_amd: cpl:            0                efer:         0000000000000000\n"
                    + "kvm_amd: cr0:            0000000000000000 cr2:          0000000000000000\n";
    private static final String ENCRYPTED_SAVE_AREA =
            "kvm_amd: vmpl: 1   cpl:  0               efer:          0000000000000000\n"
                    + "kvm_amd: sev_features    0000000000000209\n";

    private static String encrypted(String exitCode, String allowed) {
        return CONTROLS.formatted(exitCode, allowed);
    }

    @Test
    void aGuestThatAsksForAForbiddenFeatureIsRefused() {
        Explained refused = only(encrypted("ffffffffffffffff", "8000000000000201"));
        assertThat(violated(refused)).containsExactly("CHK-037");
        assertThat(refused.outcome().kind()).isEqualTo(Kind.VMEXIT_INVALID);
        assertThat(refused.dump().notUnderstood()).isEmpty();
        assertThat(violated(encrypted("ffffffff", "8000000000000209"))).isEmpty();
        assertThat(violated(encrypted("ffffffff", "0000000000000000"))).isEmpty();
    }

    @Test
    void theSaveAreaOfAnEncryptedGuestIsNotInItsVmcb() {
        String controls = encrypted("00000403", "0000000000000000");
        Explained unused = only(controls + UNUSED_SAVE_AREA);
        assertThat(violated(unused)).isEmpty();
        assertThat(unused.dump().vmcb().given(VmcbField.EFER)).isFalse();
        assertThat(unused.dump().notUnderstood()).hasSize(1);
        Explained decrypted = only(controls + ENCRYPTED_SAVE_AREA);
        assertThat(violated(decrypted)).containsExactly("CHK-001");
        assertThat(decrypted.dump().notUnderstood()).isEmpty();
    }

    @Test
    void anExitCodeSaysThatTheGuestHadBeenEntered() {
        Explained left = only(encrypted("00000403", "0000000000000000"));
        assertThat(left.explanation().outcome().kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(left.outcome().kind()).isEqualTo(Kind.ENTERS);
        assertThat(TextReport.of(List.of(left), false)).doesNotContain("reports");
        Explained neverRun = only(encrypted("00000000", "0000000000000000"));
        assertThat(neverRun.outcome().kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void aSaveAreaInUseIsAFailureOfItsOwn() {
        Explained busy = only(encrypted("fffffffe", "0000000000000000"));
        assertThat(busy.outcome().kind()).isEqualTo(Kind.VM_EXIT);
        assertThat(busy.outcome().number()).isEqualTo(-2);
        assertThat(busy.outcome().name()).isEqualTo("VMEXIT_BUSY");
    }

    @Test
    void mailBreaksLongLinesWithinANumber() {
        String broken =
                Dumps.INVALID
                        .replace(
                                "efer:        0000000000000000", "efer:        000000000000100=\n0")
                        .replace("fffff b:", "fffff=\n b:")
                        .replaceAll("(dr6: .*dr7:) +", "$1=20=20=20=20\n");
        Explained invalid = only(broken);
        assertThat(violated(invalid)).containsExactly("CHK-014", "CHK-021");
        assertThat(invalid.dump().vmcb().get(VmcbField.EFER)).isEqualTo(0x1000);
        assertThat(invalid.dump().vmcb().get(VmcbField.DR7)).isEqualTo(0x400);
        assertThat(invalid.dump().vmcb().get(VmcbField.TR_LIMIT)).isEqualTo(0xffff);
        assertThat(invalid.dump().notUnderstood()).isEmpty();
    }

    @Test
    void xensKeyDumpsEveryVirtualProcessor() {
        String one =
                """
                (XEN) \tVCPU %d
                (XEN) Dumping guest's current state at key_handler...
                (XEN) Size of VMCB = 4096, paddr = 00000001f00d%d000, vaddr = ffff8301f00d%d000
                (XEN) cr_intercepts = 0xfef3fef3 dr_intercepts = 0xffffffff exception_intercepts = 0x60082
                (XEN) general1_intercepts = 0xbdc4000f general2_intercepts = 0x6f7f
                (XEN) exitcode = 0x78 exit_int_info = 0
                (XEN) np_ctrl = 0x1 asid = 0x%d
                """;
        String all =
                "(XEN) *********** VMCB Areas **************\n(XEN)\n(XEN) >>> Domain 6 <<<\n"
                        + one.formatted(0, 1, 1, 21)
                        + one.formatted(1, 2, 2, 34)
                        + "(XEN) \tVCPU 2: not initialized\n"
                        + "(XEN) **************************************\n";
        List<Explained> processors = Dumps.explain(all);
        assertThat(processors)
                .extracting(Explained::outcome)
                .allMatch(o -> o.kind() == Kind.ENTERS);
        assertThat(processors)
                .extracting(each -> each.dump().vmcb().get(VmcbField.GUEST_ASID))
                .containsExactly(0x21L, 0x34L);
        assertThat(processors).allMatch(each -> each.dump().notUnderstood().isEmpty());
    }

    @Test
    void theOldestXenNamesThePartsOfSegments() {
        String old =
                """
                (XEN) Dumping guest's current state at svm_vmexit_handler...
                (XEN) Size of VMCB = 4096, address = ffff8301f00d1000
                (XEN) cr_intercepts = 0x00010011 dr_intercepts = 0x00000000 exception_intercepts = 0x00004080
                (XEN) general1_intercepts = 0x9004001f general2_intercepts = 0x0000003e
                (XEN) tlb_control = 0x00000000 vintr = 0x0000000001000000 interrupt_shadow = 0x0000000000000001
                (XEN) exitcode = 0xffffffffffffffff exitintinfo = 0x0000000000000000
                (XEN) np_enable = 0x0000000000000000 guest_asid = 0x01d
                (XEN) CS: sel=0x0010, attr=0x029b, limit=0xffffffff, base=0x0000000000000000
                (XEN) GDTR: sel=0x0000, attr=0x0000, limit=0x0000007f, base=0xffffffff80731000
                """;
        Explained xen = only(old);
        assertThat(xen.dump().format()).isEqualTo("xen-vmcb");
        assertThat(violated(xen)).containsExactly("CHK-014");
        assertThat(xen.dump().vmcb().get(VmcbField.INTERRUPT_STATE)).isEqualTo(1);
        assertThat(xen.dump().vmcb().get(VmcbField.GUEST_ASID)).isEqualTo(0x1d);
        assertThat(xen.dump().vmcb().get(VmcbField.GDTR_LIMIT)).isEqualTo(0x7f);
        assertThat(xen.dump().notUnderstood()).isEmpty();
    }
}
