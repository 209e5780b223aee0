package dev.ringmaster.vmx.operation;

import static dev.ringmaster.vmx.operation.TinyMachine.VMCS_REGION;
import static dev.ringmaster.vmx.operation.TinyMachine.VMXON_REGION;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.vmx.exit.InstructionError;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.function.Consumer;
import java.util.function.Function;

/** What VMX instructions return and raise, in the manual's order. */
class VmxInstructionsTest {
    private static final long BEYOND = 1L << 52;
    private static final long OTHER = VMCS_REGION + 0x1000;

    private final TinyMachine machine = new TinyMachine();
    private final Vmx vmx = machine.vmx;

    private enum Start {
        /** CR4.VMXE is 1, nothing else done. */
        OUTSIDE,
        /** After VMXON. */
        ROOT,
        /** With a current VMCS. */
        CURRENT
    }

    private void reach(Start start) {
        if (start != Start.OUTSIDE) {
            assertThat(vmx.vmxon(VMXON_REGION).succeeded()).isTrue();
        }
        if (start == Start.CURRENT) {
            assertThat(vmx.vmclear(VMCS_REGION).succeeded()).isTrue();
            assertThat(vmx.vmptrld(VMCS_REGION).succeeded()).isTrue();
        }
    }

    /**
     * A call, where it starts, and what it returns; rows with a current VMCS say the error number.
     */
    private enum Row {
        VMXON_MISALIGNED(Start.OUTSIDE, v -> v.vmxon(VMXON_REGION + 8), "VMfailInvalid"),
        VMXON_BEYOND(Start.OUTSIDE, v -> v.vmxon(BEYOND), "VMfailInvalid"),
        VMXON_WRONG_REVISION(Start.OUTSIDE, v -> v.vmxon(0x40000), "VMfailInvalid"),
        VMXON_TWICE(Start.ROOT, v -> v.vmxon(VMXON_REGION), "VMfailInvalid"),
        VMXON_IN_ROOT(Start.CURRENT, v -> v.vmxon(VMXON_REGION), "VMfailValid 15"),
        VMCLEAR_MISALIGNED(Start.ROOT, v -> v.vmclear(8), "VMfailInvalid"),
        VMCLEAR_BAD(Start.CURRENT, v -> v.vmclear(8), "VMfailValid 2"),
        VMCLEAR_BEYOND(Start.CURRENT, v -> v.vmclear(BEYOND), "VMfailValid 2"),
        VMCLEAR_VMXON(Start.CURRENT, v -> v.vmclear(VMXON_REGION), "VMfailValid 3"),
        VMCLEAR_OTHER(Start.CURRENT, v -> v.vmclear(OTHER), "VMsucceed"),
        VMPTRLD_BAD(Start.CURRENT, v -> v.vmptrld(8), "VMfailValid 9"),
        VMPTRLD_VMXON(Start.CURRENT, v -> v.vmptrld(VMXON_REGION), "VMfailValid 10"),
        VMPTRLD_REVISION(Start.CURRENT, v -> v.vmptrld(OTHER), "VMfailValid 11"),
        VMREAD_NOWHERE(Start.ROOT, v -> v.vmread(0x6800).result(), "VMfailInvalid"),
        VMREAD_UNKNOWN(Start.CURRENT, v -> v.vmread(0x7ffe).result(), "VMfailValid 12"),
        VMREAD_RESERVED_BIT(Start.CURRENT, v -> v.vmread(0x16800).result(), "VMfailValid 12"),
        VMREAD_ABSENT(Start.CURRENT, v -> v.vmread(0x0002).result(), "VMfailValid 12"),
        VMWRITE_NOWHERE(Start.ROOT, v -> v.vmwrite(0x6800, 0), "VMfailInvalid"),
        VMWRITE_UNKNOWN(Start.CURRENT, v -> v.vmwrite(0x7ffe, 0), "VMfailValid 12"),
        VMLAUNCH_NOWHERE(Start.ROOT, Vmx::vmlaunch, "VMfailInvalid"),
        VMRESUME_CLEAR(Start.CURRENT, Vmx::vmresume, "VMfailValid 5"),
        VMLAUNCH_EMPTY(Start.CURRENT, Vmx::vmlaunch, "VMfailValid 7"),
        VMCALL_NOWHERE(Start.ROOT, Vmx::vmcall, "VMfailInvalid"),
        VMCALL_IN_ROOT(Start.CURRENT, Vmx::vmcall, "VMfailValid 1"),
        INVEPT_TYPE(Start.CURRENT, v -> v.invept(3, 0), "VMfailValid 28"),
        INVEPT_EPTP(Start.CURRENT, v -> v.invept(1, 0x5001), "VMfailValid 28"),
        INVEPT_SINGLE(Start.CURRENT, v -> v.invept(1, 0x501e), "VMsucceed"),
        INVEPT_ALL(Start.CURRENT, v -> v.invept(2, 1), "VMsucceed"),
        INVVPID_TYPE(Start.CURRENT, v -> v.invvpid(4, 1, 0), "VMfailValid 28"),
        INVVPID_ZERO(Start.CURRENT, v -> v.invvpid(1, 0, 0), "VMfailValid 28"),
        INVVPID_WIDE(Start.CURRENT, v -> v.invvpid(2, 0x10000, 0), "VMfailValid 28"),
        INVVPID_NOT_CANONICAL(Start.CURRENT, v -> v.invvpid(0, 1, 1L << 47), "VMfailValid 28"),
        INVVPID_ALL(Start.CURRENT, v -> v.invvpid(2, 0, 0), "VMsucceed"),
        VMXOFF(Start.CURRENT, Vmx::vmxoff, "VMsucceed");

