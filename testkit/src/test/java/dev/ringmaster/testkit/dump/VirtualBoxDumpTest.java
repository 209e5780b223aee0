package dev.ringmaster.testkit.dump;

import static dev.ringmaster.testkit.dump.Dumps.only;
import static dev.ringmaster.testkit.dump.Dumps.violated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

class VirtualBoxDumpTest {
    private static final String REAL_MODE =
            """
            00:00:09.100001 HM: MSR_IA32_VMX_PINBASED_CTLS        = 0x7f00000016
            00:00:09.100001 HM:   EXT_INT_EXIT (must be set)
            00:00:09.200001 es={0100 base=0000000000001000 limit=0000ffff flags=0000c093}
            00:00:09.200001 fs={0200 base=0000000000002000 limit=0001ffff flags=0000c0f3} cr3=00005000
            00:00:09.200001 gdtr=0000000000000000:0000  idtr=0000000000000000:03ff  eflags=00000006
            00:00:09.200001 tr ={0000 base=0000000000000000 limit=0000ffff flags=00000083}
            00:00:09.300001 CPU[0]: VT-x info:
            00:00:09.300001   HM error           = 0x239 (569)
            00:00:09.300001   rcLastExitToR3     = VERR_VMX_INVALID_GUEST_STATE
            00:00:09.300001   Guest VMCS active
            00:00:09.300001     Real-on-v86 active = true
            00:00:09.300001       EFlags  = 0x6
            00:00:09.300001       Attr ES = 0xc093
            00:00:09.300001       Attr FS = 0xc0f3
            """;

    @Test
    void realModeInVirtual8086ModeObeysTheRulesOfThatMode() {
        Explained failed = only(REAL_MODE);
        Vmcs vmcs = failed.dump().vmcs();
        assertThat(violated(failed)).containsExactly("GUEST-059");
        assertThat(failed.outcome().number()).isEqualTo(33);
        assertThat(vmcs.get(VmcsField.GUEST_RFLAGS)).isEqualTo(0x23006);
        assertThat(vmcs.get(VmcsField.GUEST_ES_ACCESS_RIGHTS)).isEqualTo(0xf3);
        assertThat(vmcs.given(VmcsField.GUEST_TR_ACCESS_RIGHTS)).isFalse();
        assertThat(vmcs.given(VmcsField.GUEST_CR3)).isFalse();
        assertThat(failed.dump().notUnderstood()).isEmpty();
    }

    @Test
    void otherwiseTheRegistersAreThoseOfTheVmcs() {
        Explained failed = only(REAL_MODE.replace("active = true", "active = false"));
        Vmcs vmcs = failed.dump().vmcs();
        assertThat(vmcs.get(VmcsField.GUEST_RFLAGS)).isEqualTo(6);
        assertThat(vmcs.get(VmcsField.GUEST_FS_ACCESS_RIGHTS)).isEqualTo(0xc0f3);
        assertThat(vmcs.get(VmcsField.GUEST_CR3)).isEqualTo(0x5000);
    }

    @Test
    void theRegistersOfSysenterAreNoOthers() {
        Explained failed =
                only(
                        """
                        eip=00007c00 esp=00006f00 ebp=00000000 iopl=0 nv up di pl nz na po nc
                        cs={0008 base=00000000 limit=ffffffff flags=0000c09b}
                        SysEnter={cs=0000 eip=00000000 esp=00000000}
                        CPU[1]: VT-x info:
                        """);
        Vmcs vmcs = failed.dump().vmcs();
        assertThat(vmcs.get(VmcsField.GUEST_RIP)).isEqualTo(0x7c00);
        assertThat(vmcs.get(VmcsField.GUEST_CS_SELECTOR)).isEqualTo(8);
        assertThat(vmcs.get(VmcsField.GUEST_CS_BASE)).isZero();
        assertThat(failed.dump().notUnderstood()).isEmpty();
    }
}
