package dev.ringmaster.testkit.cli;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.testkit.sensitive.Finding;
import dev.ringmaster.testkit.sensitive.Laboratory;
import dev.ringmaster.testkit.sensitive.SensitivityJson;
import dev.ringmaster.testkit.sensitive.SensitivityTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * {@code ringmaster sensitive}: prints what each instruction is in the sense of Popek and Goldberg.
 */
@Command(
        name = "sensitive",
        mixinStandardHelpOptions = true,
        description =
                "Derives by experiment which instructions are privileged, which sensitive, and "
                        + "which sensitive but unprivileged (Popek and Goldberg).")
final class SensitiveCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "intel-skylake",
            description = "The processor; ${DEFAULT-VALUE} if not given.")
    private String profile;

    @Option(names = "--json", description = "Prints a JSON array, one object a finding.")
    private boolean json;

    @Override
    public Integer call() {
        List<Finding> findings = new Laboratory(chosen()).findings();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new SensitivityJson().of(findings));
        } else {
            out.print(SensitivityTable.of(findings));
        }
        out.flush();
        return 0;
    }

    private CpuProfile chosen() {
        return CpuProfiles.byName(profile)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "Unknown profile " + profile + ": one of " + names()));
    }

    private static String names() {
        return CpuProfiles.all().stream().map(CpuProfile::name).collect(Collectors.joining(", "));
    }
}
