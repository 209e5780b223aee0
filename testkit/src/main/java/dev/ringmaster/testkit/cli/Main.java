package dev.ringmaster.testkit.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code ringmaster}: chooses a subcommand and turns its result into an exit status.
 */
@Command(
        name = "ringmaster",
        mixinStandardHelpOptions = true,
        version = "ringmaster 0.1.0-SNAPSHOT",
        description = "An executable model of x86 virtualization.",
        subcommands = {
            CompareCommand.class,
            RunCommand.class,
            GuestsCommand.class,
            ProfilesCommand.class,
            ExplainCommand.class,
            RulesCommand.class,
            SupportCommand.class,
            SensitiveCommand.class,
            BenchCommand.class,
        })
public final class Main implements Runnable {

    @Spec private CommandSpec spec;

    private Main() {}

    /**
     * Runs the command line and ends the Java process with its status.
     *
     * @param args the arguments after the program's name
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line with all its subcommands. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(ParameterErrors::print)
                .setExecutionExceptionHandler(ExecutionErrors::print)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** Reached without a subcommand only, which is a user's mistake. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing a command; see --help.");
    }
}
