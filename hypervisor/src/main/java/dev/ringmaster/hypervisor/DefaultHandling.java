package dev.ringmaster.hypervisor;

import dev.ringmaster.cpu.guest.PortAccess;
import dev.ringmaster.cpu.state.Bits;

/**
 * What the hypervisor does with an exit that the policy passed: it makes the virtual machine look
 * like a machine.
 */
final class DefaultHandling implements Policy {
    private static final int RAX = 0;
    private static final int FEATURES = 1;
    private static final int XSAVE_STATE = 0xd;

    private final Vm vm;

    DefaultHandling(Vm vm) {
        this.vm = vm;
    }

    @Override
    public Verdict onCpuid(Vcpu vcpu, Exit.Cpuid exit) {
        if (exit.leaf() == FEATURES || exit.leaf() == XSAVE_STATE) {
            return Verdict.emulate(); // these leaves follow the guest's CR4 and XCR0
        }
        vcpu.answer(vcpu.hostCpuid(exit.leaf(), exit.subleaf()));
        return Verdict.skip();
    }

    @Override
    public Verdict onPortIo(Vcpu vcpu, Exit.PortIo exit) {
        PortAccess access = exit.access();
        if (access.string()) {
            return Verdict.emulate();
        }
        vm.instead(() -> portIo(vcpu.gpr(), access));
        return Verdict.skip();
    }

    private void portIo(long[] gpr, PortAccess access) {
        if (access.in()) {
            long value = vm.board().ports().in(access.port(), access.size());
            gpr[RAX] = merge(gpr[RAX], value, access.size());
        } else {
            vm.board()
                    .ports()
                    .out(
                            access.port(),
                            access.size(),
                            (int) Bits.zeroExtend(gpr[RAX], access.size()));
        }
    }

    /** IN writes AL or AX and leaves the rest, or writes EAX and zeroes the upper half. */
    private static long merge(long rax, long value, int size) {
        return switch (size) {
            case 1 -> rax & ~0xffL | value & 0xff;
            case 2 -> rax & ~0xffffL | value & 0xffff;
            default -> value & 0xffffffffL;
        };
    }

    @Override
    public Verdict onReadMsr(Vcpu vcpu, Exit.ReadMsr exit) {
        return Verdict.emulate();
    }

    @Override
    public Verdict onWriteMsr(Vcpu vcpu, Exit.WriteMsr exit) {
        return Verdict.emulate();
    }

    @Override
    public Verdict onHalt(Vcpu vcpu, Exit.Halt exit) {
        return vm.halt();
    }

    @Override
    public Verdict onMemoryAccess(Vcpu vcpu, Exit.MemoryAccess exit) {
        return Verdict.emulate();
    }

    @Override
    public Verdict onException(Vcpu vcpu, Exit.Exception exit) {
        vcpu.inject(exit.event());
        return Verdict.resume();
    }

    @Override
    public Verdict onExternalInterrupt(Vcpu vcpu, Exit.ExternalInterrupt exit) {
        return Verdict.resume();
    }

    @Override
    public Verdict onInterruptWindow(Vcpu vcpu, Exit.InterruptWindow exit) {
        return Verdict.resume();
    }

    /** Nobody listens to hypercalls here: #UD, as on a processor without the extension. */
    @Override
    public Verdict onHypercall(Vcpu vcpu, Exit.Hypercall exit) {
        return Verdict.emulate();
    }

    @Override
    public Verdict onInstruction(Vcpu vcpu, Exit.Instruction exit) {
        return Verdict.emulate();
    }

    @Override
    public Verdict onTripleFault(Vcpu vcpu, Exit.TripleFault exit) {
        return Verdict.end(Outcome.TRIPLE_FAULT);
    }

    @Override
    public Verdict onEntryFailed(Vcpu vcpu, Exit.EntryFailed exit) {
        vm.explain(exit.why());
        return Verdict.end(Outcome.ENTRY_FAILED);
    }
}
