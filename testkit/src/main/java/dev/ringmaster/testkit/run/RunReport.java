package dev.ringmaster.testkit.run;

import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.hypervisor.Outcome;

import java.util.Map;
import java.util.OptionalInt;

/**
 * How a run ended.
 *
 * @param outcome how
 * @param exitValue what the guest wrote to the exit port
 * @param instructions the guest's instructions
 * @param cycles simulated cycles
 * @param exits how often the guest exited, by cause; empty if bare
 * @param registers the guest's registers at the end
 * @param memoryDigest a digest of the guest's memory at the end
 * @param explanation why the guest could not be entered; else empty
 */
public record RunReport(
        Outcome outcome,
        OptionalInt exitValue,
        long instructions,
        long cycles,
        Map<String, Long> exits,
        CpuState registers,
        String memoryDigest,
        String explanation) {

    /** The exit status of {@code ringmaster run}. */
    public int exitStatus() {
        return switch (outcome) {
            case EXIT_PORT -> exitValue.orElseThrow() << 1 | 1;
            case POWER_OFF, HALTED -> 0;
            case RESET, TRIPLE_FAULT -> 4;
            case LIMIT -> 6;
            case ENTRY_FAILED -> 8;
        };
    }
}
