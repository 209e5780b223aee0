package dev.ringmaster.testkit.explain;

import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.testkit.dump.DumpedState;
import dev.ringmaster.vmx.capability.VmxCapabilities;

import java.util.Map;

/**
 * The capability MSRs that a dump prints, on top of a profile. A plain control MSR without its TRUE
 * sibling tells which controls may be 1, but not which of the default1 class may be 0.
 *
 * @sdm Vol. 3D, VMX Capability Reporting Facility
 */
final class PrintedCapabilities {
    private static final long UPPER = 0xffff_ffff_0000_0000L;
    private static final Map<Integer, Integer> TRUE_OF =
            Map.of(
                    Msr.VMX_PINBASED_CTLS, Msr.VMX_TRUE_PINBASED_CTLS,
                    Msr.VMX_PROCBASED_CTLS, Msr.VMX_TRUE_PROCBASED_CTLS,
                    Msr.VMX_EXIT_CTLS, Msr.VMX_TRUE_EXIT_CTLS,
                    Msr.VMX_ENTRY_CTLS, Msr.VMX_TRUE_ENTRY_CTLS);

    private PrintedCapabilities() {}

    static VmxCapabilities applyTo(VmxCapabilities profile, DumpedState dump) {
        VmxCapabilities.Builder builder = profile.toBuilder();
        dump.capabilityMsrs()
                .forEach(
                        (number, value) -> {
                            builder.msr(number, value);
                            sibling(builder, profile, dump, number);
                        });
        dump.physicalAddressWidth().ifPresent(builder::physicalAddressWidth);
        return builder.build();
    }

    private static void sibling(
            VmxCapabilities.Builder builder,
            VmxCapabilities profile,
            DumpedState dump,
            int number) {
        Integer exact = TRUE_OF.get(number);
        if (exact != null && !dump.capabilityMsrs().containsKey(exact)) {
            long value = dump.capabilityMsrs().get(number);
            builder.msr(exact, value & UPPER | profile.msr(exact) & ~UPPER);
        }
    }
}
