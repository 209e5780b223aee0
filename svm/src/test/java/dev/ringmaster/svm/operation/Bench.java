package dev.ringmaster.svm.operation;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.board.Machine;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Cr4;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.engine.BlockEngine;
import dev.ringmaster.cpu.engine.Engine;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.svm.vmcb.VmcbMemory;
import dev.ringmaster.svm.vmcb.VmcbSegment;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A machine whose processor has SVM, with a hypervisor in Java that has made its preparations, and
 * a VMCB for a 32-bit guest with flat segments and without paging, which starts at {@link
 * #GUEST_CODE}.
 */
final class Bench {
    static final long VMCB = 0x10000;
    static final long HOST_SAVE = 0x11000;
    static final long IO_MAP = 0x12000;
    static final long MSR_MAP = 0x15000;
    static final long NESTED_TABLES = 0x20000;
    static final long GUEST_CODE = 0x100000;
    static final long GUEST_IDT = 0x110000;
    static final long GUEST_GDT = 0x111000;
    static final long GUEST_STACK = 0x120000;

    final Machine machine;
    final Cpu cpu;
    final Engine engine;
    final Svm svm;

    Bench() {
        this(BlockEngine::new);
    }

    Bench(Function<Cpu, Engine> engines) {
        Svm[] made = new Svm[1];
        machine =
                Machine.build(
                        CpuProfiles.byName("amd-zen2").orElseThrow(),
                        BoardOptions.minimal(4 << 20),
                        ignored -> {},
                        List.of(
                                processor -> {
                                    made[0] = new Svm(processor);
                                    processor.install(made[0]);
                                }),
                        engines);
        cpu = machine.cpu();
        engine = machine.engine();
        svm = made[0];
        engine.stopWhenGuestLeaves(true);
        prepareHost();
        prepareVmcb();
    }

    /** A host in long mode and ring 0, as a 64-bit hypervisor is. */
    private void prepareHost() {
        cpu.state.cr4 = Cr4.PAE.mask();
        cpu.state.efer = Efer.LME.mask() | Efer.LMA.mask() | Efer.NXE.mask();
        cpu.state.cr0 = Cr0.PE.mask() | Cr0.PG.mask() | Cr0.ET.mask();
        cpu.state.segments[Segment.CS].set(8, 0, 0xffffffffL, 0xa09b);
        cpu.state.segments[Segment.SS].set(0x10, 0, 0xffffffffL, 0xc093);
        cpu.state.rip = 0x5000;
        cpu.modeChanged();
        cpu.msrs().write(Msr.EFER, Efer.SVME.set(cpu.state.efer));
        cpu.msrs().write(Msr.VM_HSAVE_PA, HOST_SAVE);
    }

    private void prepareVmcb() {
        for (VmcbSegment segment :
                List.of(VmcbSegment.ES, VmcbSegment.SS, VmcbSegment.DS, VmcbSegment.FS)) {
            segment(segment, 0x10, 0xc93);
        }
        segment(VmcbSegment.CS, 8, 0xc9b);
        set(VmcbField.GDTR_BASE, GUEST_GDT).set(VmcbField.GDTR_LIMIT, 0xffff);
        set(VmcbField.IDTR_BASE, GUEST_IDT).set(VmcbField.IDTR_LIMIT, 0x7ff);
        set(VmcbField.CR0, Cr0.PE.mask() | Cr0.ET.mask());
        set(VmcbField.EFER, Efer.SVME.mask());
        set(VmcbField.RFLAGS, 2).set(VmcbField.RIP, GUEST_CODE).set(VmcbField.RSP, GUEST_STACK);
        set(VmcbField.DR6, 0xffff0ff0L).set(VmcbField.DR7, 0x400);
        set(VmcbField.G_PAT, 0x0007040600070406L).set(VmcbField.GUEST_ASID, 1);
        set(VmcbField.IOPM_BASE_PA, IO_MAP).set(VmcbField.MSRPM_BASE_PA, MSR_MAP);
        intercept(Intercept.VMRUN).intercept(Intercept.SHUTDOWN);
        flatDescriptors();
    }

    private void segment(VmcbSegment segment, int selector, int attributes) {
        set(segment.selector(), selector).set(segment.attrib(), attributes);
        set(segment.base(), 0).set(segment.limit(), 0xffffffffL);
    }

    private void flatDescriptors() {
        write(GUEST_GDT + 8, 8, 0x00cf9b000000ffffL);
        write(GUEST_GDT + 16, 8, 0x00cf93000000ffffL);
    }

    Bench set(VmcbField field, long value) {
        VmcbMemory.write(svm.memory(), VMCB, field, value);
        return this;
    }

    long get(VmcbField field) {
        return VmcbMemory.read(svm.memory(), VMCB, field);
    }

    Bench intercept(Intercept intercept) {
        return set(intercept.field(), intercept.set(get(intercept.field())));
    }

    Bench write(long hostPhysical, int size, long value) {
        cpu.physical.write(hostPhysical, size, value);
        return this;
    }

    /** Puts a 32-bit program where the guest starts. */
    Bench guest(Consumer<Code> program) {
        return code(GUEST_CODE, program);
    }

    Bench code(long address, Consumer<Code> program) {
        Code code = new Code(4, address);
        program.accept(code);
        machine.board().memory().load(address, code.bytes());
        return this;
    }

    /** A 32-bit interrupt gate of the guest. */
    Bench gate(int vector, long handler) {
        long low = handler & 0xffff | 8 << 16;
        long high = handler & 0xffff0000L | 0x8e00;
        return write(GUEST_IDT + 8L * vector, 4, low).write(GUEST_IDT + 8L * vector + 4, 4, high);
    }

    /**
     * Nested tables that map the first 2 MiB to themselves by 4-KByte pages, with all rights.
     *
     * @return this, with nested paging on
     */
    Bench nestedPaging() {
        write(NESTED_TABLES, 8, NESTED_TABLES + 0x1007);
        write(NESTED_TABLES + 0x1000, 8, NESTED_TABLES + 0x2007);
        write(NESTED_TABLES + 0x2000, 8, NESTED_TABLES + 0x3007);
        for (int page = 0; page < 512; page++) {
            nestedEntry((long) page << 12, (long) page << 12 | 7);
        }
        set(VmcbField.N_CR3, NESTED_TABLES);
        return set(VmcbField.NESTED_CONTROL, NestedControl.NP_ENABLE.mask());
    }

    Bench nestedEntry(long guestPhysical, long entry) {
        return write(nestedEntryAddress(guestPhysical), 8, entry);
    }

    static long nestedEntryAddress(long guestPhysical) {
        return NESTED_TABLES + 0x3000 + (guestPhysical >>> 12 << 3);
    }

    /** VMRUN, and the guest until it is left. */
    ExitCode run() {
        if (svm.vmrun(VMCB)) {
            RunEnd end = engine.run(100_000);
            if (end != RunEnd.LEFT_GUEST) {
                throw new AssertionError(
                        "the guest did not leave: " + end + " at " + cpu.state.rip);
            }
        }
        return ExitCode.of(get(VmcbField.EXITCODE)).orElseThrow();
    }

    Bench flags(Rflags... flags) {
        long value = get(VmcbField.RFLAGS);
        for (Rflags flag : flags) {
            value = flag.set(value);
        }
        return set(VmcbField.RFLAGS, value);
    }
}
