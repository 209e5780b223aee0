package dev.ringmaster.cpu;

/**
 * Who makes the modelled processor; it decides where the two manuals differ on the base
 * architecture.
 */
public enum Vendor {
    /** Intel: VT-x. */
    INTEL("GenuineIntel"),
    /** AMD: AMD-V. */
    AMD("AuthenticAMD");

    private final String signature;

    Vendor(String signature) {
        this.signature = signature;
    }

    /** The twelve letters of CPUID leaf 0. */
    public String signature() {
        return signature;
    }
}
