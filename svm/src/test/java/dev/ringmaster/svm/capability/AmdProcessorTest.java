package dev.ringmaster.svm.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AmdProcessorTest {

    @ParameterizedTest
    @EnumSource
    void aProcessorAllowsNothingThatThePermissiveOneRefuses(AmdProcessor processor) {
        SvmCapabilities real = processor.capabilities();
        SvmCapabilities widest = SvmCapabilities.permissive();
        assertThat(widest.features()).containsAll(real.features());
        assertThat(real.cr4Bits() & ~widest.cr4Bits()).isZero();
        assertThat(real.eferBits() & ~widest.eferBits()).isZero();
        assertThat(real.asids()).isEqualTo(0x8000);
    }

    @ParameterizedTest
    @EnumSource
    void aProcessorHasWhatEveryHypervisorUses(AmdProcessor processor) {
        SvmCapabilities real = processor.capabilities();
        assertThat(real.features())
                .contains(
                        SvmFeature.SVM,
                        SvmFeature.NP,
                        SvmFeature.NRIPS,
                        SvmFeature.DECODE_ASSISTS,
                        SvmFeature.AVIC,
                        SvmFeature.VGIF,
                        SvmFeature.SEV_ES)
                .doesNotContain(SvmFeature.SEV_SNP, SvmFeature.X2AVIC, SvmFeature.VNMI);
        assertThat(real.longMode()).isTrue();
        assertThat(Efer.SVME.in(real.eferBits())).isTrue();
        assertThat(Cr4.LA57.in(real.cr4Bits())).isFalse();
    }

    @Test
    void theLaterGenerationHasMore() {
        SvmCapabilities zen2 = AmdProcessor.ZEN2.capabilities();
        SvmCapabilities zen3 = AmdProcessor.ZEN3.capabilities();
        assertThat(zen3.has(SvmFeature.SSS_CHECK)).isTrue();
        assertThat(zen2.has(SvmFeature.SSS_CHECK)).isFalse();
        assertThat(zen3.shadowStacks()).isTrue();
        assertThat(zen2.shadowStacks()).isFalse();
        assertThat(Cr4.PCIDE.in(zen2.cr4Bits())).isFalse();
        assertThat(Efer.LMSLE.in(zen3.eferBits())).isFalse();
    }
}
