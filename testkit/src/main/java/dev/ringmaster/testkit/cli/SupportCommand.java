package dev.ringmaster.testkit.cli;

import dev.ringmaster.testkit.support.Support;
import dev.ringmaster.testkit.support.SupportReport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** Prints what is modelled and what is not. */
@Command(
        name = "support",
        mixinStandardHelpOptions = true,
        description =
                "Lists every instruction, feature, control, exit, field, rule and device, "
                        + "modelled or not, and why not.")
final class SupportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "Prints a JSON array, one object a row.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(SupportReport.json(Support.rows()));
        } else {
            out.print(SupportReport.text(Support.rows()));
        }
        out.flush();
        return 0;
    }
}
