package dev.ringmaster.testkit.dump;

import static dev.ringmaster.testkit.dump.Dumps.explain;
import static dev.ringmaster.testkit.dump.Dumps.only;
import static dev.ringmaster.testkit.dump.Dumps.violated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

class HaxmDumpTest {

    @Test
    void aLineMayLoseItsHeadToAnother() {
        Explained mixed =
                only(
                        """
                        [  1711,250003] haxm_warning: haxm_warning: 6820 GUEST_RFLAGS: 2
                        [  1711,250003] 681e GUEST_RIP: 7c00
                        haxm_warn:6802 GUEST_CR3: <private>
                        """);
        assertThat(mixed.dump().format()).isEqualTo("haxm");
        assertThat(mixed.dump().vmcs().get(VmcsField.GUEST_RFLAGS)).isEqualTo(2);
        assertThat(mixed.dump().vmcs().get(VmcsField.GUEST_RIP)).isEqualTo(0x7c00);
        assertThat(mixed.dump().vmcs().given(VmcsField.GUEST_CR3)).isFalse();
        assertThat(mixed.dump().notUnderstood()).isEmpty();
    }

    @Test
    void digitsWithoutLettersAreHexadecimalAsWell() {
        Explained host = only("haxm_warn: 6c00 HOST_CR0: 80050033\n");
        assertThat(host.dump().vmcs().get(VmcsField.HOST_CR0)).isEqualTo(0x80050033L);
    }

    @Test
    void whatTwoProcessorsSayDifferentlyIsNotBelieved() {
        Explained two =
                only(
                        """
                        haxm_warning: 6820 GUEST_RFLAGS: 2
                        haxm_warning: 6820 GUEST_RFLAGS: 0
                        haxm_warning: 681e GUEST_RIP: fff0
                        haxm_warning: 681e GUEST_RIP: fff0
                        """);
        assertThat(two.dump().vmcs().given(VmcsField.GUEST_RFLAGS)).isFalse();
        assertThat(two.dump().vmcs().get(VmcsField.GUEST_RIP)).isEqualTo(0xfff0);
        assertThat(two.dump().notUnderstood()).hasSize(1);
    }

    @Test
    void aSecondDumpBeginsWithThePinBasedControls() {
        StringBuilder text = new StringBuilder();
        for (int rflags = 0; rflags < 4; rflags += 2) {
            text.append("haxm_error: 4000 VMX_PIN_CONTROLS: 1f\n");
            text.append("haxm_error: 6820 GUEST_RFLAGS: ").append(rflags).append('\n');
            text.append("haxm_error: 401c VMX_TPR_THRESHOLD: 0\n".repeat(40));
        }
        assertThat(explain(text.toString())).hasSize(2);
        assertThat(violated(explain(text.toString()).get(0))).containsExactly("GUEST-150");
        assertThat(violated(explain(text.toString()).get(1))).isEmpty();
    }

    @Test
    void itsOwnWordsTellThatTheEntryFailed() {
        String fields = "haxm_warning:681e GUEST_RIP: fff0\n";
        String words = "haxm_debug:....exit_reason.raw 80000021, cpu 1 0\n";
        assertThat(only(words + fields).outcome().number()).isEqualTo(33);
        assertThat(only(fields).outcome().number()).isNotEqualTo(33);
    }
}
