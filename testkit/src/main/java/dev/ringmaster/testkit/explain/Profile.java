package dev.ringmaster.testkit.explain;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.testkit.dump.DumpedState;
import dev.ringmaster.vmx.capability.VmxCapabilities;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    private static final int LINEAR_BITS = 48;

    private static final List<Profile> ALL =
            List.of(
                    PERMISSIVE,
                    new Profile(
                            "modelled",
                            "the processor that this model offers its hypervisors",
                            VmxCapabilities.modelled(),
                            SvmCapabilities.permissive()
                                    .withAddressBits(MODELLED_ADDRESS_BITS, LINEAR_BITS)));

    /** Every named profile. */
    public static List<Profile> all() {
        return ALL;
    }

    /**
     * The profile of a name, which may be that of a CPU profile: then it is what the model offers
     * on that processor.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Profile of(String name) {
        return ALL.stream()
                .filter(profile -> profile.name.equals(name))
                .findFirst()
                .or(() -> CpuProfiles.byName(name).filter(Profile::fits).map(Profile::on))
                .orElseThrow(() -> unknown(name));
    }

    /** Whether a processor has 64-bit mode: those without have no virtualization. */
    private static boolean fits(CpuProfile processor) {
        return processor.has(Feature.LM);
    }

    /** What the model offers on a processor, whose addresses may be narrower. */
    private static Profile on(CpuProfile processor) {
        int physical = processor.physicalBits();
        return new Profile(
                processor.name(),
                "what the model offers on this processor",
                VmxCapabilities.modelled().toBuilder().physicalAddressWidth(physical).build(),
                SvmCapabilities.permissive().withAddressBits(physical, LINEAR_BITS));
    }

    private static IllegalArgumentException unknown(String name) {
        String names =
                Stream.concat(
                                ALL.stream().map(Profile::name),
                                CpuProfiles.all().stream()
                                        .filter(Profile::fits)
                                        .map(CpuProfile::name))
                        .collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                "There is no profile '%s'; profiles are %s.".formatted(name, names));
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
