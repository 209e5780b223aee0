package dev.ringmaster.vmx.operation;

import static dev.ringmaster.vmx.operation.TinyMachine.BITMAP;
import static dev.ringmaster.vmx.operation.TinyMachine.CODE;
import static dev.ringmaster.vmx.vmcs.VmcsField.CR0_GUEST_HOST_MASK;
import static dev.ringmaster.vmx.vmcs.VmcsField.CR0_READ_SHADOW;
import static dev.ringmaster.vmx.vmcs.VmcsField.CR3_TARGET_COUNT;
import static dev.ringmaster.vmx.vmcs.VmcsField.CR3_TARGET_VALUE_0;
import static dev.ringmaster.vmx.vmcs.VmcsField.EPT_POINTER;
import static dev.ringmaster.vmx.vmcs.VmcsField.EXCEPTION_BITMAP;
import static dev.ringmaster.vmx.vmcs.VmcsField.EXIT_QUALIFICATION;
import static dev.ringmaster.vmx.vmcs.VmcsField.EXIT_REASON;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_IDTR_LIMIT;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_INTERRUPTIBILITY_INFO;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_LINEAR_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_PHYSICAL_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RFLAGS;
import static dev.ringmaster.vmx.vmcs.VmcsField.GUEST_RIP;
import static dev.ringmaster.vmx.vmcs.VmcsField.IDT_VECTORING_INFO_FIELD;
import static dev.ringmaster.vmx.vmcs.VmcsField.IO_BITMAP_A;
import static dev.ringmaster.vmx.vmcs.VmcsField.IO_BITMAP_B;
import static dev.ringmaster.vmx.vmcs.VmcsField.MSR_BITMAP;
import static dev.ringmaster.vmx.vmcs.VmcsField.TPR_THRESHOLD;
import static dev.ringmaster.vmx.vmcs.VmcsField.TSC_MULTIPLIER;
import static dev.ringmaster.vmx.vmcs.VmcsField.TSC_OFFSET;
import static dev.ringmaster.vmx.vmcs.VmcsField.VIRTUAL_APIC_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VMX_INSTRUCTION_INFO;
import static dev.ringmaster.vmx.vmcs.VmcsField.VMX_PREEMPTION_TIMER_VALUE;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_INSTRUCTION_LEN;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_INTR_INFO;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.VmcsField;

import org.junit.jupiter.api.Test;

/** A guest of a few bytes leaves, and the VMCS says why. */
class GuestExitsTest {
    private static final int HLT = 0xf4;
    private static final int NOP = 0x90;

    private final TinyMachine machine = new TinyMachine();

    private long get(VmcsField field) {
        return machine.get(field);
    }

    @Test
    void cpuidAlwaysLeavesAndHltWhereItsControlSays() {
        machine.withGuest(0x0f, 0xa2, HLT);
        assertThat(machine.launch()).isEqualTo(ExitReason.CPUID);
        assertThat(get(VM_EXIT_INSTRUCTION_LEN)).isEqualTo(2);
        assertThat(get(GUEST_RIP)).isZero();
        assertThat(machine.skip()).isEqualTo(ExitReason.HLT);
        assertThat(get(GUEST_RIP)).isEqualTo(2);
        assertThat(get(VM_EXIT_INSTRUCTION_LEN)).isEqualTo(1);
    }

    @Test
    void anExitLoadsTheHost() {
        machine.withGuest(HLT).launch();
        assertThat(machine.cpu.state.rip).isEqualTo(TinyMachine.HOST_RIP_VALUE);
        assertThat(machine.cpu.state.mode64()).isTrue();
        assertThat(machine.cpu.state.flags.get()).isEqualTo(2);
        assertThat(machine.cpu.state.activity).isEqualTo(Activity.ACTIVE);
        assertThat(machine.vmx.inNonRoot()).isFalse();
    }

    @Test
    void aPortLeavesWithItsWidthAndNumber() {
        machine.withGuest(0xe6, 0x80, 0xba, 0xf8, 0x03, 0xec);
        machine.on(PrimaryControl.UNCONDITIONAL_IO_EXITING);
        assertThat(machine.launch()).isEqualTo(ExitReason.IO_INSTRUCTION);
        assertThat(get(EXIT_QUALIFICATION)).isEqualTo(0x80L << 16 | 1 << 6);
        assertThat(machine.skip()).isEqualTo(ExitReason.IO_INSTRUCTION);
        assertThat(get(EXIT_QUALIFICATION)).isEqualTo(0x3f8L << 16 | 1 << 3);
        assertThat(get(GUEST_RIP)).isEqualTo(5);
    }

