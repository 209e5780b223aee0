package dev.ringmaster.vmx.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

/** The same instructions as bytes, executed by the host. */
class OpcodesTest {
    private final TinyMachine machine = new TinyMachine();

    private void host(long instructions, int... code) {
        long at = machine.cpu.state.rip;
        for (int n = 0; n < code.length; n++) {
            machine.cpu.physical.write(at + n, 1, code[n]);
        }
        machine.engine.run(instructions);
    }

    private void pointer(long value) {
        machine.cpu.physical.write(0x6f00, 8, value);
        machine.cpu.state.gpr[3] = 0x6f00;
    }

    @Test
    void aHypervisorInMachineCodeRunsAGuest() {
        machine.withGuest(0x0f, 0xa2);
        machine.engine.stopWhenGuestLeaves(false);
        machine.set(VmcsField.HOST_RIP, 0x8100);
        machine.cpu.physical.write(0x8100, 1, 0xf4);
        // mov eax, 4402h at the exit; vmread rcx, rax
        byte[] handler = {(byte) 0xb8, 0x02, 0x44, 0, 0, 0x0f, 0x78, (byte) 0xc1};
        for (int n = 0; n < handler.length; n++) {
            machine.cpu.physical.write(0x8100 + n, 1, handler[n]);
        }
        host(4, 0x0f, 0x01, 0xc2);
        assertThat(machine.cpu.state.gpr[1]).isEqualTo(ExitReason.CPUID.number());
        assertThat(machine.cpu.state.rip).isEqualTo(0x8108);
    }

    @Test
    void successAndFailureShowInTheFlags() {
        pointer(TinyMachine.VMXON_REGION);
        machine.cpu.state.flags.set(0x8d7);
        host(1, 0xf3, 0x0f, 0xc7, 0x33); // vmxon [rbx]
        assertThat(machine.vmx.inOperation()).isTrue();
        assertThat(machine.cpu.state.flags.get()).isEqualTo(2);
        host(1, 0xf3, 0x0f, 0xc7, 0x33);
        assertThat(machine.cpu.state.flags.get()).isEqualTo(2 | Rflags.CF.mask());
        pointer(TinyMachine.VMCS_REGION);
        host(3, 0x66, 0x0f, 0xc7, 0x33, 0x0f, 0xc7, 0x33, 0x0f, 0x01, 0xc1);
        assertThat(machine.cpu.state.flags.get()).isEqualTo(2 | Rflags.ZF.mask());
        assertThat(machine.get(VmcsField.VM_INSTRUCTION_ERROR)).isEqualTo(1);
        host(1, 0x0f, 0xc7, 0x3b); // vmptrst [rbx]
        assertThat(machine.cpu.physical.read(0x6f00, 8)).isEqualTo(TinyMachine.VMCS_REGION);
    }

    @Test
    void vmreadReachesMemory() {
        machine.withGuest(0xf4);
        pointer(0);
        machine.cpu.state.gpr[0] = VmcsField.GUEST_RSP.encoding();
        host(1, 0x0f, 0x78, 0x03); // vmread [rbx], rax
        assertThat(machine.cpu.physical.read(0x6f00, 8)).isEqualTo(0x8000);
        machine.cpu.physical.write(0x6f00, 8, 0x1234);
        host(1, 0x0f, 0x79, 0x03); // vmwrite rax, [rbx]
        assertThat(machine.get(VmcsField.GUEST_RSP)).isEqualTo(0x1234);
    }

    @Test
    void everyVmxInstructionOfAProtectedGuestLeaves() {
        protectedGuest(0x0f, 0xc7, 0x35, 0x44, 0x33, 0, 0);
        assertThat(machine.launch()).isEqualTo(ExitReason.VMPTRLD);
        assertThat(machine.get(VmcsField.EXIT_QUALIFICATION)).isEqualTo(0x3344);
        assertThat(machine.get(VmcsField.VMX_INSTRUCTION_INFO))
                .isEqualTo(1 << 7 | 1 << 22 | 1 << 27 | 3 << 15);
        machine.code(0x0f, 0x78, 0xd1);
        assertThat(machine.resume()).isEqualTo(ExitReason.VMREAD);
        assertThat(machine.get(VmcsField.VMX_INSTRUCTION_INFO) & 0xf0000478L)
                .isEqualTo(2L << 28 | 1 << 10 | 1 << 3);
    }

    private void protectedGuest(int... code) {
        machine.withGuest(code);
        machine.set(VmcsField.GUEST_CR0, 0x31);
        for (VmcsField access :
                new VmcsField[] {
                    VmcsField.GUEST_ES_ACCESS_RIGHTS,
                    VmcsField.GUEST_SS_ACCESS_RIGHTS,
                    VmcsField.GUEST_DS_ACCESS_RIGHTS,
                    VmcsField.GUEST_FS_ACCESS_RIGHTS,
                    VmcsField.GUEST_GS_ACCESS_RIGHTS
                }) {
            machine.set(access, 0x4093);
        }
        machine.set(VmcsField.GUEST_CS_ACCESS_RIGHTS, 0x409b);
    }
}
