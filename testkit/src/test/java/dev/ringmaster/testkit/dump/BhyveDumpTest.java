package dev.ringmaster.testkit.dump;

import static dev.ringmaster.testkit.dump.Dumps.only;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

class BhyveDumpTest {

    @Test
    void hyperkitAbbreviatesTheNamesOfFields() {
        Explained failed =
                only(
                        """
                        Mar  3 07:08:09 mac Docker[x.y-z][12] <Notice>: VMCS_SEC_PROC_BASED_CTLS:      0x00000000000000a8
                        Mar  3 07:08:09 mac Docker[x.y-z][12] <Notice>: VMCS_CR0_MASK:                 0x0000000060000000
                        Mar  3 07:08:09 mac Docker[x.y-z][12] <Notice>: VMCS_CR4_SHADOW:               0x0000000000000010
                        rip: 0x0000000000007c00 rfl: 0x0000000000000002 cr2: 0x0000000000000000
                        """);
        Vmcs vmcs = failed.dump().vmcs();
        assertThat(failed.dump().format()).isEqualTo("bhyve");
        assertThat(vmcs.get(VmcsField.SECONDARY_VM_EXEC_CONTROL)).isEqualTo(0xa8);
        assertThat(vmcs.get(VmcsField.CR0_GUEST_HOST_MASK)).isEqualTo(0x60000000);
        assertThat(vmcs.get(VmcsField.CR4_READ_SHADOW)).isEqualTo(0x10);
        assertThat(vmcs.get(VmcsField.GUEST_RFLAGS)).isEqualTo(2);
        assertThat(failed.dump().notUnderstood()).isEmpty();
    }

    @Test
    void anExitReasonMayHaveItsHighestBit() {
        String text =
                "vm exit[0]\n\treason\t\tVMX\n\trip\t\t0x0000000000001000\n\texit_reason\t%d\n\n";
        assertThat(only(text.formatted(33)).outcome().number()).isEqualTo(33);
        assertThat(only(text.formatted(0x80000021L)).outcome().number()).isEqualTo(33);
    }
}
