package dev.ringmaster.hypervisor;

/**
 * Decides what happens at exits. Override what you care about; whatever passes is transparent: the
 * hypervisor does what a machine without it would do.
 */
public interface Policy {
    /** Passes everything. */
    Policy TRANSPARENT = new Policy() {};

    /** At an exit by CPUID. */
    default Verdict onCpuid(Vcpu vcpu, Exit.Cpuid exit) {
        return Verdict.pass();
    }

    /** At an exit by an access to a port. */
    default Verdict onPortIo(Vcpu vcpu, Exit.PortIo exit) {
        return Verdict.pass();
    }

    /** At an exit by RDMSR. */
    default Verdict onReadMsr(Vcpu vcpu, Exit.ReadMsr exit) {
        return Verdict.pass();
    }

    /** At an exit by WRMSR. */
    default Verdict onWriteMsr(Vcpu vcpu, Exit.WriteMsr exit) {
        return Verdict.pass();
    }

    /** At an exit by HLT. */
    default Verdict onHalt(Vcpu vcpu, Exit.Halt exit) {
        return Verdict.pass();
    }

    /** At an exit by an access to memory that is not mapped. */
    default Verdict onMemoryAccess(Vcpu vcpu, Exit.MemoryAccess exit) {
        return Verdict.pass();
    }

    /** At an exit by an exception that was asked for. */
    default Verdict onException(Vcpu vcpu, Exit.Exception exit) {
        return Verdict.pass();
    }

    /** At an exit by an interrupt of the host. */
    default Verdict onExternalInterrupt(Vcpu vcpu, Exit.ExternalInterrupt exit) {
        return Verdict.pass();
    }

    /** At an exit by the guest can be interrupted. */
    default Verdict onInterruptWindow(Vcpu vcpu, Exit.InterruptWindow exit) {
        return Verdict.pass();
    }

    /** At an exit by VMCALL or VMMCALL. */
    default Verdict onHypercall(Vcpu vcpu, Exit.Hypercall exit) {
        return Verdict.pass();
    }

    /** At an exit by another instruction that leaves the guest. */
    default Verdict onInstruction(Vcpu vcpu, Exit.Instruction exit) {
        return Verdict.pass();
    }

    /** At an exit by a triple fault. */
    default Verdict onTripleFault(Vcpu vcpu, Exit.TripleFault exit) {
        return Verdict.pass();
    }

    /** At an exit by the guest could not be entered. */
    default Verdict onEntryFailed(Vcpu vcpu, Exit.EntryFailed exit) {
        return Verdict.pass();
    }
}
