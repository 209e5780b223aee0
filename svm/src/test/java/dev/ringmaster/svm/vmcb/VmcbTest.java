package dev.ringmaster.svm.vmcb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.StateField;

import org.junit.jupiter.api.Test;

class VmcbTest {

    @Test
    void notGivenDiffersFromZero() {
        Vmcb vmcb = new Vmcb();
        assertThat(vmcb.given(VmcbField.CR0)).isFalse();
        assertThatThrownBy(() -> vmcb.get(VmcbField.CR0))
                .isInstanceOf(Missing.class)
                .hasMessage("CR0");
        vmcb.set(VmcbField.CR0, 0);
        assertThat(vmcb.given((StateField) VmcbField.CR0)).isTrue();
        assertThat(vmcb.get((StateField) VmcbField.CR0)).isZero();
        assertThat(vmcb).isNotEqualTo(new Vmcb());
        assertThat(vmcb.forget(VmcbField.CR0)).isEqualTo(new Vmcb());
    }

    @Test
    void aValueBeyondTheFieldIsRefused() {
        assertThatThrownBy(() -> new Vmcb().set(VmcbField.CPL, 0x100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CPL has 8 bits");
    }

    @Test
    void aCopySharesNothing() {
        Vmcb vmcb = Vmcb.zero();
        Vmcb copy = vmcb.copy().set(VmcbField.RIP, 5);
        assertThat(vmcb.get(VmcbField.RIP)).isZero();
        assertThat(copy).isNotEqualTo(vmcb).doesNotHaveSameHashCodeAs(vmcb);
        assertThat(copy).hasToString("Vmcb{RIP=0x5}");
    }
}
