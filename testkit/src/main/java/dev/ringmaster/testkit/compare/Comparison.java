package dev.ringmaster.testkit.compare;

import dev.ringmaster.testkit.run.Method;
import dev.ringmaster.testkit.run.RunReport;
import dev.ringmaster.testkit.run.RunRequest;
import dev.ringmaster.testkit.run.Runner;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;

/** The runs of one guest by all methods. */
public final class Comparison {

    /**
     * One run.
     *
     * @param method how
     * @param report how it ended
     * @param text the serial output
     * @param nanoseconds wall time, which says something of this machine only
     */
    public record Row(Method method, RunReport report, String text, long nanoseconds) {}

    private final List<Row> rows = new ArrayList<>();

    private Comparison() {}

    /**
     * Runs the guest by each method in turn; {@code request} makes the run, given where its serial
     * output goes.
     */
    public static Comparison of(BiFunction<Method, IntConsumer, RunRequest> request) {
        Comparison comparison = new Comparison();
        for (Method method : Method.values()) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            RunRequest run = request.apply(method, text::write);
            long start = System.nanoTime();
            RunReport report = Runner.run(run);
            long nanoseconds = System.nanoTime() - start;
            comparison.rows.add(
                    new Row(
                            method,
                            report,
                            text.toString(StandardCharsets.ISO_8859_1),
                            nanoseconds));
        }
        return comparison;
    }

    /** The runs in the order of {@link Method}. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** Whether the guest ended alike, in all that it can see, by every method. */
    public boolean equal() {
        return rows.stream().allMatch(this::equalsFirst);
    }

    /** Whether {@code row} shows the guest the same end as the first row. */
    public boolean equalsFirst(Row row) {
        Row first = rows.get(0);
        return EndState.of(row).equals(EndState.of(first));
    }
}
