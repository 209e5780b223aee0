package dev.ringmaster.testkit.cli;

import dev.ringmaster.testkit.bench.BenchJson;
import dev.ringmaster.testkit.bench.BenchReport;
import dev.ringmaster.testkit.bench.BenchTable;
import dev.ringmaster.testkit.bench.Effort;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** {@code ringmaster bench}: measures the engines, the world switch and the rules. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures the engines (beside Bochs where it is installed), round trips between "
                        + "guest and hypervisor, and the evaluation of rules.")
final class BenchCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--quick", description = "Short rounds without Bochs: shows that it runs.")
    private boolean quick;

    @Option(names = "--no-bochs", description = "Leaves Bochs out even where it is installed.")
    private boolean withoutBochs;

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        BenchReport report =
                BenchReport.measure(
                        quick ? Effort.QUICK : Effort.FULL,
                        !quick && !withoutBochs,
                        what -> {
                            err.println("bench: " + what);
                            err.flush();
                        });
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                json ? new BenchJson().of(report) + System.lineSeparator() : BenchTable.of(report));
        out.flush();
        return 0;
    }
}
