package dev.ringmaster.testkit.sensitive;

import java.util.List;

/** What one instruction did. */
final class Observation {
    private final String trap;
    private final long[] before;
    private final long[] after;
    private final List<Long> memory;
    private final List<String> ports;

    /**
     * @param trap the exception that it raised, as {@code #GP(0x0)}, or null
     * @param before the registers before, as {@link Snapshot} lists them; not copied
     * @param after the registers after; of no interest after a trap; not copied
     * @param memory what changed in the guest's memory: {@code address << 8 | byte}, in order
     * @param ports the accesses to ports, in order
     */
    Observation(String trap, long[] before, long[] after, List<Long> memory, List<String> ports) {
        this.trap = trap;
        this.before = before;
        this.after = after;
        this.memory = memory;
        this.ports = ports;
    }

    String trap() {
        return trap;
    }

    List<Long> memory() {
        return memory;
    }

    List<String> ports() {
        return ports;
    }

    boolean trapped() {
        return trap != null;
    }

    /** Whether it trapped as an instruction does that the ring forbids: #GP or #UD. */
    boolean refused() {
        return trapped() && (trap.startsWith("#GP") || trap.startsWith("#UD"));
    }

    /** Whether it trapped for the memory it named. */
    boolean missedMemory() {
        return trapped() && trap.startsWith("#PF");
    }

    /** Register {@code n} before. */
    long before(int n) {
        return before[n];
    }

    /** Register {@code n} after. */
    long after(int n) {
        return after[n];
    }

    boolean changed(int n) {
        return before[n] != after[n];
    }
}
