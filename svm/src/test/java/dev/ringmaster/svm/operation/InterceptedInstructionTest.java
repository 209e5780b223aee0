package dev.ringmaster.svm.operation;

import static dev.ringmaster.cpu.isa.Operand.mem;
import static dev.ringmaster.cpu.isa.Reg.AX;
import static dev.ringmaster.cpu.isa.Reg.CR0;
import static dev.ringmaster.cpu.isa.Reg.CR3;
import static dev.ringmaster.cpu.isa.Reg.CR4;
import static dev.ringmaster.cpu.isa.Reg.DR7;
import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.EBX;
import static dev.ringmaster.cpu.isa.Reg.ECX;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.instruction.Mnemonic;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.vmcb.EventInjection;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.VmcbField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.function.Consumer;
import java.util.stream.Stream;

/** Instructions that a VMCB intercepts. */
class InterceptedInstructionTest {
    private static final long MOV_CR = 1L << 63;

    private final Bench bench = new Bench();

    static Stream<Arguments> instructions() {
        return Stream.of(
                row(Intercept.RDTSC, Code::rdtsc),
                row(Intercept.RDTSCP, Code::rdtscp),
                row(Intercept.PUSHF, Code::pushf),
                row(Intercept.POPF, Code::popf),
                row(Intercept.CPUID, Code::cpuid),
                row(Intercept.RSM, Code::rsm),
                row(Intercept.IRET, Code::iret),
                row(Intercept.INVD, Code::invd),
                row(Intercept.WBINVD, Code::wbinvd),
                row(Intercept.PAUSE, Code::pause),
                row(Intercept.HLT, Code::hlt),
                row(Intercept.INVLPGA, c -> c.emit(Mnemonic.INVLPGA)),
                row(Intercept.VMRUN, Code::vmrun),
                row(Intercept.VMLOAD, Code::vmload),
                row(Intercept.VMSAVE, Code::vmsave),
                row(Intercept.VMMCALL, Code::vmmcall),
                row(Intercept.STGI, Code::stgi),
                row(Intercept.CLGI, Code::clgi),
                row(Intercept.MONITOR, Code::monitor),
                row(Intercept.MWAIT, Code::mwait),
                row(Intercept.XSETBV, Code::xsetbv),
                row(Intercept.ICEBP, c -> c.emit(Mnemonic.INT1)),
                row(Intercept.CR0_WRITE, Code::clts),
                row(Intercept.IDTR_READ, c -> c.sidt(mem(EBX))),
                row(Intercept.GDTR_READ, c -> c.sgdt(mem(EBX))),
                row(Intercept.IDTR_WRITE, c -> c.lidt(mem(EBX))),
                row(Intercept.GDTR_WRITE, c -> c.lgdt(mem(EBX))),
                row(Intercept.LDTR_READ, c -> c.sldt(AX)),
                row(Intercept.TR_READ, c -> c.str(AX)),
                row(Intercept.LDTR_WRITE, c -> c.lldt(AX)),
                row(Intercept.TR_WRITE, c -> c.ltr(AX)),
                row(Intercept.EXCEPTION_3, Code::int3));
    }

    private static Arguments row(Intercept intercept, Consumer<Code> program) {
        return arguments(intercept, program);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("instructions")
    void anInterceptedInstructionLeavesAndTellsWhereItEnds(
            Intercept intercept, Consumer<Code> program) {
        Code code = new Code(4, Bench.GUEST_CODE);
        program.accept(code);
        bench.guest(program).intercept(intercept).set(VmcbField.CR4, Cr4.OSXSAVE.mask());

        assertThat(bench.run()).isEqualTo(ExitCode.of(intercept));
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE);
        assertThat(bench.get(VmcbField.NRIP)).isEqualTo(Bench.GUEST_CODE + code.size());
    }

    @Test
    void movesToAndFromControlRegistersTellTheGeneralRegister() {
        bench.guest(c -> c.mov(EBX, CR3).mov(CR3, ECX));
        bench.intercept(Intercept.CR3_READ);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_CR3_READ);
        assertThat(bench.get(VmcbField.EXITINFO1)).isEqualTo(MOV_CR | 3);

