package dev.ringmaster.cpu.arch;

/** The revisions of the manuals that the model follows, pinned once. */
public final class Spec {
    /** Intel 64 and IA-32 Architectures Software Developer's Manual. */
    public static final String SDM = "Intel SDM, combined volumes 1-4, revision of February 2026";

    /** AMD64 Architecture Programmer's Manual. */
    public static final String APM =
            "AMD64 APM, volumes 1-5, publication 40332 (volume 2 revision 3.44)";

    private Spec() {}
}