    @Test
    void theBitmapChoosesPorts() {
        machine.withGuest(0xe6, 0x80, 0xe6, 0x81, HLT);
        machine.on(PrimaryControl.USE_IO_BITMAPS);
        machine.set(IO_BITMAP_A, BITMAP);
        machine.set(IO_BITMAP_B, BITMAP + 0x1000);
        machine.cpu.physical.write(BITMAP + (0x81 >> 3), 1, 1 << (0x81 & 7));
        assertThat(machine.launch()).isEqualTo(ExitReason.IO_INSTRUCTION);
        assertThat(get(GUEST_RIP)).isEqualTo(2);
        assertThat(machine.skip()).isEqualTo(ExitReason.HLT);
    }

    @Test
    void theBitmapChoosesMsrs() {
        // mov ecx, 174h; rdmsr; mov ecx, 175h; rdmsr
        machine.withGuest(
                0x66, 0xb9, 0x74, 1, 0, 0, 0x0f, 0x32, 0x66, 0xb9, 0x75, 1, 0, 0, 0x0f, 0x32);
        machine.on(PrimaryControl.USE_MSR_BITMAPS);
        machine.set(MSR_BITMAP, BITMAP);
        machine.cpu.physical.write(BITMAP + (0x175 >> 3), 1, 1 << (0x175 & 7));
        assertThat(machine.launch()).isEqualTo(ExitReason.RDMSR);
        assertThat(get(GUEST_RIP)).isEqualTo(14);
        assertThat(machine.cpu.state.gpr[1]).isEqualTo(0x175);
    }

    @Test
    void withoutBitmapEveryMsrLeaves() {
        machine.withGuest(0x66, 0xb9, 0x74, 1, 0, 0, 0x0f, 0x30);
        assertThat(machine.launch()).isEqualTo(ExitReason.WRMSR);
    }

    @Test
    void theExceptionBitmapChoosesExceptions() {
        machine.withGuest(0x0f, 0x0b);
        machine.set(EXCEPTION_BITMAP, 1 << 6);
        assertThat(machine.launch()).isEqualTo(ExitReason.EXCEPTION_OR_NMI);
        assertThat(get(VM_EXIT_INTR_INFO)).isEqualTo(0x80000306L);
        assertThat(Rflags.RF.in(get(GUEST_RFLAGS))).isTrue();
    }

    @Test
    void aBreakpointIsASoftwareExceptionWithALength() {
        machine.withGuest(NOP, 0xcc);
        machine.set(EXCEPTION_BITMAP, 1 << 3);
        assertThat(machine.launch()).isEqualTo(ExitReason.EXCEPTION_OR_NMI);
        assertThat(get(VM_EXIT_INTR_INFO)).isEqualTo(0x80000603L);
        assertThat(get(VM_EXIT_INSTRUCTION_LEN)).isEqualTo(1);
        assertThat(get(GUEST_RIP)).isEqualTo(1);
    }

    @Test
    void aMissingEptEntryIsAViolationWithItsQualification() {
        machine.withGuest(0xa2, 0x00, 0x40); // mov [4000h], al
        machine.mapPage(0x4000, 0);
        assertThat(machine.launch()).isEqualTo(ExitReason.EPT_VIOLATION);
        assertThat(get(EXIT_QUALIFICATION)).isEqualTo(0x182);
        assertThat(get(GUEST_PHYSICAL_ADDRESS)).isEqualTo(0x4000);
        assertThat(get(GUEST_LINEAR_ADDRESS)).isEqualTo(0x4000);
        assertThat(get(GUEST_RIP)).isZero();
    }

    @Test
    void aReadOnlyPageTellsWhatItAllows() {
        machine.withGuest(0xa0, 0x00, 0x40, 0xa2, 0x00, 0x40);
        machine.mapPage(0x4000, 0x4031);
        assertThat(machine.launch()).isEqualTo(ExitReason.EPT_VIOLATION);
        assertThat(get(GUEST_RIP)).isEqualTo(3);
        assertThat(get(EXIT_QUALIFICATION)).isEqualTo(0x18a);
    }

    @Test
    void aFetchFromAPageWithoutExecutePermissionLeaves() {
        machine.withGuest(0xea, 0x00, 0x40, 0x00, 0x00); // jmp 0:4000h
        machine.mapPage(0x4000, 0x4033);
        assertThat(machine.launch()).isEqualTo(ExitReason.EPT_VIOLATION);
        assertThat(get(EXIT_QUALIFICATION)).isEqualTo(0x19c);
        assertThat(get(GUEST_RIP)).isEqualTo(0x4000);
    }

