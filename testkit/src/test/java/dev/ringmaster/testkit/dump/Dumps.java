package dev.ringmaster.testkit.dump;

import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.testkit.explain.Explained;
import dev.ringmaster.testkit.explain.Profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The dumps among the test data, and what is violated in a text. */
final class Dumps {
    static final String TASK = text("task.kvm-vmcs");
    static final String DR7 = text("dr7.xen-vmcs");
    static final String INVALID = text("invalid.kvm-vmcb");
    static final String LDTR = text("ldtr.qemu-registers");
    static final String LINK = text("link.xmhf");

    /** One of each large format. */
    static final List<String> ALL = List.of(TASK, DR7, INVALID, LDTR, LINK);

    private Dumps() {}

    private static String text(String name) {
        try (InputStream in = Dumps.class.getResourceAsStream(name + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Every dump of a text; none if it is unreadable. */
    static List<Explained> explain(String text) {
        try {
            return DumpReader.read(text).stream()
                    .map(dump -> Explained.of("a file", dump, Profile.PERMISSIVE))
                    .toList();
        } catch (UnreadableDumpException unreadable) {
            return List.of();
        }
    }

    /** The identifiers of the rules that the only dump of a text violates. */
    static List<String> violated(String text) {
        return violated(only(text));
    }

    static List<String> violated(Explained explained) {
        return explained.explanation().violations().stream()
                .map(Finding::rule)
                .map(rule -> rule.id())
                .toList();
    }

    static Explained only(String text) {
        List<Explained> all = explain(text);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " dumps, not one");
        }
        return all.get(0);
    }
}
