package dev.ringmaster.testkit.cli;

import picocli.CommandLine.ParameterException;

import java.io.PrintWriter;

/** Answers a wrong command line with one line and status 2. */
final class ParameterErrors {
    private static final int UNUSABLE = 2;

    private ParameterErrors() {}

    static int print(ParameterException problem, String... args) {
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        PrintWriter err = problem.getCommandLine().getErr();
        err.println(command + ": " + problem.getMessage().replaceAll("\\R+", " "));
        err.flush();
        return UNUSABLE;
    }
}
