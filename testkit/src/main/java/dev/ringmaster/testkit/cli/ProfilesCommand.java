package dev.ringmaster.testkit.cli;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.cpu.CpuidResult;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.testkit.run.UsageError;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Lists the CPU profiles, and tells two apart. */
@Command(
        name = "profiles",
        mixinStandardHelpOptions = true,
        description =
                "Lists the CPU profiles: processors as far as they are modelled. What real ones of"
                        + " these names can do, and more of them, 'explain --profile' knows.")
final class ProfilesCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        for (CpuProfile p : CpuProfiles.all()) {
            System.out.printf(
                    "%-16s %-13s %d physical address bits%n    %s%n",
                    p.name(), p.vendor().signature(), p.physicalBits(), features(p));
        }
        return 0;
    }

    private static String features(CpuProfile profile) {
        return Arrays.stream(Feature.values())
                .filter(profile::has)
                .map(Feature::name)
                .collect(Collectors.joining(" "));
    }

    /** {@code profiles diff A B}: what one has and the other has not. */
    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "Tells two profiles apart.")
    int diff(
            @Parameters(paramLabel = "A", description = "A profile.") String a,
            @Parameters(paramLabel = "B", description = "Another.") String b) {
        CpuProfile first = named(a);
        CpuProfile second = named(b);
        for (Feature feature : Feature.values()) {
            if (first.has(feature) != second.has(feature)) {
                System.out.printf("%-14s only %s%n", feature, first.has(feature) ? a : b);
            }
        }
        diffLeaves(first, second);
        return 0;
    }

    private static void diffLeaves(CpuProfile first, CpuProfile second) {
        Set<Long> leaves = new TreeSet<>(first.cpuid().keySet());
        leaves.addAll(second.cpuid().keySet());
        for (long key : leaves) {
            String left = text(first.cpuid(), key);
            String right = text(second.cpuid(), key);
            if (!left.equals(right)) {
                System.out.printf(
                        "CPUID %08x.%x%n    %s%n    %s%n", key >>> 32, (int) key, left, right);
            }
        }
    }

    private static String text(Map<Long, CpuidResult> leaves, long key) {
        CpuidResult r = leaves.get(key);
        return r == null
                ? "none"
                : String.format("%08x %08x %08x %08x", r.eax(), r.ebx(), r.ecx(), r.edx());
    }

    private static CpuProfile named(String name) {
        return CpuProfiles.byName(name)
                .orElseThrow(
                        () ->
                                new UsageError(
                                        "there is no profile '"
                                                + name
                                                + "'; see 'ringmaster profiles'"));
    }
}
