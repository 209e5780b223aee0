package dev.ringmaster.testkit.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A comparison as text. */
public final class ComparisonTable {
    private static final String FORM = "  %-6s %-13s %14s %16s %9s %8s  %-9s %s%n";

    private ComparisonTable() {}

    /** The table for the guest {@code name}. */
    public static String of(String name, Comparison comparison) {
        StringBuilder out = new StringBuilder(name).append('\n');
        out.append(
                String.format(
                        Locale.ROOT,
                        FORM,
                        "",
                        "ended",
                        "instructions",
                        "cycles",
                        "wall ms",
                        "MIPS",
                        "end state",
                        "exits"));
        for (Comparison.Row row : comparison.rows()) {
            out.append(line(row, comparison.equalsFirst(row)));
        }
        out.append(
                comparison.equal()
                        ? "  The guest saw the same everywhere.\n"
                        : "  The guest could tell the difference.\n");
        return out.toString();
    }

    private static String line(Comparison.Row row, boolean equal) {
        var report = row.report();
        double seconds = row.nanoseconds() / 1e9;
        String exits =
                report.exits().entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .sorted()
                        .collect(Collectors.joining(", "));
        List<Object> cells =
                List.of(
                        row.method().label(),
                        report.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        String.format(Locale.ROOT, "%,d", report.instructions()),
                        String.format(Locale.ROOT, "%,d", report.cycles()),
                        String.format(Locale.ROOT, "%.0f", seconds * 1e3),
                        String.format(Locale.ROOT, "%.1f", report.instructions() / seconds / 1e6),
                        equal ? "equal" : "DIFFERENT",
                        exits.isEmpty() ? "-" : exits);
        return String.format(Locale.ROOT, FORM, cells.toArray());
    }
}