        private final Start start;
        private final Function<Vmx, VmxResult> call;
        private final String result;

        Row(Start start, Function<Vmx, VmxResult> call, String result) {
            this.start = start;
            this.call = call;
            this.result = result;
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachCallReturnsWhatTheManualSays(Row row) {
        reach(row.start);
        VmxResult result = row.call.apply(vmx);
        assertThat(result.toString().split(":")[0]).isEqualTo(row.result);
        result.instructionError()
                .ifPresent(
                        error ->
                                assertThat(machine.get(VmcsField.VM_INSTRUCTION_ERROR))
                                        .isEqualTo(error.number()));
    }

    @Test
    void outsideVmxOperationEveryInstructionIsUndefined() {
        raises("#UD", v -> v.vmclear(VMCS_REGION));
        raises("#UD", v -> v.vmptrld(VMCS_REGION));
        raises("#UD", Vmx::vmptrst);
        raises("#UD", v -> v.vmread(0x6800));
        raises("#UD", v -> v.vmwrite(0x6800, 0));
        raises("#UD", Vmx::vmlaunch);
        raises("#UD", Vmx::vmresume);
        raises("#UD", Vmx::vmxoff);
        raises("#UD", Vmx::vmcall);
    }

    @Test
    void vmxonWantsItsEnableBit() {
        machine.cpu.state.cr4 = Cr4.VMXE.clear(machine.cpu.state.cr4);
        raises("#UD", v -> v.vmxon(VMXON_REGION));
    }

    @Test
    void vmxonWantsTheFixedBitsOfCr0() {
        machine.cpu.state.cr0 = Cr0.NE.clear(machine.cpu.state.cr0);
        raises("#GP(0x0)", v -> v.vmxon(VMXON_REGION));
    }

    @Test
    void compatibilityModeHasNoVmx() {
        machine.cpu.state.segments[Segment.CS].access &= ~Segment.L;
        raises("#UD", v -> v.vmxon(VMXON_REGION));
    }

    @Test
    void ringThreeGetsGeneralProtection() {
        reach(Start.ROOT);
        machine.cpu.state.cpl = 3;
        raises("#GP(0x0)", v -> v.vmclear(VMCS_REGION));
        raises("#GP(0x0)", v -> v.vmxon(VMXON_REGION));
    }

    @Test
    void entryIsRefusedInTheShadowOfMovSs() {
        machine.withGuest(0xf4);
        machine.cpu.state.blockedByMovSs = true;
        assertThat(vmx.vmlaunch().instructionError())
                .contains(InstructionError.ENTRY_BLOCKED_BY_MOV_SS);
    }

    @Test
    void aLaunchedVmcsIsResumed() {
        machine.withGuest(0xf4).launch();
        assertThat(vmx.vmlaunch().instructionError())
                .contains(InstructionError.VMLAUNCH_NON_CLEAR_VMCS);
        assertThat(vmx.vmresume().succeeded()).isTrue();
    }

    @Test
    void clearingKeepsTheDataAndResetsTheLaunchState() {
        machine.withGuest(0xf4).launch();
        assertThat(vmx.vmclear(VMCS_REGION).succeeded()).isTrue();
        assertThat(vmx.vmptrst()).isEqualTo(-1);
        assertThat(vmx.vmptrld(VMCS_REGION).succeeded()).isTrue();
        assertThat(machine.get(VmcsField.GUEST_RSP)).isEqualTo(0x8000);
        assertThat(vmx.vmlaunch().succeeded()).isTrue();
    }

    @Test
    void theDataOfAClearVmcsLieInItsRegion() {
        machine.withGuest(0xf4);
        vmx.vmclear(VMCS_REGION);
        for (long at = 0; at < 0x1000; at += 8) {
            machine.cpu.physical.write(
                    OTHER + at, 8, machine.cpu.physical.read(VMCS_REGION + at, 8));
        }
        assertThat(vmx.vmptrld(OTHER).succeeded()).isTrue();
        assertThat(machine.get(VmcsField.GUEST_RSP)).isEqualTo(0x8000);
    }

    @Test
    void theHighEncodingReachesTheUpperHalf() {
        reach(Start.CURRENT);
        vmx.vmwrite(0x2010, 0x1_0000_0002L);
        assertThat(vmx.vmread(0x2011).value()).isEqualTo(1);
        vmx.vmwrite(0x2011, 7);
        assertThat(vmx.vmread(0x2010).value()).isEqualTo(0x7_0000_0002L);
    }

    @Test
    void inVmxOperationTheEnableBitStays() {
        reach(Start.ROOT);
        assertThat(vmx.allowsCr4(Cr4.PAE.mask())).isFalse();
        assertThat(vmx.allowsCr0(Cr0.PE.mask() | Cr0.NE.mask())).isFalse();
        vmx.vmxoff();
        assertThat(vmx.allowsCr4(Cr4.PAE.mask())).isTrue();
    }

    @Test
    void theCapabilityRegistersAreReadable() {
        for (int msr = Msr.VMX_BASIC; msr <= Msr.VMX_TRUE_ENTRY_CTLS; msr++) {
            assertThat(machine.cpu.msrs().read(msr)).isEqualTo(machine.caps.msr(msr));
        }
        assertThat(machine.cpu.msrs().exists(Msr.VMX_VMFUNC)).isFalse();
        assertThat(machine.cpu.cpuid(1, 0).ecx() & 1 << 5).isNotZero();
    }

    private void raises(String fault, Consumer<Vmx> call) {
        assertThatThrownBy(() -> call.accept(vmx)).isInstanceOf(Fault.class).hasMessage(fault);
    }
}
