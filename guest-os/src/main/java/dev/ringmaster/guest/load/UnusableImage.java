package dev.ringmaster.guest.load;

/** An image that cannot be loaded; the message says why in one line, for the person who gave it. */
public final class UnusableImage extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * @param why what is wrong, in one line
     */
    public UnusableImage(String why) {
        super(why);
    }
}
