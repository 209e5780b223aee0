package dev.ringmaster.testkit.explain;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.svm.capability.AmdProcessor;
import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.testkit.dump.DumpedState;
import dev.ringmaster.testkit.dump.Vendor;
import dev.ringmaster.vmx.capability.IntelProcessor;
import dev.ringmaster.vmx.capability.VmxCapabilities;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

    private static final List<Profile> ALL = build();

    /**
     * Every named profile: the one that allows most, what the model offers, processors that exist,
     * and then what the model offers on its other 64-bit CPU profiles.
     */
    public static List<Profile> all() {
        return ALL;
    }

    /**
     * The profile of a name, which may be that of a processor that exists, or of a CPU profile.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Profile of(String name) {
        return ALL.stream()
                .filter(profile -> profile.name.equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    /** The processors of a vendor that exist. */
    static List<Profile> real(Vendor vendor) {
        return switch (vendor) {
            case INTEL -> Arrays.stream(IntelProcessor.values()).map(Profile::intel).toList();
            case AMD -> Arrays.stream(AmdProcessor.values()).map(Profile::amd).toList();
        };
    }

    private static List<Profile> build() {
        List<Profile> all = new ArrayList<>(List.of(PERMISSIVE, modelled()));
        all.addAll(real(Vendor.INTEL));
        all.addAll(real(Vendor.AMD));
        Set<String> taken = all.stream().map(Profile::name).collect(Collectors.toSet());
        CpuProfiles.all().stream()
                .filter(each -> Profile.fits(each) && !taken.contains(each.name()))
                .map(Profile::on)
                .forEach(all::add);
        return List.copyOf(all);
    }

    private static Profile modelled() {
        return new Profile(
                "modelled",
                "the processor that this model offers its hypervisors",
                VmxCapabilities.modelled(),
                SvmCapabilities.permissive().withAddressBits(MODELLED_ADDRESS_BITS, LINEAR_BITS));
    }

    /** It has no SVM: of a VMCB it bounds only the addresses. */
    private static Profile intel(IntelProcessor processor) {
        VmxCapabilities vmx = processor.capabilities();
        return new Profile(
                processor.profile(),
                processor.member(),
                vmx,
                SvmCapabilities.permissive()
                        .withAddressBits(vmx.physicalAddressWidth(), vmx.linearAddressWidth()));
    }

    /** It has no VMX: of a VMCS it bounds only the addresses. */
    private static Profile amd(AmdProcessor processor) {
        SvmCapabilities svm = processor.capabilities();
        return new Profile(
                processor.profile(),
                processor.member(),
                VmxCapabilities.permissive().toBuilder()
                        .physicalAddressWidth(svm.maxPhysicalAddressBits())
                        .linearAddressWidth(svm.linearAddressBits())
                        .build(),
                svm);
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
        String names = ALL.stream().map(Profile::name).collect(Collectors.joining(", "));
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
