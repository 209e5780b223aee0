package dev.ringmaster.testkit.dump;

import static dev.ringmaster.testkit.dump.Dumps.only;
import static dev.ringmaster.testkit.dump.Dumps.violated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

class KontainDumpTest {
    private static final String FAILED =
            """
            KVM: fail entry 0x80000021
            == KVM_GET_SREGS ==
            SS  base: 0x300000000       limit:0xffffffff selector: 0x10 type: 0x3 present: 0x1
                dpl:0x0 db:0x1 s:0x1 l:0x0 g:0x1 avl:0x1 unusable:0x0
            LDT base: 0x0               limit:0x0 selector: 0x0 type: 0x0 present: 0x0
                dpl:0x0 db:0x0 s:0x0 l:0x0 g:0x0 avl:0x0 unusable:0x1
            INTERRUPT BITMAP: 0x0 0x0 0x0 0x0
            """;

    @Test
    void theTwoLinesOfASegmentMakeItsAccessRights() {
        Explained failed = only(FAILED);
        Vmcs vmcs = failed.dump().vmcs();
        assertThat(vmcs.get(VmcsField.GUEST_SS_ACCESS_RIGHTS)).isEqualTo(0xd093);
        assertThat(vmcs.get(VmcsField.GUEST_LDTR_ACCESS_RIGHTS)).isEqualTo(0x10000);
        assertThat(violated(failed)).containsExactly("GUEST-052");
        assertThat(failed.dump().notUnderstood()).isEmpty();
        assertThat(failed.dump().reported()).isPresent();
    }

    @Test
    void betweenThemMayStandTheNumbersOfLines() {
        String numbered = FAILED.replace("\n    dpl", "\n17   dpl");
        assertThat(only(numbered).dump().vmcs()).isEqualTo(only(FAILED).dump().vmcs());
    }

    @Test
    void withoutTheSecondLineTheAccessRightsAreNotKnown() {
        String cut = FAILED.substring(0, FAILED.indexOf("unusable"));
        Vmcs vmcs = only(cut).dump().vmcs();
        assertThat(vmcs.get(VmcsField.GUEST_SS_BASE)).isEqualTo(0x3_0000_0000L);
        assertThat(vmcs.given(VmcsField.GUEST_SS_ACCESS_RIGHTS)).isFalse();
    }
}
