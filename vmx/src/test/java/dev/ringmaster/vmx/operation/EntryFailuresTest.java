package dev.ringmaster.vmx.operation;

import static dev.ringmaster.vmx.vmcs.VmcsField.CR3_TARGET_COUNT;
import static dev.ringmaster.vmx.vmcs.VmcsField.EXIT_QUALIFICATION;
import static dev.ringmaster.vmx.vmcs.VmcsField.EXIT_REASON;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_CS_ACCESS_RIGHTS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_IDTR_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RFLAGS;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_RIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.HOST_TR_SELECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.VMCS_LINK_POINTER;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_MSR_LOAD_COUNT;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_LOAD_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_LOAD_COUNT;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_STORE_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_MSR_STORE_COUNT;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.exit.InstructionError;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

/** Where a VM entry stops, and what it leaves behind. */
class EntryFailuresTest {
    private static final long AREA = 0x32000;

    private final TinyMachine machine = new TinyMachine().withGuest(0xf4);

    private void msr(long area, int index, long value) {
        machine.cpu.physical.write(area, 8, index & 0xffffffffL);
        machine.cpu.physical.write(area + 8, 8, value);
    }

    private void loadAtEntry(int entries) {
        machine.set(VM_ENTRY_MSR_LOAD_ADDRESS, AREA);
        machine.set(VM_ENTRY_MSR_LOAD_COUNT, entries);
    }

    @Test
    void aBadControlFailsWithoutLeavingTheHost() {
        machine.set(CR3_TARGET_COUNT, 5);
        long rip = machine.cpu.state.rip;
        assertThat(machine.vmx.vmlaunch().instructionError())
                .contains(InstructionError.ENTRY_INVALID_CONTROL_FIELDS);
        assertThat(machine.cpu.state.rip).isEqualTo(rip);
    }

    @Test
    void aBadHostFailsWithNumberEight() {
        machine.set(HOST_TR_SELECTOR, 0);
        assertThat(machine.vmx.vmlaunch().instructionError())
                .contains(InstructionError.ENTRY_INVALID_HOST_STATE);
    }

    @Test
    void aBadGuestIsAnExitThatLoadsTheHost() {
        machine.set(GUEST_RFLAGS, 0);
        machine.set(HOST_RIP, 0x8765);
        assertThat(machine.vmx.vmlaunch().kind()).isEqualTo(VmxResult.Kind.EXITED);
        assertThat(machine.get(EXIT_REASON)).isEqualTo(0x80000021L);
        assertThat(machine.get(EXIT_QUALIFICATION)).isZero();
        assertThat(machine.cpu.state.rip).isEqualTo(0x8765);
        assertThat(machine.cpu.state.mode64()).isTrue();
    }

    @Test
    void aBadLinkPointerHasItsOwnQualification() {
        machine.set(VMCS_LINK_POINTER, 8);
        machine.vmx.vmlaunch();
        assertThat(machine.get(EXIT_QUALIFICATION)).isEqualTo(4);
    }

    @Test
    void afterAFailureTheMendedGuestIsLaunched() {
        machine.set(GUEST_RFLAGS, 0);
        machine.vmx.vmlaunch();
        machine.set(GUEST_RFLAGS, 2);
        assertThat(machine.launch()).isEqualTo(ExitReason.HLT);
    }

    @Test
    void theFirstMsrThatCannotBeLoadedIsNamed() {
        msr(AREA, Msr.SYSENTER_CS, 0x1234);
        msr(AREA + 16, Msr.FS_BASE, 0);
        loadAtEntry(2);
        assertThat(machine.vmx.vmlaunch().kind()).isEqualTo(VmxResult.Kind.EXITED);
        assertThat(machine.get(EXIT_REASON)).isEqualTo(0x80000022L);
        assertThat(machine.get(EXIT_QUALIFICATION)).isEqualTo(2);
    }

    @Test
    void msrsAreLoadedForTheGuestAndForTheHost() {
        msr(AREA, Msr.STAR, 0x1234);
        loadAtEntry(1);
        msr(AREA + 0x100, Msr.STAR, 0);
        machine.set(VM_EXIT_MSR_STORE_ADDRESS, AREA + 0x100);
        machine.set(VM_EXIT_MSR_STORE_COUNT, 1);
        msr(AREA + 0x200, Msr.STAR, 0x5678);
        machine.set(VM_EXIT_MSR_LOAD_ADDRESS, AREA + 0x200);
        machine.set(VM_EXIT_MSR_LOAD_COUNT, 1);
        machine.launch();
        assertThat(machine.cpu.physical.read(AREA + 0x108, 8)).isEqualTo(0x1234);
        assertThat(machine.cpu.state.star).isEqualTo(0x5678);
    }

    @Test
    void anExitThatCannotLoadTheHostIsAnAbort() {
        msr(AREA, Msr.GS_BASE, 0);
        machine.set(VM_EXIT_MSR_LOAD_ADDRESS, AREA);
        machine.set(VM_EXIT_MSR_LOAD_COUNT, 1);
        assertThat(machine.vmx.vmlaunch().succeeded()).isTrue();
        machine.engine.run(10);
        assertThat(machine.cpu.state.activity).isEqualTo(Activity.SHUTDOWN);
        assertThat(machine.cpu.physical.read(TinyMachine.VMCS_REGION + 4, 4)).isEqualTo(4);
    }

    @Test
    void aRuleThatHeldIsAskedAgainWhenItsFieldChanges() {
        machine.launch();
        for (VmcsField field :
                new VmcsField[] {GUEST_RFLAGS, GUEST_CS_ACCESS_RIGHTS, GUEST_IDTR_LIMIT}) {
            long good = machine.get(field);
            machine.set(field, field == GUEST_RFLAGS ? 0 : 0xfffff);
            assertThat(machine.vmx.vmresume().kind()).isEqualTo(VmxResult.Kind.EXITED);
            machine.set(field, good);
            assertThat(machine.resume()).isEqualTo(ExitReason.HLT);
        }
    }
}
