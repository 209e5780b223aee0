package dev.ringmaster.testkit.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** CPU time of the calling thread, which other load on the machine does not lengthen. */
final class CpuTime {
    private static final double NANOSECONDS = 1e9;

    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();

    /** The seconds that {@code work} takes; never 0. */
    double seconds(Runnable work) {
        long start = clock.getCurrentThreadCpuTime();
        work.run();
        return Math.max(1, clock.getCurrentThreadCpuTime() - start) / NANOSECONDS;
    }

    /** The middle of some figures, of which there is at least one. */
    static double median(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
