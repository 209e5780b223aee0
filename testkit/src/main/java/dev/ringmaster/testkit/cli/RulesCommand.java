package dev.ringmaster.testkit.cli;

import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.svm.rule.VmrunRule;
import dev.ringmaster.testkit.dump.Vendor;
import dev.ringmaster.testkit.explain.JsonReport;
import dev.ringmaster.testkit.explain.TextReport;
import dev.ringmaster.vmx.rule.EntryRules;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Lists every rule of VM entry and VMRUN. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Lists every rule of VM entry and VMRUN, modelled or not.")
final class RulesCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--vendor",
            paramLabel = "intel|amd",
            converter = VendorConverter.class,
            description = "Only the rules of one vendor.")
    private Optional<Vendor> vendor = Optional.empty();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Rule> rules = new ArrayList<>();
        if (vendor.orElse(Vendor.INTEL) == Vendor.INTEL) {
            rules.addAll(EntryRules.all());
        }
        if (vendor.orElse(Vendor.AMD) == Vendor.AMD) {
            rules.addAll(List.of(VmrunRule.values()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? JsonReport.rules(rules) : TextReport.rules(rules).stripTrailing());
        out.flush();
        return 0;
    }

    /** Takes the names of the vendors in lower case. */
    static final class VendorConverter implements ITypeConverter<Vendor> {
        @Override
        public Vendor convert(String value) {
            for (Vendor each : Vendor.values()) {
                if (each.label().equals(value)) {
                    return each;
                }
            }
            throw new TypeConversionException("'" + value + "' is neither intel nor amd");
        }
    }
}
