package dev.ringmaster.testkit.dump;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.vmx.rule.MsrLoadList;
import dev.ringmaster.vmx.vmcs.Vmcs;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one dump says.
 *
 * @param vendor whose virtualization it is
 * @param format the format's name, for example {@code kvm-vmcs}
 * @param vmcs the fields of a VMCS that are printed; none are given if the vendor is AMD
 * @param vmcb the fields of a VMCB that are printed; none are given if the vendor is Intel
 * @param reported how the entry ended according to the dump; empty if it does not say
 * @param capabilityMsrs the VMX capability MSRs that are printed, by number
 * @param physicalAddressWidth MAXPHYADDR, if it is printed
 * @param msrLoads the entries of the VM-entry MSR-load area that are printed; empty if the dump
 *     does not speak of it
 * @param notUnderstood lines or parts of lines that say something nobody understood
 */
public record DumpedState(
        Vendor vendor,
        String format,
        Vmcs vmcs,
        Vmcb vmcb,
        Optional<Outcome> reported,
        Map<Integer, Long> capabilityMsrs,
        OptionalInt physicalAddressWidth,
        Optional<MsrLoadList> msrLoads,
        List<String> notUnderstood) {

    /** An immutable view of the collections. */
    public DumpedState {
        capabilityMsrs = Map.copyOf(capabilityMsrs);
        notUnderstood = List.copyOf(notUnderstood);
    }

    /** Whether the dump gives any field at all. */
    public boolean saysSomething() {
        return !vmcs.equals(Vmcs.partial()) || !vmcb.equals(new Vmcb());
    }
}
