package dev.ringmaster.testkit.contract;

import dev.ringmaster.hypervisor.Exit;
import dev.ringmaster.hypervisor.Policy;
import dev.ringmaster.hypervisor.Vcpu;
import dev.ringmaster.hypervisor.Verdict;

import java.util.ArrayList;
import java.util.List;

/** A policy that passes everything and notes what it saw and when. */
final class ExitTrace implements Policy {
    private final List<String> lines = new ArrayList<>();

    List<String> lines() {
        return lines;
    }

    private Verdict note(Vcpu vcpu, Exit exit) {
        lines.add(vcpu.vm().board().clock().now() + " " + exit);
        return Verdict.pass();
    }

    @Override
    public Verdict onCpuid(Vcpu vcpu, Exit.Cpuid exit) {
        return note(vcpu, exit);
    }

    @Override
    public Verdict onPortIo(Vcpu vcpu, Exit.PortIo exit) {
        return note(vcpu, exit);
    }

    @Override
    public Verdict onMemoryAccess(Vcpu vcpu, Exit.MemoryAccess exit) {
        return note(vcpu, exit);
    }

    @Override
    public Verdict onExternalInterrupt(Vcpu vcpu, Exit.ExternalInterrupt exit) {
        return note(vcpu, exit);
    }
}
