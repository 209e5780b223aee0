package dev.ringmaster.testkit.cli;

import dev.ringmaster.testkit.dump.DumpReader;
import dev.ringmaster.testkit.dump.DumpedState;
import dev.ringmaster.testkit.dump.UnreadableDumpException;
import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.testkit.explain.JsonReport;
import dev.ringmaster.testkit.explain.Profile;
import dev.ringmaster.testkit.explain.TextReport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;

/** Says why a VM entry failed: reads dumps, evaluates every rule, names what is violated. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Reads a dump of a VMCS or VMCB and says which rules of VM entry it violates, what"
                        + " the processor does, and the smallest repair.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:entry would succeed", "1:rules violated", "2:unreadable"})
final class ExplainCommand implements Callable<Integer> {
    private static final int ENTERS = 0;
    private static final int VIOLATED = 1;
    private static final int UNREADABLE = 2;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Dumps, their format is detected; - is standard input.")
    private List<String> files = List.of();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "The processor: permissive (what it rejects, every processor rejects; the"
                            + " default), modelled and minimal64 (what the model offers its"
                            + " hypervisors), or a real one. One of ${COMPLETION-CANDIDATES}.",
            completionCandidates = Names.class)
    private String profile = Profile.PERMISSIVE.name();

    @Override
    public Integer call() {
        Profile processor = processor();
        List<Explained> all = new ArrayList<>();
        boolean unreadable = false;
        for (String file : files) {
            try {
                for (DumpedState dump : DumpReader.read(TextInput.read(file))) {
                    all.add(Explained.of(file, dump, processor));
                }
            } catch (UnreadableDumpException | IOException | InvalidPathException problem) {
                unreadable = true;
                complain(file, problem);
            }
        }
        print(all);
        boolean fails = all.stream().anyMatch(Explained::fails);
        return unreadable ? UNREADABLE : fails ? VIOLATED : ENTERS;
    }

    /** The names of the profiles, for the help text. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Profile.all().stream().map(Profile::name).iterator();
        }
    }

    private Profile processor() {
        try {
            return Profile.of(profile);
        } catch (IllegalArgumentException unknown) {
            throw new ParameterException(spec.commandLine(), unknown.getMessage(), unknown);
        }
    }

    private void complain(String file, Exception problem) {
        String what =
                problem instanceof NoSuchFileException
                        ? "no such file"
                        : problem instanceof UnreadableDumpException
                                ? problem.getMessage()
                                : "cannot be read";
        PrintWriter err = spec.commandLine().getErr();
        err.println("ringmaster explain: " + file + ": " + what);
        err.flush();
    }

    private void print(List<Explained> all) {
        if (all.isEmpty()) {
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                json ? JsonReport.of(all) : TextReport.of(all, Terminal.colours()).stripTrailing());
        out.flush();
    }
}
