package dev.ringmaster.svm.operation;

import static dev.ringmaster.cpu.isa.Operand.mem;
import static dev.ringmaster.cpu.isa.Reg.AL;
import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.EBX;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.npt.NestedFault;
import dev.ringmaster.svm.vmcb.EventInjection;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.InterruptState;
import dev.ringmaster.svm.vmcb.Vintr;
import dev.ringmaster.svm.vmcb.VmcbField;

import org.junit.jupiter.api.Test;

/** Small guests, from VMRUN to #VMEXIT. */
class GuestTest {
    private static final long HANDLER = 0x108000;
    private static final long PDPT = 0x130000;

    private final Bench bench = new Bench();

    @Test
    void cpuidLeavesTheGuestAndTheGuestGoesOnBehindIt() {
        bench.guest(c -> c.mov(EAX, 0x1234).cpuid().mov(EBX, 7).hlt());
        bench.intercept(Intercept.CPUID).intercept(Intercept.HLT);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_CPUID);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE + 5);
        assertThat(bench.get(VmcbField.NRIP)).isEqualTo(Bench.GUEST_CODE + 7);
        assertThat(bench.get(VmcbField.RAX)).isEqualTo(0x1234);

        bench.set(VmcbField.RIP, bench.get(VmcbField.NRIP));
        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);
        assertThat(bench.cpu.state.gpr[3]).isEqualTo(7);
    }

    @Test
    void theHostComesBackAsItWas() {
        bench.guest(Code::hlt).intercept(Intercept.HLT);
        long cr0 = bench.cpu.state.cr0;
        long efer = bench.cpu.state.efer;

        bench.run();

        assertThat(bench.cpu.state.cr0).isEqualTo(cr0);
        assertThat(bench.cpu.state.efer).isEqualTo(efer);
        assertThat(bench.cpu.state.rip).isEqualTo(0x5000);
        assertThat(bench.cpu.state.mode64()).isTrue();
        assertThat(bench.cpu.state.dr[7]).isEqualTo(0x400);
        assertThat(bench.svm.gif()).isFalse();
        assertThat(bench.svm.inGuest()).isFalse();
    }

    @Test
    void anOutToAnInterceptedPortTellsPortAndSize() {
        bench.guest(c -> c.mov(EAX, 0x41).out(0x42, AL).out(0x43, AL));
        bench.write(Bench.IO_MAP + 0x43 / 8, 1, 1 << 3).intercept(Intercept.IOIO_PROT);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_IOIO);
        assertThat(bench.get(VmcbField.EXITINFO1) >>> 16).isEqualTo(0x43);
        assertThat(bench.get(VmcbField.EXITINFO1) & 0x7f).isEqualTo(0x10);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE + 7);
        assertThat(bench.get(VmcbField.EXITINFO2)).isEqualTo(Bench.GUEST_CODE + 9);
    }

    @Test
    void anInterceptedUndefinedOpcodeHasNoNextInstruction() {
        bench.guest(c -> c.ud2()).intercept(Intercept.EXCEPTION_6);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_EXCP6);
        assertThat(bench.get(VmcbField.NRIP)).isZero();
        assertThat(bench.get(VmcbField.EXITINTINFO)).isZero();
    }

    @Test
    void vmmcallIsACallWithRaxUntouched() {
        bench.guest(c -> c.mov(EAX, 99).vmmcall()).intercept(Intercept.VMMCALL);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_VMMCALL);
        assertThat(bench.get(VmcbField.RAX)).isEqualTo(99);
    }

    @Test
    void aMissingNestedPageTellsAddressAccessAndBytes() {
        bench.nestedPaging().nestedEntry(0x150000, 0);
        bench.guest(c -> c.mov(mem(0x150010), EAX));

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_NPF);
        assertThat(bench.get(VmcbField.EXITINFO1))
                .isEqualTo(NestedFault.FINAL.mask() | NestedFault.US.mask() | NestedFault.W.mask());
        assertThat(bench.get(VmcbField.EXITINFO2)).isEqualTo(0x150010);
        assertThat(bench.get(VmcbField.BYTES_FETCHED)).isEqualTo(15);
        assertThat(bench.get(VmcbField.GUEST_INSTRUCTION_BYTES_0) & 0xff).isEqualTo(0xa3);
    }

    @Test
    void aWriteToAReadOnlyNestedPageIsAProtectionFault() {
        bench.nestedPaging().nestedEntry(0x150000, 0x150005);
        bench.guest(c -> c.mov(EAX, mem(0x150000)).mov(mem(0x150000), EAX));

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_NPF);
        assertThat(bench.get(VmcbField.EXITINFO1) & 0x1f).isEqualTo(7);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE + 5);
    }

    @Test
    void aFetchFromANestedPageThatForbidsItSaysSo() {
        bench.nestedPaging().nestedEntry(Bench.GUEST_CODE, 1L << 63 | Bench.GUEST_CODE | 7);
        bench.guest(Code::hlt);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_NPF);
        assertThat(bench.get(VmcbField.EXITINFO1) & 0x1f).isEqualTo(0x15);
        assertThat(bench.get(VmcbField.BYTES_FETCHED)).isZero();
    }

    @Test
    void nestedPagesAreMarkedAccessedAndDirty() {
        bench.nestedPaging().intercept(Intercept.HLT);
        bench.guest(c -> c.mov(EAX, mem(0x150000)).mov(mem(0x151000), EAX).hlt());

        bench.run();

        assertThat(bench.svm.memory().read(Bench.nestedEntryAddress(0x150000), 8) & 0x60)
                .isEqualTo(0x20);
        assertThat(bench.svm.memory().read(Bench.nestedEntryAddress(0x151000), 8) & 0x60)
                .isEqualTo(0x60);
    }

    @Test
    void aGuestReachesOnlyWhatItsNestedTablesMap() {
        bench.nestedPaging().nestedEntry(0x150000, 0x160007).intercept(Intercept.HLT);
        bench.guest(c -> c.mov(EAX, 0x55).mov(mem(0x150008), EAX).hlt());

        bench.run();

        assertThat(bench.svm.memory().read(0x160008, 8)).isEqualTo(0x55);
        assertThat(bench.svm.memory().read(0x150008, 8)).isZero();
    }

    @Test
    void anInjectedInterruptReachesItsHandlerBeforeTheFirstInstruction() {
        bench.guest(c -> c.mov(EBX, 1).hlt()).code(HANDLER, Code::hlt).gate(0x41, HANDLER);
        bench.intercept(Intercept.HLT);
        bench.set(VmcbField.EVENTINJ, EventInjection.of(EventInjection.INTR, 0x41));

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(HANDLER);
        assertThat(bench.get(VmcbField.RSP)).isEqualTo(Bench.GUEST_STACK - 12);
        assertThat(bench.svm.memory().read(Bench.GUEST_STACK - 12, 4)).isEqualTo(Bench.GUEST_CODE);
        assertThat(bench.get(VmcbField.EVENTINJ)).isZero();
    }

    @Test
    void anInjectedExceptionIsNotIntercepted() {
        bench.guest(Code::hlt).code(HANDLER, Code::hlt).gate(13, HANDLER);
        bench.intercept(Intercept.EXCEPTION_13).intercept(Intercept.HLT);
        bench.set(VmcbField.EVENTINJ, EventInjection.of(EventInjection.EXCEPTION, 13, 0x18));

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);
        assertThat(bench.svm.memory().read(Bench.GUEST_STACK - 16, 4)).isEqualTo(0x18);
    }

    @Test
    void aFaultDuringInjectionTellsTheInterruptedEvent() {
        bench.guest(Code::hlt).intercept(Intercept.EXCEPTION_11);
        bench.write(Bench.GUEST_IDT + 8 * 0x41 + 4, 4, 0x0e00);
        long event = EventInjection.of(EventInjection.INTR, 0x41);
        bench.set(VmcbField.EVENTINJ, event);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_EXCP11);
        assertThat(bench.get(VmcbField.EXITINTINFO)).isEqualTo(event);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE);
    }

    @Test
    void aVirtualInterruptWaitsForTheInterruptFlag() {
        bench.guest(c -> c.nop().sti().nop().mov(EBX, 1).hlt());
        bench.code(HANDLER, Code::hlt).gate(0x50, HANDLER).intercept(Intercept.HLT);
        bench.set(VmcbField.VINTR, Vintr.V_INTR_MASKING.set(Vintr.withInterrupt(0, 0x50, 5)));

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(HANDLER);
        assertThat(bench.svm.memory().read(Bench.GUEST_STACK - 12, 4))
                .isEqualTo(Bench.GUEST_CODE + 3);
        assertThat(Vintr.V_IRQ.in(bench.get(VmcbField.VINTR))).isFalse();
    }

    @Test
    void aVirtualInterruptBelowTheTaskPriorityWaits() {
        bench.guest(c -> c.nop().nop().hlt()).intercept(Intercept.HLT).flags(Rflags.IF);
        long vintr = Vintr.withTpr(Vintr.withInterrupt(0, 0x50, 5), 5);
        bench.set(VmcbField.VINTR, Vintr.V_INTR_MASKING.set(vintr));

        bench.run();

        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE + 2);
        assertThat(Vintr.V_IRQ.in(bench.get(VmcbField.VINTR))).isTrue();
    }

    @Test
    void theInterruptWindowIsFoundByInterceptingAVirtualInterrupt() {
        bench.guest(c -> c.sti().nop().hlt()).intercept(Intercept.VINTR);
        bench.set(VmcbField.VINTR, Vintr.V_INTR_MASKING.set(Vintr.withInterrupt(0, 0, 15)));

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_VINTR);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE + 2);
        assertThat(bench.get(VmcbField.INTERRUPT_STATE)).isZero();
    }

    @Test
    void anExitInsideTheShadowOfStiSavesTheShadow() {
        bench.guest(c -> c.sti().hlt()).intercept(Intercept.HLT);

        bench.run();

        assertThat(InterruptState.INTERRUPT_SHADOW.in(bench.get(VmcbField.INTERRUPT_STATE)))
                .isTrue();
    }

    @Test
    void aPhysicalInterruptLeavesTheGuestAndStaysPendingWhileGifIs0() {
        raiseTimerInterrupt();
        bench.guest(c -> c.nop().hlt()).intercept(Intercept.INTR).flags(Rflags.IF);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_INTR);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE);
        assertThat(bench.cpu.interrupts.pending()).isTrue();
        assertThat(bench.svm.interruptsEnabled()).isFalse();
    }

    @Test
    void withVirtualMaskingTheFlagOfTheHostDecidesAboutPhysicalInterrupts() {
        raiseTimerInterrupt();
        bench.guest(c -> c.nop().hlt()).intercept(Intercept.INTR).intercept(Intercept.HLT);
        bench.set(VmcbField.VINTR, Vintr.V_INTR_MASKING.mask());

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);

        bench.cpu.state.flags.put(Rflags.IF, true);
        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_INTR);
    }

    @Test
    void withVirtualMaskingTheShadowOfTheGuestStillHoldsPhysicalInterruptsBack() {
        raiseTimerInterrupt();
        bench.guest(c -> c.nop().hlt()).intercept(Intercept.INTR).intercept(Intercept.HLT);
        bench.set(VmcbField.VINTR, Vintr.V_INTR_MASKING.mask());
        bench.set(VmcbField.INTERRUPT_STATE, InterruptState.INTERRUPT_SHADOW.mask());
        bench.cpu.state.flags.put(Rflags.IF, true);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_INTR);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE + 1);
        assertThat(bench.get(VmcbField.INTERRUPT_STATE)).isZero();
    }

    @Test
    void aPhysicalInterruptThatIsInterceptedComesBeforeAVirtualOne() {
        raiseTimerInterrupt();
        bench.guest(Code::hlt).intercept(Intercept.INTR).intercept(Intercept.VINTR);
        bench.set(VmcbField.VINTR, Vintr.V_INTR_MASKING.set(Vintr.withInterrupt(0, 0x50, 5)));
        bench.flags(Rflags.IF);
        bench.cpu.state.flags.put(Rflags.IF, true);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_INTR);
        assertThat(Vintr.V_IRQ.in(bench.get(VmcbField.VINTR))).isTrue();

        bench.cpu.state.flags.put(Rflags.IF, false);
        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_VINTR);
        assertThat(Vintr.V_IRQ.in(bench.get(VmcbField.VINTR))).isTrue();
    }

    @Test
    void aPhysicalInterruptThatIsDeliveredComesBeforeAVirtualOne() {
        raiseTimerInterrupt();
        bench.guest(Code::hlt).intercept(Intercept.HLT).flags(Rflags.IF);
        bench.code(HANDLER, Code::hlt).gate(0x23, HANDLER);
        bench.set(VmcbField.VINTR, Vintr.withInterrupt(0, 0x50, 5));

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(HANDLER);
        assertThat(Vintr.V_IRQ.in(bench.get(VmcbField.VINTR))).isTrue();
    }

    @Test
    void anNmiComesBeforeAVirtualInterrupt() {
        bench.guest(Code::hlt).intercept(Intercept.NMI).intercept(Intercept.VINTR);
        bench.set(VmcbField.VINTR, Vintr.withInterrupt(0, 0x50, 5)).flags(Rflags.IF);
        bench.cpu.raiseNmi();

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_NMI);
        assertThat(Vintr.V_IRQ.in(bench.get(VmcbField.VINTR))).isTrue();
    }

    @Test
    void aSingleStepTrapComesBeforeAVirtualInterrupt() {
        bench.guest(c -> c.nop().hlt()).intercept(Intercept.VINTR).flags(Rflags.IF, Rflags.TF);
        bench.set(VmcbField.INTERCEPT_EXCEPTION, 1 << 1);
        bench.set(VmcbField.VINTR, Vintr.withInterrupt(0, 0x50, 5));
        bench.set(VmcbField.INTERRUPT_STATE, InterruptState.INTERRUPT_SHADOW.mask());

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_EXCP1);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE + 1);
        assertThat(Vintr.V_IRQ.in(bench.get(VmcbField.VINTR))).isTrue();
    }

    @Test
    void aVirtualInterruptThatIgnoresTheTaskPriorityIsTakenAtAny() {
        bench.guest(Code::hlt).intercept(Intercept.VINTR).flags(Rflags.IF);
        long vintr = Vintr.withTpr(Vintr.withInterrupt(0, 0x50, 0), 0xf);
        bench.set(VmcbField.VINTR, Vintr.V_IGN_TPR.set(vintr));

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_VINTR);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE);
    }

    @Test
    void pagedRealModeWithPaeLoadsThePointersThatItPagesWith() {
        bench.write(PDPT, 8, PDPT + 0x1001).write(PDPT + 0x1000, 8, 0x83);
        bench.set(VmcbField.CR3, PDPT).set(VmcbField.CR4, Cr4.PAE.mask());
        bench.set(VmcbField.CR0, Cr0.PG.mask() | Cr0.ET.mask());
        bench.guest(Code::hlt).intercept(Intercept.HLT);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);
        bench.nestedPaging();
        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);
    }

    @Test
    void anNmiLeavesTheGuest() {
        bench.guest(Code::hlt).intercept(Intercept.NMI);
        bench.cpu.raiseNmi();

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_NMI);
        assertThat(bench.cpu.state.nmiPending).isTrue();
    }

    @Test
    void aTripleFaultIsAShutdown() {
        bench.set(VmcbField.IDTR_LIMIT, 0).guest(c -> c.ud2());

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_SHUTDOWN);
    }

    @Test
    void theGuestSeesItsOwnTime() {
        bench.guest(c -> c.rdtsc().hlt()).intercept(Intercept.HLT);
        bench.set(VmcbField.TSC_OFFSET, 1_000_000);

        bench.run();

        assertThat(bench.get(VmcbField.RAX)).isBetween(1_000_000L, 1_001_000L);
    }

    private void raiseTimerInterrupt() {
        bench.machine.board().ports().out(0x20, 1, 0x11);
        bench.machine.board().ports().out(0x21, 1, 0x20);
        bench.machine.board().ports().out(0x21, 1, 4);
        bench.machine.board().ports().out(0x21, 1, 1);
        bench.machine.board().ports().out(0x21, 1, 0);
        bench.machine.board().interruptRequest(3).set(true);
    }
}
