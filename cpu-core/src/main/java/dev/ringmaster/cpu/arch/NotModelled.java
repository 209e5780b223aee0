package dev.ringmaster.cpu.arch;

/**
 * Says that a guest or a caller needs something of the architecture that this model does not have
 * yet. Never a guess, never a silent no-op.
 */
public final class NotModelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param what what is missing, in the manuals' words
     * @param section the title of the section that defines it
     */
    public NotModelled(String what, String section) {
        super(what + " is not modelled (" + section + ")");
    }
}
