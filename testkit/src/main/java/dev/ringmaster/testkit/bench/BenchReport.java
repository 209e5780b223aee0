package dev.ringmaster.testkit.bench;

import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that {@code ringmaster bench} measures.
 *
 * @param engines instructions a second
 * @param roundTrips exits and entries a second
 * @param rules evaluations of the VM-entry rules a second
 */
public record BenchReport(
        EngineBench.Result engines, List<RoundTripBench.Row> roundTrips, RuleBench.Rates rules) {

    /**
     * Measures everything on the calling thread.
     *
     * @param withBochs whether to run Bochs too, if it is installed
     * @param progress is told what begins
     */
    public static BenchReport measure(Effort effort, boolean withBochs, Consumer<String> progress) {
        EngineBench.Result engines = EngineBench.measure(effort, withBochs, progress);
        progress.accept("round trips");
        List<RoundTripBench.Row> roundTrips = RoundTripBench.measure(effort);
        progress.accept("rules");
        return new BenchReport(engines, roundTrips, RuleBench.measure(effort.evaluations));
    }
}
