package dev.ringmaster.vmx.vmcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.cpu.rule.Missing;

import org.junit.jupiter.api.Test;

class VmcsFieldTest {

    @Test
    void everyEncodingLeadsBackToItsField() {
        for (VmcsField field : VmcsField.values()) {
            assertThat(VmcsField.byEncoding(field.encoding())).isSameAs(field);
            assertThat(VmcsField.byEncoding(field.encoding() | 1))
                    .isSameAs(field.hasHighHalf() ? field : null);
        }
    }

    @Test
    void theEncodingTellsWidthTypeAndIndex() {
        assertThat(VmcsField.GUEST_CR0.width()).isEqualTo(64);
        assertThat(VmcsField.GUEST_CR0.natural()).isTrue();
        assertThat(VmcsField.EXIT_REASON.type()).isEqualTo(VmcsField.Type.READ_ONLY);
        assertThat(VmcsField.EXIT_REASON.width()).isEqualTo(32);
        assertThat(VmcsField.HOST_TR_SELECTOR.type()).isEqualTo(VmcsField.Type.HOST);
        assertThat(VmcsField.HOST_TR_SELECTOR.index()).isEqualTo(6);
        assertThat(VmcsField.HOST_TR_SELECTOR.width()).isEqualTo(16);
    }

    @Test
    void whatNoFieldHasNamesNone() {
        assertThat(VmcsField.byEncoding(0x4831)).isNull();
        assertThat(VmcsField.byEncoding(0x1_0000_6800L)).isNull();
    }

    @Test
    void notGivenIsNotZero() {
        Vmcs vmcs = Vmcs.partial();
        assertThatThrownBy(() -> vmcs.get(VmcsField.GUEST_CR0)).isInstanceOf(Missing.class);
        vmcs.set(VmcsField.GUEST_CR0, 0);
        assertThat(vmcs.get(VmcsField.GUEST_CR0)).isZero();
        assertThat(vmcs.forget(VmcsField.GUEST_CR0)).isEqualTo(Vmcs.partial());
    }

    @Test
    void aValueKeepsTheWidthOfItsField() {
        Vmcs vmcs = Vmcs.zeroed().set(VmcsField.GUEST_CS_SELECTOR, 0x12345);
        assertThat(vmcs.get(VmcsField.GUEST_CS_SELECTOR)).isEqualTo(0x2345);
        vmcs.set(VmcsField.EPT_POINTER, 0x1e).setHigh(VmcsField.EPT_POINTER, 0x12);
        assertThat(vmcs.get(VmcsField.EPT_POINTER)).isEqualTo(0x12_0000_001eL);
        assertThat(vmcs.getHigh(VmcsField.EPT_POINTER)).isEqualTo(0x12);
    }
}
