package dev.ringmaster.svm.vmcb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.svm.exit.ExitCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InterceptTest {

    @ParameterizedTest
    @EnumSource(Intercept.class)
    void theExitCodeCountsTheBitsOfAllVectors(Intercept intercept) {
        assertThat(intercept.exitCode()).isEqualTo(32 * intercept.vector() + intercept.bit());
        assertThat(ExitCode.of(intercept).code()).isEqualTo(intercept.exitCode());
        assertThat(intercept.ordinal()).isEqualTo(intercept.exitCode());
    }

    @ParameterizedTest
    @EnumSource(Intercept.class)
    void anInterceptIsOneBitOfItsField(Intercept intercept) {
        Vmcb vmcb = Vmcb.zero();
        assertThat(intercept.in(vmcb)).isFalse();
        vmcb.set(intercept, true);
        assertThat(vmcb.get(intercept.field())).isEqualTo(1L << intercept.bit());
        assertThat(intercept.in(vmcb)).isTrue();
        assertThat(vmcb.set(intercept, false)).isEqualTo(Vmcb.zero());
    }

    @Test
    void wellKnownInterceptsStandWhereTheManualPutsThem() {
        assertThat(Intercept.CPUID.field()).isEqualTo(VmcbField.INTERCEPT_WORD3);
        assertThat(Intercept.CPUID.bit()).isEqualTo(18);
        assertThat(Intercept.VMRUN.field()).isEqualTo(VmcbField.INTERCEPT_WORD4);
        assertThat(Intercept.VMRUN.bit()).isZero();
        assertThat(Intercept.EXCEPTION_14.field()).isEqualTo(VmcbField.INTERCEPT_EXCEPTION);
        assertThat(Intercept.values()).hasSize(167);
    }
}
