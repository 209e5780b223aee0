package dev.ringmaster.testkit.dump;

/** Whose virtualization a dump is about. */
public enum Vendor {
    /** A VMCS of Intel VT-x. */
    INTEL("intel"),
    /** A VMCB of AMD-V. */
    AMD("amd");

    private final String label;

    Vendor(String label) {
        this.label = label;
    }

    /** The name in JSON and on the command line. */
    public String label() {
        return label;
    }
}
