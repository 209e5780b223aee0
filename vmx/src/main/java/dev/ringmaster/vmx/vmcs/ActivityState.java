package dev.ringmaster.vmx.vmcs;

/**
 * The values of {@code GUEST_ACTIVITY_STATE}, by ordinal.
 *
 * @sdm Vol. 3C, Guest Non-Register State
 */
public enum ActivityState {
    /** Executes instructions. */
    ACTIVE,
    /** Halted by HLT. */
    HLT,
    /** Stopped by a triple fault. */
    SHUTDOWN,
    /** Waits for a start-up IPI. */
    WAIT_FOR_SIPI;

    /** The value in the field. */
    public int number() {
        return ordinal();
    }
}
