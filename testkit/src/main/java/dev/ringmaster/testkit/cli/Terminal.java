package dev.ringmaster.testkit.cli;

/** What the standard output is. */
final class Terminal {
    private Terminal() {}

    /**
     * Whether colours are wanted: on a terminal, unless {@code NO_COLOR} says otherwise, as the
     * launcher does where there is none, because some JDKs have a console that is no terminal.
     */
    @SuppressWarnings("SystemConsoleNull")
    static boolean colours() {
        String no = System.getenv("NO_COLOR");
        return System.console() != null && (no == null || no.isEmpty());
    }
}
