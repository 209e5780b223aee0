package dev.ringmaster.vmx.operation;

import static dev.ringmaster.vmx.vmcs.VmcsField.EXCEPTION_BITMAP;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_ACTIVITY_STATE;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_INTERRUPTIBILITY_INFO;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RFLAGS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RSP;
import static dev.ringmaster.vmx.vmcs.VmcsField.IDT_VECTORING_INFO_FIELD;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_INSTRUCTION_LEN;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_ENTRY_INTR_INFO_FIELD;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

/** VM entry delivers an event through the guest's interrupt table. */
class EventInjectionTest {
    private static final int HLT = 0xf4;
    private static final int HANDLER = 0x100;

    private final TinyMachine machine = new TinyMachine();

    private void inject(EventType type, int vector) {
        machine.set(VM_ENTRY_INTR_INFO_FIELD, EventInfo.of(type, vector));
        machine.cpu.physical.write(4L * vector, 2, HANDLER);
        machine.cpu.physical.write(4L * vector + 2, 2, TinyMachine.CODE >> 4);
        machine.cpu.physical.write(TinyMachine.CODE + HANDLER, 1, HLT);
    }

    private long get(VmcsField field) {
        return machine.get(field);
    }

    @Test
    void anInterruptRunsItsHandlerAndReturnsToTheGuest() {
        machine.withGuest(0x0f, 0xa2);
        machine.set(GUEST_RFLAGS, 0x202);
        inject(EventType.EXTERNAL_INTERRUPT, 0x40);
        assertThat(machine.launch()).isEqualTo(ExitReason.HLT);
        assertThat(get(GUEST_RIP)).isEqualTo(HANDLER);
        assertThat(get(GUEST_RSP)).isEqualTo(0x8000 - 6);
        assertThat(machine.cpu.physical.read(0x8000 - 6, 2)).isZero();
        assertThat(EventInfo.valid(get(VM_ENTRY_INTR_INFO_FIELD))).isFalse();
    }

    @Test
    void aSoftwareInterruptReturnsBehindItsInstruction() {
        machine.withGuest(0xcd, 0x40);
        machine.set(VM_ENTRY_INSTRUCTION_LEN, 2);
        inject(EventType.SOFTWARE_INTERRUPT, 0x40);
        assertThat(machine.launch()).isEqualTo(ExitReason.HLT);
        assertThat(machine.cpu.physical.read(0x8000 - 6, 2)).isEqualTo(2);
    }

    @Test
    void theExceptionBitmapIgnoresWhatIsInjected() {
        machine.withGuest(0x0f, 0xa2);
        machine.set(EXCEPTION_BITMAP, 1 << 6);
        inject(EventType.HARDWARE_EXCEPTION, 6);
        assertThat(machine.launch()).isEqualTo(ExitReason.HLT);
    }

    @Test
    void anInjectedNmiBlocksNmis() {
        machine.withGuest(0x0f, 0xa2);
        inject(EventType.NMI, 2);
        assertThat(machine.launch()).isEqualTo(ExitReason.HLT);
        assertThat(get(GUEST_INTERRUPTIBILITY_INFO)).isEqualTo(8);
    }

    @Test
    void anInterruptWakesAHaltedGuest() {
        machine.withGuest(0x0f, 0xa2);
        machine.set(GUEST_ACTIVITY_STATE, Activity.HLT.ordinal());
        machine.set(GUEST_RFLAGS, 0x202);
        inject(EventType.EXTERNAL_INTERRUPT, 0x40);
        assertThat(machine.launch()).isEqualTo(ExitReason.HLT);
        assertThat(get(GUEST_RIP)).isEqualTo(HANDLER);
    }

    @Test
    void aPendingMonitorTrapLeavesAtOnce() {
        machine.withGuest(0x0f, 0xa2);
        machine.set(VM_ENTRY_INTR_INFO_FIELD, EventInfo.of(EventType.OTHER_EVENT, 0));
        assertThat(machine.launch()).isEqualTo(ExitReason.MONITOR_TRAP_FLAG);
        assertThat(get(GUEST_RIP)).isZero();
    }

    @Test
    void theMonitorTrapLeavesBeforeTheHandlerOfAnInjectedEvent() {
        machine.withGuest(0x0f, 0xa2);
        machine.on(PrimaryControl.MONITOR_TRAP_FLAG);
        inject(EventType.HARDWARE_EXCEPTION, 6);
        assertThat(machine.launch()).isEqualTo(ExitReason.MONITOR_TRAP_FLAG);
        assertThat(get(GUEST_RIP)).isEqualTo(HANDLER);
    }

    @Test
    void aStackThatIsNotMappedLeavesWithTheOriginalEvent() {
        machine.withGuest(0x0f, 0xa2);
        machine.set(GUEST_RSP, 0x4010);
        machine.mapPage(0x4000, 0);
        inject(EventType.HARDWARE_EXCEPTION, 6);
        assertThat(machine.launch()).isEqualTo(ExitReason.EPT_VIOLATION);
        assertThat(get(IDT_VECTORING_INFO_FIELD)).isEqualTo(0x80000306L);
        assertThat(get(GUEST_RIP)).isZero();
        assertThat(get(GUEST_RSP)).isEqualTo(0x4010);
        assertThat(machine.vmx.inNonRoot()).isFalse();
    }
}