        bench.intercept(Intercept.CR3_WRITE).set(VmcbField.RIP, bench.get(VmcbField.NRIP));
        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_CR3_WRITE);
        assertThat(bench.get(VmcbField.EXITINFO1)).isEqualTo(MOV_CR | 1);
    }

    @Test
    void theSelectiveInterceptOfCr0LeavesTaskSwitchedAlone() {
        bench.guest(c -> c.mov(EAX, 0x19).mov(CR0, EAX).mov(EAX, 0x1d).mov(CR0, EAX));
        bench.intercept(Intercept.CR0_SEL_WRITE);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_CR0_SEL_WRITE);
        assertThat(bench.get(VmcbField.CR0)).isEqualTo(0x19);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE + 13);
    }

    @Test
    void theGeneralInterceptOfCr0WinsOverTheSelectiveOne() {
        bench.guest(c -> c.mov(EAX, 0x1d).mov(CR0, EAX));
        bench.intercept(Intercept.CR0_SEL_WRITE).intercept(Intercept.CR0_WRITE);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_CR0_WRITE);
    }

    @Test
    void aReservedBitOfCr4FaultsBeforeTheIntercept() {
        bench.guest(c -> c.mov(EAX, 0x8000_0000L).mov(CR4, EAX));
        bench.intercept(Intercept.CR4_WRITE).intercept(Intercept.EXCEPTION_13);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_EXCP13);
    }

    @Test
    void aMoveToADebugRegisterTellsTheGeneralRegister() {
        bench.guest(c -> c.mov(DR7, EBX)).intercept(Intercept.DR7_WRITE);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_DR7_WRITE);
        assertThat(bench.get(VmcbField.EXITINFO1)).isEqualTo(3);
    }

    @Test
    void aSoftwareInterruptTellsItsVector() {
        bench.guest(c -> c.interrupt(0x80)).intercept(Intercept.INTN);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_SWINT);
        assertThat(bench.get(VmcbField.EXITINFO1)).isEqualTo(0x80);
    }

    @Test
    void aFaultInsideASoftwareInterruptTellsTheInterrupt() {
        bench.guest(c -> c.interrupt(0x80)).intercept(Intercept.EXCEPTION_11);
        bench.write(Bench.GUEST_IDT + 8 * 0x80 + 4, 4, 0x6e00);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_EXCP11);
        assertThat(bench.get(VmcbField.EXITINTINFO))
                .isEqualTo(EventInjection.of(EventInjection.SOFTWARE, 0x80));
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE);
    }

    @Test
    void anMsrLeavesIfItsBitInTheMapSaysSoOrItIsInNoMap() {
        bench.guest(c -> c.mov(ECX, 0xc0000080L).rdmsr().wrmsr().mov(ECX, 0x4000).rdmsr());
        bench.intercept(Intercept.MSR_PROT).write(Bench.MSR_MAP + 0x800 + 0x80 / 4, 1, 2);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_MSR);
        assertThat(bench.get(VmcbField.EXITINFO1)).isEqualTo(1);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE + 7);

        bench.set(VmcbField.RIP, bench.get(VmcbField.NRIP));
        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_MSR);
        assertThat(bench.get(VmcbField.EXITINFO1)).isZero();
    }

    @Test
    void thePauseFilterLetsItsCountPass() {
        bench.guest(c -> c.pause().pause().pause().pause()).intercept(Intercept.PAUSE);
        bench.set(VmcbField.PAUSE_FILTER_COUNT, 2);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_PAUSE);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE + 4);
    }

    @Test
    void aStringOutputTellsSegmentAndRepetition() {
        bench.guest(c -> c.mov(ECX, 2).rep().outsb()).intercept(Intercept.IOIO_PROT);
        bench.write(Bench.IO_MAP, 8, -1);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_IOIO);
        assertThat(bench.get(VmcbField.EXITINFO1)).isEqualTo(3 << 10 | 1 << 8 | 0x10 | 8 | 4);
    }
}