    @Test
    void aWritableUnreadableEntryIsMisconfigured() {
        machine.withGuest(0xa0, 0x00, 0x40);
        machine.mapPage(0x4000, 0x4032);
        assertThat(machine.launch()).isEqualTo(ExitReason.EPT_MISCONFIGURATION);
        assertThat(get(GUEST_PHYSICAL_ADDRESS)).isEqualTo(0x4000);
    }

    @Test
    void eptMarksWhatIsAccessedAndWritten() {
        machine.withGuest(0xa2, 0x00, 0x40, 0xa0, 0x00, 0x50, HLT);
        machine.set(EPT_POINTER, machine.get(EPT_POINTER) | 1 << 6);
        assertThat(machine.launch()).isEqualTo(ExitReason.HLT);
        assertThat(machine.cpu.physical.read(TinyMachine.EPT_TABLE + 8 * 4, 8)).isEqualTo(0x4337);
        assertThat(machine.cpu.physical.read(TinyMachine.EPT_TABLE + 8 * 5, 8)).isEqualTo(0x5137);
        assertThat(machine.cpu.physical.read(TinyMachine.EPT_TABLE + 8 * 6, 8)).isEqualTo(0x6037);
    }

    @Test
    void theGuestReadsTheShadowOfCr0() {
        machine.withGuest(0x0f, 0x20, 0xc0, HLT); // mov eax, cr0
        machine.set(CR0_GUEST_HOST_MASK, 0x20);
        machine.set(CR0_READ_SHADOW, 0x0);
        assertThat(machine.launch()).isEqualTo(ExitReason.HLT);
        assertThat(machine.cpu.state.gpr[0]).isEqualTo(0x10);
    }

    @Test
    void changingAHostOwnedBitLeaves() {
        machine.withGuest(
                0x66, 0xb8, 0x34, 0, 0, 0, 0x0f, 0x22, 0xc0); // mov eax, 34h; mov cr0, eax
        machine.set(CR0_GUEST_HOST_MASK, 0x4);
        assertThat(machine.launch()).isEqualTo(ExitReason.CONTROL_REGISTER_ACCESS);
        assertThat(get(EXIT_QUALIFICATION)).isZero();
        assertThat(get(GUEST_RIP)).isEqualTo(6);
    }

    @Test
    void aCr3TargetDoesNotLeave() {
        machine.withGuest(0x0f, 0x22, 0xdb, 0x0f, 0x22, 0xd9); // mov cr3, ebx; mov cr3, ecx
        machine.on(PrimaryControl.CR3_LOAD_EXITING);
        machine.set(CR3_TARGET_COUNT, 1);
        machine.set(CR3_TARGET_VALUE_0, 0x5000);
        machine.cpu.state.gpr[3] = 0x5000;
        machine.cpu.state.gpr[1] = 0x6000;
        assertThat(machine.launch()).isEqualTo(ExitReason.CONTROL_REGISTER_ACCESS);
        assertThat(get(GUEST_RIP)).isEqualTo(3);
        assertThat(get(EXIT_QUALIFICATION)).isEqualTo(0x103);
    }

    @Test
    void theTimeStampIsScaledAndShifted() {
        machine.withGuest(0x0f, 0x31, HLT); // rdtsc
        machine.on(PrimaryControl.USE_TSC_OFFSETTING, SecondaryControl.USE_TSC_SCALING);
        machine.set(TSC_MULTIPLIER, 1L << 49);
        machine.set(TSC_OFFSET, 0x1000);
        machine.cpu.setTsc(0x500);
        assertThat(machine.launch()).isEqualTo(ExitReason.HLT);
        assertThat(machine.cpu.state.gpr[0]).isEqualTo(0x1a00);
    }

    @Test
    void theMonitorTrapLeavesAfterEachInstruction() {
        machine.withGuest(NOP, NOP, NOP);
        machine.on(PrimaryControl.MONITOR_TRAP_FLAG);
        assertThat(machine.launch()).isEqualTo(ExitReason.MONITOR_TRAP_FLAG);
        assertThat(get(GUEST_RIP)).isEqualTo(1);
        assertThat(machine.resume()).isEqualTo(ExitReason.MONITOR_TRAP_FLAG);
        assertThat(get(GUEST_RIP)).isEqualTo(2);
    }

    @Test
    void thePreemptionTimerEndsALoop() {
        machine.withGuest(0xeb, 0xfe); // jmp $
        machine.on(PinControl.ACTIVATE_VMX_PREEMPTION_TIMER);
        machine.on(ExitControl.SAVE_VMX_PREEMPTION_TIMER_VALUE);
        machine.set(VMX_PREEMPTION_TIMER_VALUE, 3);
        long before = machine.cpu.tsc();
        assertThat(machine.launch()).isEqualTo(ExitReason.PREEMPTION_TIMER);
        assertThat(machine.cpu.tsc()).isEqualTo(before + 3);
        assertThat(get(VMX_PREEMPTION_TIMER_VALUE)).isZero();
    }

