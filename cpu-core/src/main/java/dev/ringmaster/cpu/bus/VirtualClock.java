package dev.ringmaster.cpu.bus;

import java.util.ArrayList;
import java.util.List;

/**
 * Virtual time in ticks of the time-stamp counter. It moves only when an engine retires
 * instructions or a cost is charged, so the same run has the same times on every machine. Timers
 * fire between instructions.
 */
public final class VirtualClock {
    /** Ticks in a second of virtual time. */
    public static final long FREQUENCY = 1_000_000_000L;

    /** A thing to do at a time. */
    public static final class Timer {
        private final Runnable action;
        private long deadline = Long.MAX_VALUE;

        private Timer(Runnable action) {
            this.action = action;
        }

        /** The time at which it fires, or {@link Long#MAX_VALUE} if it is not armed. */
        public long deadline() {
            return deadline;
        }
    }

    /** Says how many instructions an engine has retired since it last advanced the clock. */
    public interface Progress {
        /** The number of ticks since the last {@link VirtualClock#advance}. */
        long ticks();
    }

    private static final Progress NONE = () -> 0;

    private final List<Timer> timers = new ArrayList<>();
    private Progress progress = NONE;
    private long base;
    private long next = Long.MAX_VALUE;
    private boolean rearmed;

    /**
     * Makes a timer that is not armed yet; timers that are due together fire in the order in which
     * they were made.
     */
    public Timer timer(Runnable action) {
        Timer timer = new Timer(action);
        timers.add(timer);
        return timer;
    }

    /**
     * Arms {@code timer} for the absolute time {@code deadline}; {@link Long#MAX_VALUE} disarms it.
     */
    public void arm(Timer timer, long deadline) {
        timer.deadline = deadline;
        rearmed = true;
        findNext();
    }

    /** The time now, exact within an instruction. */
    public long now() {
        return base + progress.ticks();
    }

    /**
     * Ticks from the last {@link #advance} until the next timer is due, at least 0; {@link
     * Long#MAX_VALUE} if none is.
     */
    public long untilNext() {
        return next == Long.MAX_VALUE ? next : Math.max(0, next - base);
    }

    /**
     * Whether a timer was armed or disarmed since the last call; an engine then must plan its slice
     * anew.
     */
    public boolean takeRearmed() {
        boolean was = rearmed;
        rearmed = false;
        return was;
    }

    /** Names who knows how far the current slice has come; the engine sets it while it runs. */
    public void follow(Progress progress) {
        this.progress = progress;
    }

    /** Stops following anyone. */
    public void followNobody() {
        progress = NONE;
    }

    /** Moves time on by {@code ticks} and fires what is due, in order of time. */
    public void advance(long ticks) {
        base += ticks;
        while (next <= base) {
            Timer due = earliest();
            due.deadline = Long.MAX_VALUE;
            findNext();
            due.action.run();
        }
    }

    /**
     * Moves time back by {@code ticks} that were counted for an instruction that left its guest:
     * the hypervisor executes it anew. What fired meanwhile stays fired.
     */
    public void takeBack(long ticks) {
        base -= ticks;
    }

    private Timer earliest() {
        Timer best = timers.get(0);
        for (Timer t : timers) {
            if (t.deadline < best.deadline) {
                best = t;
            }
        }
        return best;
    }

    private void findNext() {
        next = timers.isEmpty() ? Long.MAX_VALUE : earliest().deadline;
    }
}
