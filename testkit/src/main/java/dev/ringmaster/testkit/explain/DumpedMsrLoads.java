package dev.ringmaster.testkit.explain;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.testkit.dump.DumpedState;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.rule.CommonMsrLoads;
import dev.ringmaster.vmx.rule.MsrLoad;
import dev.ringmaster.vmx.rule.MsrLoads;

import java.util.Optional;

/**
 * What a dump tells of loads of MSRs: if it says that the processor stopped at an entry, and
 * nothing but its value can be wrong with it, then the value is wrong.
 *
 * @param refused the entry whose value is wrong
 * @param common what is known of all processors
 */
record DumpedMsrLoads(Optional<MsrLoad> refused, MsrLoads common) implements MsrLoads {

    static MsrLoads of(DumpedState dump, VmxCapabilities caps) {
        return new DumpedMsrLoads(
                dump.reported()
                        .filter(DumpedMsrLoads::stopsAtAnMsr)
                        .flatMap(
                                stop -> dump.msrLoads().flatMap(l -> l.entry(stop.qualification())))
                        .filter(MsrLoad::wellFormed),
                new CommonMsrLoads(caps.linearAddressWidth()));
    }

    private static boolean stopsAtAnMsr(Outcome outcome) {
        return outcome.kind() == Kind.VM_EXIT
                && outcome.number() == ExitReason.ENTRY_FAILURE_MSR_LOADING.number();
    }

    @Override
    public boolean faults(int index, long value) {
        return refused.equals(Optional.of(new MsrLoad(index, 0, value)))
                || common.faults(index, value);
    }
}
