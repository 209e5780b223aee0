package dev.ringmaster.hypervisor;

import dev.ringmaster.cpu.arch.Access;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.guest.PortAccess;

/**
 * Why a guest came back to the hypervisor, in words that fit every method; the processor's own
 * report is attached. {@link #offer} is the one dispatch.
 */
public sealed interface Exit {

    /** What the processor reported. */
    RawExit raw();

    /** The name under which exits of this kind are counted. */
    String name();

    /** Asks the method of {@code policy} that is meant for this kind of exit. */
    Verdict offer(Policy policy, Vcpu vcpu);

    /** CPUID with the leaf in EAX and the subleaf in ECX. */
    record Cpuid(int leaf, int subleaf, RawExit raw) implements Exit {
        @Override
        public String name() {
            return "cpuid";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onCpuid(vcpu, this);
        }
    }

    /** IN, OUT, INS or OUTS. */
    record PortIo(PortAccess access, RawExit raw) implements Exit {
        @Override
        public String name() {
            return access.in() ? "port in" : "port out";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onPortIo(vcpu, this);
        }
    }

    /** RDMSR. */
    record ReadMsr(int index, RawExit raw) implements Exit {
        @Override
        public String name() {
            return "read msr";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onReadMsr(vcpu, this);
        }
    }

    /** WRMSR. */
    record WriteMsr(int index, long value, RawExit raw) implements Exit {
        @Override
        public String name() {
            return "write msr";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onWriteMsr(vcpu, this);
        }
    }

    /** HLT. */
    record Halt(RawExit raw) implements Exit {
        @Override
        public String name() {
            return "hlt";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onHalt(vcpu, this);
        }
    }

    /** An access to guest-physical memory that is not mapped: a virtual device, or nothing. */
    record MemoryAccess(long guestPhysical, Access access, RawExit raw) implements Exit {
        @Override
        public String name() {
            return "memory";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onMemoryAccess(vcpu, this);
        }
    }

    /** An exception that the hypervisor asked to see. */
    record Exception(Event event, RawExit raw) implements Exit {
        @Override
        public String name() {
            return "exception";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onException(vcpu, this);
        }
    }

    /** An interrupt of the host. */
    record ExternalInterrupt(RawExit raw) implements Exit {
        @Override
        public String name() {
            return "external interrupt";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onExternalInterrupt(vcpu, this);
        }
    }

    /** The guest can be interrupted now. */
    record InterruptWindow(RawExit raw) implements Exit {
        @Override
        public String name() {
            return "interrupt window";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onInterruptWindow(vcpu, this);
        }
    }

    /** VMCALL or VMMCALL. */
    record Hypercall(RawExit raw) implements Exit {
        @Override
        public String name() {
            return "hypercall";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onHypercall(vcpu, this);
        }
    }

    /** Any other instruction that leaves the guest; the raw exit names it. */
    record Instruction(RawExit raw) implements Exit {
        @Override
        public String name() {
            return raw.name();
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onInstruction(vcpu, this);
        }
    }

    /** A triple fault. */
    record TripleFault(RawExit raw) implements Exit {
        @Override
        public String name() {
            return "triple fault";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onTripleFault(vcpu, this);
        }
    }

    /** The processor refused the guest's state; {@code why} lists the rules. */
    record EntryFailed(String why, RawExit raw) implements Exit {
        @Override
        public String name() {
            return "entry failed";
        }

        @Override
        public Verdict offer(Policy policy, Vcpu vcpu) {
            return policy.onEntryFailed(vcpu, this);
        }
    }
}
