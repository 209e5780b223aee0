package dev.ringmaster.svm.guestmode;

/** Lets single PAUSEs pass and stops a guest that spins. @apm Vol. 2, Pause Intercept Filtering */
final class PauseFilter {
    private int left;
    private long last;

    /** At VMRUN: the counter starts full. */
    void start(Controls controls, long now) {
        left = controls.pauseCount();
        last = now;
    }

    /** Counts a PAUSE at time {@code now} and says whether it is to be intercepted. */
    boolean expires(Controls controls, long now) {
        int threshold = controls.pauseThreshold();
        if (threshold != 0 && now - last > threshold) {
            left = controls.pauseCount();
        }
        last = now;
        if (left == 0) {
            return true;
        }
        left--;
        return false;
    }
}
