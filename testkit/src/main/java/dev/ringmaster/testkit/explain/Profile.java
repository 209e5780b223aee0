package dev.ringmaster.testkit.explain;

import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.testkit.dump.DumpedState;
import dev.ringmaster.vmx.capability.VmxCapabilities;

import java.util.List;

/**
 * The processor on which a dump is judged.
 *
 * @param name the name on the command line
 * @param says what it stands for, in one line
 * @param vmx what it can do if the dump is of a VMCS
 * @param svm what it can do if the dump is of a VMCB
 */
public record Profile(String name, String says, VmxCapabilities vmx, SvmCapabilities svm) {

    /** The one that allows most: what it rejects, every processor rejects. */
    public static final Profile PERMISSIVE =
            new Profile(
                    "permissive",
                    "the modern processor that allows most",
                    VmxCapabilities.permissive(),
                    SvmCapabilities.permissive());

    private static final int MODELLED_ADDRESS_BITS = 40;

    private static final List<Profile> ALL =
            List.of(
                    PERMISSIVE,
                    new Profile(
                            "modelled",
                            "the processor that this model offers its hypervisors",
                            VmxCapabilities.modelled(),
                            SvmCapabilities.permissive()
                                    .withAddressBits(MODELLED_ADDRESS_BITS, 48)));

    /** Every named profile. */
    public static List<Profile> all() {
        return ALL;
    }

    /**
     * The profile of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Profile of(String name) {
        return ALL.stream()
                .filter(profile -> profile.name.equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "There is no profile '%s'; profiles are %s."
                                                .formatted(
                                                        name,
                                                        String.join(
                                                                ", ",
                                                                ALL.stream()
                                                                        .map(Profile::name)
                                                                        .toList()))));
    }

    /** What a dump itself says about the processor goes before the profile. */
    VmxCapabilities vmx(DumpedState dump) {
        return PrintedCapabilities.applyTo(vmx, dump);
    }

    /** What a dump itself says about the processor goes before the profile. */
    SvmCapabilities svm(DumpedState dump) {
        int bits = dump.physicalAddressWidth().orElse(svm.maxPhysicalAddressBits());
        return svm.withAddressBits(bits, svm.linearAddressBits());
    }
}
