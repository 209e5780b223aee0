package dev.ringmaster.cpu.arch;

/**
 * The place in a manual that a rule, a field or a table row is taken from. Titles survive
 * renumbering, so the title is what counts; the section number may help to find it in the pinned
 * revision ({@link Spec}).
 *
 * @param manual which manual
 * @param section volume and section number, may be empty
 * @param title the section's title
 */
public record Citation(Manual manual, String section, String title) {

    /** The manuals that are cited. */
    public enum Manual {
        /** Intel 64 and IA-32 Architectures Software Developer's Manual. */
        SDM,
        /** AMD64 Architecture Programmer's Manual. */
        APM
    }

    /** A section of Intel's manual. */
    public static Citation sdm(String section, String title) {
        return new Citation(Manual.SDM, section, title);
    }

    /** A section of AMD's manual. */
    public static Citation apm(String section, String title) {
        return new Citation(Manual.APM, section, title);
    }

    @Override
    public String toString() {
        return manual + " " + (section.isEmpty() ? "" : section + " ") + title;
    }
}
