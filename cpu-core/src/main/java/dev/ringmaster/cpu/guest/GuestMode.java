package dev.ringmaster.cpu.guest;

/** A guest mode: who answers while a guest runs. {@link #NONE} is the machine without a guest. */
public interface GuestMode {

    /** No guest: nothing is intercepted, nothing is shown differently. */
    GuestMode NONE = new GuestMode() {};

    /** Where the guest can be stopped. */
    Intercepts GO_ON = new Intercepts() {};

    /** The real thing. */
    GuestView REAL = new GuestView() {};

    default Intercepts intercepts() {
        return GO_ON;
    }

    default SecondLevel secondLevel() {
        return SecondLevel.NONE;
    }

    default GuestView view() {
        return REAL;
    }

    /**
     * After an exit was recorded and the instruction unwound: saves the guest's state and loads the
     * host's.
     */
    default void complete() {
        throw new AssertionError("an exit without a guest");
    }
}
