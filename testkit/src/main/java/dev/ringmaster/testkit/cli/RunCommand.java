package dev.ringmaster.testkit.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import dev.ringmaster.testkit.run.Method;
import dev.ringmaster.testkit.run.RunReport;
import dev.ringmaster.testkit.run.RunRequest;
import dev.ringmaster.testkit.run.Runner;
import dev.ringmaster.testkit.run.Trace;
import dev.ringmaster.testkit.run.UsageError;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Runs one guest: its serial output on stdout, everything of ours on stderr. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs one image.")
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "IMAGE", description = "A built-in guest or a file.")
    private String image;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "vmx",
            description = "bare, vmx or svm; default ${DEFAULT-VALUE}.")
    private String backend;

    @Option(
            names = "--stats",
            paramLabel = "FILE",
            description = "Write what was counted, as JSON.")
    private Path stats;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "Write each instruction (bare) or each exit (vmx, svm), a line each.")
    private Path trace;

    @Mixin private GuestOptions guest;

    @Override
    public Integer call() {
        GuestOutput out = new GuestOutput(System.out);
        try {
            RunReport report = run(guest.request(image, Method.of(backend), out::accept));
            out.flush();
            if (!report.explanation().isEmpty()) {
                System.err.println("ringmaster: VM entry failed: " + report.explanation());
            }
            if (stats != null) {
                write(report);
            }
            return report.exitStatus();
        } finally {
            out.flush();
        }
    }

    private RunReport run(RunRequest request) {
        if (trace == null) {
            return Runner.run(request);
        }
        try (Trace into = Trace.to(trace)) {
            return Runner.run(request, into);
        }
    }

    private void write(RunReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("backend", backend);
        json.put("outcome", report.outcome().name());
        json.put("exitStatus", report.exitStatus());
        json.put("instructions", report.instructions());
        json.put("cycles", report.cycles());
        json.put("exits", report.exits());
        json.put("memoryDigest", report.memoryDigest());
        try {
            ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
            Files.write(stats, mapper.writeValueAsBytes(json));
        } catch (IOException e) {
            throw new UsageError(stats + " cannot be written: " + e.getMessage());
        }
    }
}
