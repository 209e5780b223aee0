package dev.ringmaster.svm.exit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodeTest {

    @ParameterizedTest
    @EnumSource(ExitCode.class)
    void aCodeLeadsBackToItsConstant(ExitCode exit) {
        assertThat(ExitCode.of(exit.code())).contains(exit);
        assertThat(exit.title()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(longs = {0xa7, 0x3ff, 0x404, -5, Long.MIN_VALUE, 0xffffffffL})
    void anUndefinedCodeHasNone(long code) {
        assertThat(ExitCode.of(code)).isEmpty();
    }

    @Test
    void onlyVmrunFailsWithNegativeCodes() {
        assertThat(ExitCode.values()).hasSize(176);
        assertThat(ExitCode.VMEXIT_INVALID.code()).isEqualTo(-1);
        assertThat(ExitCode.VMEXIT_INVALID.failedEntry()).isTrue();
        assertThat(ExitCode.VMEXIT_NPF.code()).isEqualTo(0x400);
        assertThat(ExitCode.VMEXIT_NPF.failedEntry()).isFalse();
    }
}
