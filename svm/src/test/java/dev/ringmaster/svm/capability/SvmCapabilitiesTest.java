package dev.ringmaster.svm.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Set;

class SvmCapabilitiesTest {

    @ParameterizedTest
    @EnumSource(SvmFeature.class)
    void thePermissiveProcessorHasEveryFeature(SvmFeature feature) {
        SvmCapabilities all = SvmCapabilities.permissive();
        assertThat(all.has(feature)).isTrue();
        assertThat(all.with(feature, false).has(feature)).isFalse();
        assertThat(all.with(feature, false).with(feature, true)).isEqualTo(all);
    }

    @Test
    void theSvmLeafGivesRevisionIdentifiersAndItsOwnFeatures() {
        SvmCapabilities read = SvmCapabilities.permissive().withSvmLeaf(1, 0x8000, 0b1001);
        assertThat(read.revision()).isEqualTo(1);
        assertThat(read.asids()).isEqualTo(0x8000);
        assertThat(read.has(SvmFeature.NP)).isTrue();
        assertThat(read.has(SvmFeature.NRIPS)).isTrue();
        assertThat(read.has(SvmFeature.LBR_VIRT)).isFalse();
        assertThat(read.has(SvmFeature.SEV)).as("stands in another leaf").isTrue();
    }

    @Test
    void vmxBitsAreNotAmds() {
        long cr4 = SvmCapabilities.CR4_BITS;
        assertThat(Cr4.VMXE.in(cr4)).isFalse();
        assertThat(Cr4.SMXE.in(cr4)).isFalse();
        assertThat(Cr4.CET.in(cr4)).isTrue();
        assertThat(cr4 >>> 24).isZero();
        assertThat(SvmCapabilities.EFER_BITS & (1L << 9 | 1L << 16 | 1L << 19)).isZero();
        assertThat(SvmCapabilities.EFER_BITS >>> 22).isZero();
    }

    @Test
    void withoutLmeThereIsNoLongMode() {
        SvmCapabilities all = SvmCapabilities.permissive();
        long efer = Efer.LME.clear(all.eferBits());
        assertThat(all.withControlBits(all.cr4Bits(), efer).longMode()).isFalse();
        assertThat(all.withControlBits(Cr4.PAE.mask(), all.eferBits()).shadowStacks()).isFalse();
    }

    @Test
    void featuresAreCopied() {
        SvmCapabilities none = SvmCapabilities.permissive().withFeatures(Set.of());
        assertThat(none.features()).isEmpty();
        assertThatThrownBy(() -> none.features().add(SvmFeature.NP))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 53})
    void physicalAddressesHave32To52Bits(int bits) {
        assertThatThrownBy(() -> SvmCapabilities.permissive().withAddressBits(bits, 48))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SvmCapabilities.permissive().withAddressBits(48, bits))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
