package dev.ringmaster.testkit.explain;

import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.Outcome;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The named processors on which an entry fails as its dump reports, where the rules find nothing on
 * the processor that was asked for: one of them, or one like it, may be the cause.
 */
final class Suspects {
    private Suspects() {}

    /** A sentence for each set of rules that some would violate; empty if none would. */
    static String of(Explained innocent, Outcome reported) {
        Map<String, String> namesByRules =
                Profile.real(innocent.dump().vendor()).stream()
                        .filter(each -> refuses(on(each, innocent), reported))
                        .collect(
                                Collectors.groupingBy(
                                        each -> rules(on(each, innocent)),
                                        LinkedHashMap::new,
                                        Collectors.mapping(
                                                Profile::name, Collectors.joining(", "))));
        return namesByRules.entrySet().stream()
                .map(
                        group ->
                                "On %s it would violate %s."
                                        .formatted(group.getValue(), group.getKey()))
                .collect(Collectors.joining(" "));
    }

    static boolean same(Outcome one, Outcome other) {
        return one.kind() == other.kind() && one.number() == other.number();
    }

    private static boolean refuses(List<Finding> violations, Outcome reported) {
        return !violations.isEmpty() && same(violations.get(0).rule().outcome(), reported);
    }

    private static List<Finding> on(Profile processor, Explained innocent) {
        return Explained.of(innocent.file(), innocent.dump(), processor).explanation().violations();
    }

    private static String rules(List<Finding> violations) {
        return violations.stream()
                .map(violation -> violation.rule().id())
                .collect(Collectors.joining(", "));
    }
}