    @Test
    void anExpiredTimerLeavesBetweenADebugTrapAndItsHandler() {
        machine.withGuest(NOP, NOP);
        machine.on(PinControl.ACTIVATE_VMX_PREEMPTION_TIMER);
        machine.set(GUEST_PENDING_DEBUG_EXCEPTIONS, 1 << 14);
        machine.set(GUEST_RFLAGS, 0x102);
        machine.cpu.physical.write(4, 4, 0x1234);
        assertThat(machine.launch()).isEqualTo(ExitReason.PREEMPTION_TIMER);
        assertThat(get(GUEST_RIP)).isEqualTo(0x1234);
        assertThat(get(GUEST_PENDING_DEBUG_EXCEPTIONS)).isZero();
    }

    @Test
    void theInterruptWindowOpensAfterTheShadowOfSti() {
        machine.withGuest(0xfb, NOP, NOP); // sti
        machine.on(PrimaryControl.INTERRUPT_WINDOW_EXITING);
        assertThat(machine.launch()).isEqualTo(ExitReason.INTERRUPT_WINDOW);
        assertThat(get(GUEST_RIP)).isEqualTo(2);
    }

    @Test
    void theShadowOfStiIsSaved() {
        machine.withGuest(0xfb, HLT);
        assertThat(machine.launch()).isEqualTo(ExitReason.HLT);
        assertThat(get(GUEST_INTERRUPTIBILITY_INFO)).isEqualTo(1);
    }

    @Test
    void anNmiLeaves() {
        machine.withGuest(NOP, 0xeb, 0xfe);
        machine.on(PinControl.NMI_EXITING);
        machine.cpu.raiseNmi();
        assertThat(machine.launch()).isEqualTo(ExitReason.EXCEPTION_OR_NMI);
        assertThat(get(VM_EXIT_INTR_INFO)).isEqualTo(0x80000202L);
        assertThat(machine.cpu.state.blockedByNmi).isTrue();
        assertThat(machine.cpu.state.nmiPending).isFalse();
    }

    @Test
    void loweringTheVirtualTaskPriorityLeavesAfterTheInstruction() {
        // real mode has no MOV CR8 encoding without REX: LOCK MOV CR0 is AMD's; so 64-bit only
        machine.withGuest(HLT);
        machine.on(PrimaryControl.USE_TPR_SHADOW);
        machine.set(VIRTUAL_APIC_ADDRESS, BITMAP);
        machine.set(TPR_THRESHOLD, 2);
        machine.cpu.physical.write(BITMAP + 0x80, 1, 0x50);
        assertThat(machine.vmx.vmlaunch().succeeded()).isTrue();
        assertThat(machine.cpu.view().readCr8(0)).isEqualTo(5);
        assertThat(machine.cpu.view().writeCr8(1)).isTrue();
        machine.engine.run(10);
        assertThat(get(EXIT_REASON)).isEqualTo(ExitReason.TPR_BELOW_THRESHOLD.number());
        assertThat(machine.cpu.physical.read(BITMAP + 0x80, 4)).isEqualTo(0x10);
    }

    @Test
    void storingTheGdtrLeavesWithItsOperand() {
        machine.withGuest(0x0f, 0x01, 0x06, 0x34, 0x12); // sgdt [1234h]
        machine.on(SecondaryControl.DESCRIPTOR_TABLE_EXITING);
        assertThat(machine.launch()).isEqualTo(ExitReason.GDTR_IDTR_ACCESS);
        assertThat(get(EXIT_QUALIFICATION)).isEqualTo(0x1234);
        assertThat(get(VMX_INSTRUCTION_INFO)).isEqualTo(1 << 22 | 1 << 27 | 3 << 15);
    }

    @Test
    void vmcallLeavesFromAnyRing() {
        machine.withGuest(0x0f, 0x01, 0xc1);
        assertThat(machine.launch()).isEqualTo(ExitReason.VMCALL);
        assertThat(get(VM_EXIT_INSTRUCTION_LEN)).isEqualTo(3);
        assertThat(machine.cpu.physical.read(CODE, 1)).isEqualTo(0x0f);
    }

    @Test
    void aTripleFaultLeaves() {
        machine.withGuest(0x0f, 0x0b);
        machine.set(GUEST_IDTR_LIMIT, 0);
        assertThat(machine.launch()).isEqualTo(ExitReason.TRIPLE_FAULT);
        assertThat(get(IDT_VECTORING_INFO_FIELD)).isZero();
    }
}
