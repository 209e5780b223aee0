package dev.ringmaster.testkit.sensitive;

import java.util.List;

/**
 * What one instruction did.
 *
 * @param trap the exception that it raised, as {@code #GP(0x0)}, or null
 * @param before the registers before, as {@link Snapshot} lists them
 * @param after the registers after; of no interest after a trap
 * @param memory what changed in the guest's memory: {@code address << 8 | byte}, in order
 * @param ports the accesses to ports, in order
 */
record Observation(
        String trap, long[] before, long[] after, List<Long> memory, List<String> ports) {

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

    boolean changed(int n) {
        return before[n] != after[n];
    }
}
