package dev.ringmaster.testkit.dump;

/** The text is no dump of a known format; the message says so in one line. */
public final class UnreadableDumpException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong with the text, without the name of the file
     */
    public UnreadableDumpException(String message) {
        super(message);
    }
}
