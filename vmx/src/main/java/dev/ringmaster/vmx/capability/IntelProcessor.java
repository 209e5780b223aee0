package dev.ringmaster.vmx.capability;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Intel processors that exist, with what their VMX operation can do. Each stands for its family and
 * is one of its members, whose registers were read; siblings may lack a feature that it has, or
 * have one that it lacks (safer mode extensions and transactional memory above all).
 *
 * @sdm Vol. 3D, VMX Capability Reporting Facility
 */
public enum IntelProcessor {
    /** Family 6, model 3CH: neither page-modification log nor TSC scaling. */
    HASWELL("intel-haswell", "Xeon E3-1245 v3", ReportedCapabilities::haswell),
    /** Family 6, model 3DH: with RDSEED exiting, but no page-modification log. */
    BROADWELL("intel-broadwell", "Core M-5Y70", ReportedCapabilities::broadwell),
    /** Family 6, model 5EH: no safer mode extensions, no virtualized APIC registers. */
    SKYLAKE("intel-skylake", "Core i7-6700K", ReportedCapabilities::skylake),
    /** Family 6, model 55H: posted interrupts, TSC scaling, safer mode extensions. */
    SKYLAKE_SERVER(
            "intel-skylake-server", "Xeon Platinum 8160", ReportedCapabilities::skylakeServer),
    /**
     * Family 6, model 7EH: posted interrupts, UMIP, neither safer mode extensions nor VMCS
     * shadowing.
     */
    ICELAKE("intel-icelake", "Core i7-1065G7", ReportedCapabilities::icelake),
    /** Family 6, model 8FH: control-flow enforcement, 57 linear address bits, no VMCS shadowing. */
    SAPPHIRERAPIDS("intel-sapphirerapids", "Xeon w7-2475X", ReportedCapabilities::sapphireRapids);

    private final String profile;
    private final String member;
    private final VmxCapabilities capabilities;

    IntelProcessor(String profile, String member, Supplier<VmxCapabilities> capabilities) {
        this.profile = profile;
        this.member = member;
        this.capabilities = capabilities.get();
    }

    /** The name of its family on the command line, for example {@code intel-haswell}. */
    public String profile() {
        return profile;
    }

    /** The member of the family whose registers these are, for example {@code Xeon E3-1245 v3}. */
    public String member() {
        return member;
    }

    /** What it can do in VMX operation. */
    public VmxCapabilities capabilities() {
        return capabilities;
    }

    /** The processor of that name on the command line. */
    public static Optional<IntelProcessor> byProfile(String name) {
        return Arrays.stream(values()).filter(each -> each.profile.equals(name)).findFirst();
    }
}
