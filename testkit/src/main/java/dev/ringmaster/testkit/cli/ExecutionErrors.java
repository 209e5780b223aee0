package dev.ringmaster.testkit.cli;

import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.testkit.run.UsageError;

import picocli.CommandLine;

/**
 * What ends a command: a user's mistake (one line, status 2), something that is not modelled (one
 * line, status 8), or a bug of ours, which keeps its stack trace.
 */
final class ExecutionErrors {
    private static final int UNUSABLE_INPUT = 2;
    private static final int NOT_MODELLED = 8;

    private ExecutionErrors() {}

    static int print(Exception e, CommandLine command, CommandLine.ParseResult result)
            throws Exception {
        if (e instanceof UsageError) {
            command.getErr().println("ringmaster: " + e.getMessage());
            return UNUSABLE_INPUT;
        }
        if (e instanceof NotModelled) {
            command.getErr().println("ringmaster: " + e.getMessage());
            return NOT_MODELLED;
        }
        throw e;
    }
}
