package dev.ringmaster.svm.operation;

import static dev.ringmaster.cpu.isa.Operand.mem;
import static dev.ringmaster.cpu.isa.Reg.EAX;
import static dev.ringmaster.cpu.isa.Reg.EBX;
import static dev.ringmaster.cpu.isa.Reg.ECX;
import static dev.ringmaster.cpu.isa.Reg.EDX;
import static dev.ringmaster.cpu.isa.Reg.R8D;
import static dev.ringmaster.cpu.isa.Reg.RAX;
import static dev.ringmaster.cpu.isa.Reg.RBX;
import static dev.ringmaster.cpu.isa.Reg.RCX;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.engine.BlockEngine;
import dev.ringmaster.cpu.engine.Interpreter;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.npt.NestedFault;
import dev.ringmaster.svm.vmcb.EventInjection;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.VmcbField;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is carried across VMRUN and #VMEXIT, and what is refused. */
class WorldSwitchTest {
    private static final long HANDLER = 0x108000;
    private static final long GUEST_TABLES = 0x130000;

    private final Bench bench = new Bench();

    @Test
    void aBrokenVmcbIsInvalidAndTheHostGoesOn() {
        bench.guest(Code::hlt).set(VmcbField.GUEST_ASID, 0).set(VmcbField.EXITINFO1, 5);
        bench.set(VmcbField.EVENTINJ, EventInjection.of(EventInjection.INTR, 0x41));
        long rip = bench.cpu.state.rip;

        assertThat(bench.svm.vmrun(Bench.VMCB)).isFalse();

        assertThat(bench.get(VmcbField.EXITCODE)).isEqualTo(-1);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE);
        assertThat(bench.cpu.state.rip).isEqualTo(rip);
        assertThat(bench.svm.inGuest()).isFalse();
        assertThat(bench.svm.gif()).isFalse();
    }

    @Test
    void vmrunOpensTheGlobalInterruptFlag() {
        bench.guest(Code::hlt).svm.clgi();

        bench.svm.vmrun(Bench.VMCB);

        assertThat(bench.svm.gif()).isTrue();
        assertThat(bench.svm.inGuest()).isTrue();
    }

    @Test
    void vmsaveAndVmloadAreInverse() {
        CpuState s = bench.cpu.state;
        s.segments[Segment.FS].set(0x33, 0x7fff_0000_1000L, 0xfffff, 0xc0f3);
        s.tr.set(0x40, 0x9000, 0x67, 0x8b);
        s.lstar = 0xffff_8000_0000_1234L;
        s.sysenterEsp = 0x4444;
        bench.svm.vmsave(Bench.VMCB);
        s.segments[Segment.FS].set(0, 0, 0, 0);
        s.tr.set(0, 0, 0, 0x8b);
        s.lstar = 0;
        s.sysenterEsp = 0;

        bench.svm.vmload(Bench.VMCB);

        assertThat(s.segments[Segment.FS].base).isEqualTo(0x7fff_0000_1000L);
        assertThat(s.segments[Segment.FS].access).isEqualTo(0xc0f3);
        assertThat(s.tr.selector).isEqualTo(0x40);
        assertThat(s.lstar).isEqualTo(0xffff_8000_0000_1234L);
        assertThat(s.sysenterEsp).isEqualTo(0x4444);
    }

    @Test
    void vmloadMakesBasesCanonical() {
        bench.set(VmcbField.KERNEL_GS_BASE, 0x0000_8000_0000_0000L);

        bench.svm.vmload(Bench.VMCB);

        assertThat(bench.cpu.state.kernelGsBase).isEqualTo(0xffff_8000_0000_0000L);
        assertThat(bench.get(VmcbField.KERNEL_GS_BASE)).isEqualTo(0x0000_8000_0000_0000L);
    }

    @Test
    void anInjectedSoftwareInterruptReturnsToTheNextInstruction() {
        bench.guest(c -> c.interrupt(0x80).hlt()).code(HANDLER, Code::hlt).gate(0x80, HANDLER);
        bench.intercept(Intercept.HLT).set(VmcbField.NRIP, Bench.GUEST_CODE + 2);
        bench.set(VmcbField.EVENTINJ, EventInjection.of(EventInjection.SOFTWARE, 0x80));

        bench.run();

        assertThat(bench.get(VmcbField.RIP)).isEqualTo(HANDLER);
        assertThat(bench.svm.memory().read(Bench.GUEST_STACK - 12, 4))
                .isEqualTo(Bench.GUEST_CODE + 2);
    }

    @Test
    void anInterceptedPageFaultTellsItsErrorAndAddressAndLeavesCr2Alone() {
        pagedGuest();
        bench.guest(c -> c.mov(EAX, mem(0x40_0000L))).intercept(Intercept.EXCEPTION_14);
        bench.set(VmcbField.CR2, 0x77);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_EXCP14);
        assertThat(bench.get(VmcbField.EXITINFO1)).isZero();
        assertThat(bench.get(VmcbField.EXITINFO2)).isEqualTo(0x40_0000);
        assertThat(bench.get(VmcbField.CR2)).isEqualTo(0x77);
        assertThat(bench.get(VmcbField.BYTES_FETCHED)).isEqualTo(15);
    }

    @Test
    void aNestedFaultOnAGuestTableIsAWrite() {
        pagedGuest();
        bench.nestedPaging().nestedEntry(GUEST_TABLES, 0).guest(Code::hlt);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_NPF);
        assertThat(bench.get(VmcbField.EXITINFO1))
                .isEqualTo(NestedFault.TABLE.mask() | NestedFault.US.mask() | NestedFault.W.mask());
        assertThat(bench.get(VmcbField.EXITINFO2)).isEqualTo(GUEST_TABLES);
    }

    @Test
    void aReservedBitOfANestedEntryIsTold() {
        bench.nestedPaging().nestedEntry(Bench.GUEST_CODE, Bench.GUEST_CODE | 1L << 50 | 7);

        assertThat(bench.guest(Code::hlt).run()).isEqualTo(ExitCode.VMEXIT_NPF);
        assertThat(bench.get(VmcbField.EXITINFO1) & 9).isEqualTo(9);
    }

    @Test
    void largeNestedPagesTranslate() {
        bench.nestedPaging().intercept(Intercept.HLT);
        bench.write(Bench.NESTED_TABLES + 0x2000, 8, 0x20_0087L);
        bench.machine.board().memory().load(0x30_0000, new byte[] {(byte) 0xf4});

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);
        assertThat(bench.svm.memory().read(Bench.NESTED_TABLES + 0x2000, 8)).isEqualTo(0x20_00a7L);
    }

    @Test
    void nestedTablesOfA32BitHostTranslate() {
        CpuState host = bench.cpu.state;
        host.cr0 = Cr0.PE.mask() | Cr0.PG.mask() | Cr0.ET.mask();
        host.cr4 = Cr4.PSE.mask();
        host.efer = Efer.SVME.mask();
        bench.nestedPaging().intercept(Intercept.HLT).guest(Code::hlt);
        bench.write(Bench.NESTED_TABLES, 8, 0x87);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);
        assertThat(bench.svm.memory().read(Bench.NESTED_TABLES, 4)).isEqualTo(0xa7);
    }

    @Test
    void nestedTablesOfAPaeHostTranslate() {
        CpuState host = bench.cpu.state;
        host.efer = Efer.SVME.mask();
        bench.nestedPaging().intercept(Intercept.HLT).guest(Code::hlt);
        bench.write(Bench.NESTED_TABLES, 8, Bench.NESTED_TABLES + 0x2001);
        host.cr3 = Bench.NESTED_TABLES;

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);
    }

    @Test
    void aGuestWithNestedPagingHasItsOwnPat() {
        bench.nestedPaging().intercept(Intercept.HLT);
        bench.guest(c -> c.mov(ECX, 0x277).mov(EAX, 6).mov(EDX, 0).wrmsr().hlt());
        long hostPat = bench.cpu.state.pat;

        bench.run();

        assertThat(bench.get(VmcbField.G_PAT)).isEqualTo(6);
        assertThat(bench.cpu.state.pat).isEqualTo(hostPat);
    }

    @Test
    void singleSteppingInTheGuestIsADebugExceptionOfTheGuest() {
        bench.guest(c -> c.nop().hlt()).intercept(Intercept.EXCEPTION_1).flags(Rflags.TF);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_EXCP1);
        assertThat(bench.get(VmcbField.RIP)).isEqualTo(Bench.GUEST_CODE + 1);
        assertThat(bench.get(VmcbField.DR6) & 1 << 14).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 7, 1L << 8})
    void theUpperNestedEntriesHaveReservedBitsOfTheirOwn(long reserved) {
        bench.nestedPaging().guest(Code::hlt);
        bench.write(Bench.NESTED_TABLES, 8, Bench.NESTED_TABLES + 0x1007 | reserved);

        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_NPF);
        assertThat(bench.get(VmcbField.EXITINFO1) & 0x1f).isEqualTo(0x1d);
    }

    @Test
    void aMalformedPdpteOfANestedGuestFaultsWhenItIsUsed() {
        bench.nestedPaging().guest(Code::hlt);
        bench.intercept(Intercept.HLT).intercept(Intercept.EXCEPTION_14);
        bench.write(GUEST_TABLES, 8, GUEST_TABLES + 0x1001).write(GUEST_TABLES + 8, 8, 3);
        bench.write(GUEST_TABLES + 0x1000, 8, 0x83);
        bench.set(VmcbField.CR3, GUEST_TABLES).set(VmcbField.CR4, Cr4.PAE.mask());
        bench.set(VmcbField.CR0, Cr0.PE.mask() | Cr0.ET.mask() | Cr0.PG.mask());
        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_HLT);

        bench.write(GUEST_TABLES, 8, GUEST_TABLES + 0x1003);
        assertThat(bench.run()).isEqualTo(ExitCode.VMEXIT_EXCP14);
        assertThat(bench.get(VmcbField.EXITINFO1)).isEqualTo(9);
    }

    @Test
    void aHostThatSingleStepsTrapsBehindVmrun() {
        bench.engine.stopWhenGuestLeaves(false);
        bench.guest(Code::cpuid).intercept(Intercept.CPUID);
        Code host = new Code(8, 0x5000);
        host.mov(RAX, Bench.VMCB).mov(EBX, 0x102).push(RBX).popf().vmrun();
        long behind = host.address();
        bench.machine.board().memory().load(0x5000, host.bytes());
        bench.machine.board().memory().load(0x6000, new Code(8, 0x6000).pop(RCX).hlt().bytes());
        identityTables(bench);
        bench.write(0x7010, 8, 0x8e00_0008_6000L).write(0x7808, 8, 0x00af_9b00_0000_ffffL);
        bench.cpu.state.idtr.base = 0x7000;
        bench.cpu.state.gdtr.base = 0x7800;

        assertThat(bench.engine.run(1000)).isEqualTo(RunEnd.HALTED);

        assertThat(bench.get(VmcbField.EXITCODE)).isEqualTo(0x72);
        assertThat(bench.cpu.state.gpr[1]).isEqualTo(behind);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void machineCodeIsAHypervisorToo(boolean blocks) {
        Bench machine = new Bench(blocks ? BlockEngine::new : Interpreter::new);
        machine.engine.stopWhenGuestLeaves(false);
        machine.guest(
                c -> {
                    Label again = c.here("again");
                    c.cpuid().jmp(again);
                });
        machine.intercept(Intercept.CPUID);
        hypervisor(machine, 1000);

        assertThat(machine.engine.run(1_000_000)).isEqualTo(RunEnd.HALTED);

        assertThat(machine.cpu.state.gpr[1]).isZero();
        assertThat(machine.get(VmcbField.EXITCODE)).isEqualTo(0x72);
        assertThat(machine.cpu.state.gpr[3]).isEqualTo(1000);
    }

    /** Enters the guest {@code times} times and counts its exits in EBX. */
    private static void hypervisor(Bench machine, int times) {
        Code code = new Code(8, 0x5000);
        code.mov(EBX, 0).mov(R8D, times).mov(RAX, Bench.VMCB);
        Label again = code.here("again");
        code.push(RAX).push(RBX).vmrun().pop(RBX).pop(RAX);
        code.inc(EBX).dec(R8D).jnz(again).xor(ECX, ECX).stgi().hlt();
        machine.machine.board().memory().load(0x5000, code.bytes());
        identityTables(machine);
    }

    private static void identityTables(Bench machine) {
        machine.write(0x40000, 8, 0x41003).write(0x41000, 8, 0x42003);
        machine.write(0x42000, 8, 0x83).write(0x42008, 8, 0x20_0083);
        machine.cpu.state.cr3 = 0x40000;
        machine.cpu.state.gpr[4] = 0x8000;
        machine.cpu.memory.flush();
    }

    /** 32-bit paging that maps the first 4 MiB to themselves. */
    private void pagedGuest() {
        bench.write(GUEST_TABLES, 4, 0x83);
        bench.set(VmcbField.CR3, GUEST_TABLES).set(VmcbField.CR4, Cr4.PSE.mask());
        bench.set(VmcbField.CR0, Cr0.PE.mask() | Cr0.ET.mask() | Cr0.PG.mask());
    }
}
