package dev.ringmaster.testkit.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/** A report as text. */
public final class BenchTable {
    private final StringBuilder out = new StringBuilder();

    private BenchTable() {}

    /** The tables. */
    public static String of(BenchReport report) {
        BenchTable table = new BenchTable();
        table.engines(report.engines());
        table.roundTrips(report);
        table.rules(report.rules());
        return table.out.toString();
    }

    private void line(String form, Object... cells) {
        out.append(String.format(Locale.ROOT, form, cells)).append('\n');
    }

    private void engines(EngineBench.Result engines) {
        line(
                "%-18s %12s %12s %8s %8s",
                "guest MIPS", "interpreter", "block engine", "Bochs", "ratio");
        for (EngineBench.Row row : engines.rows()) {
            line(
                    "%-18s %12.1f %12.1f %8s %8s",
                    row.workload(),
                    row.interpreter(),
                    row.blocks(),
                    optional("%.1f", row.bochs()),
                    optional("%.2f", row.ratio()));
        }
        if (engines.clock().isPresent()) {
            line(
                    "geometric mean of the ratios %.2f (Bochs by %s)",
                    engines.meanRatio().orElseThrow(), engines.clock().get());
        } else {
            line(
                    "Bochs was not measured: it (with its BIOS images) is not installed, not wanted, or failed.");
        }
        line("");
    }

    private static String optional(String form, OptionalDouble figure) {
        return figure.isPresent() ? String.format(Locale.ROOT, form, figure.getAsDouble()) : "-";
    }

    private void roundTrips(BenchReport report) {
        line("%-18s %12s %12s", "round trips a s", "hypervisor", "driver");
        for (RoundTripBench.Row row : report.roundTrips()) {
            line("%-18s %,12.0f %,12.0f", row.method(), row.machine(), row.driver());
        }
        line("");
    }

    private void rules(RuleBench.Rates rules) {
        line("%-18s %12s %12s %8s", "evaluations a s", "rule list", "straight", "ratio");
        line(
                "%-18s %,12.0f %,12.0f %8.1f",
                "VM-entry rules", rules.rows(), rules.straightLine(), rules.ratio());
    }
}
