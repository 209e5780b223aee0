package dev.ringmaster.testkit.run;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a guest is run. */
public enum Method {
    /** The image owns the machine. */
    BARE,
    /** Under the hypervisor, by Intel VT-x. */
    VMX,
    /** Under the hypervisor, by AMD-V. */
    SVM;

    /** The processor that a guest gets if nobody says otherwise: alike for every method. */
    public CpuProfile defaultProfile() {
        return CpuProfiles.all().get(0);
    }

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The method of that name.
     *
     * @throws UsageError if there is none
     */
    public static Method of(String name) {
        return Arrays.stream(values())
                .filter(m -> m.label().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new UsageError("there is no backend '" + name + "': " + names()));
    }

    private static String names() {
        return Arrays.stream(values()).map(Method::label).collect(Collectors.joining(", "));
    }
}
