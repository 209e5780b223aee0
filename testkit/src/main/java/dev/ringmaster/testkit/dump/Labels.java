package dev.ringmaster.testkit.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The labels of one format, out of a table: rows {@code section|template}, {@code ignore|pattern}
 * for what says nothing about fields, {@code include|table}. {@code @SEGMENT}, {@code @TABLE} and
 * {@code @SHORT} stand for the names of segment registers.
 */
final class Labels {
    private static final List<String> SHORT = List.of("CS", "DS", "SS", "ES", "FS", "GS");
    private static final List<String> SEGMENT = with(SHORT, "LDTR", "TR");
    private static final List<String> TABLE = with(SEGMENT, "GDTR", "IDTR");

    private final List<Label> labels = new ArrayList<>();
    private final List<Pattern> signs = new ArrayList<>();
    private final List<Pattern> ignored = new ArrayList<>();

    private Labels() {}

    /** Reads a table. */
    static Labels of(String table) {
        Labels labels = new Labels();
        labels.include(table);
        return labels;
    }

    List<Label> labels() {
        return labels;
    }

    /** What says nothing about fields, but only this format says it. */
    List<Pattern> signs() {
        return signs;
    }

    /** What says nothing about fields, nor of the format. */
    List<Pattern> ignored() {
        return ignored;
    }

    private void include(String table) {
        for (String row : text(table).split("\n")) {
            int bar = row.indexOf('|');
            if (bar > 0 && !row.startsWith("#")) {
                add(row.substring(0, bar), row.substring(bar + 1));
            }
        }
    }

    private void add(String kind, String rest) {
        switch (kind) {
            case "include" -> include(rest);
            case "ignore" -> ignored.add(pattern(rest));
            case "sign" -> signs.add(pattern(rest));
            case "any", "guest", "host", "control", "report" -> expand(kind, rest);
            default -> throw new AssertionError("no such kind of row: " + kind);
        }
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    }

    private void expand(String section, String template) {
        if (template.contains("@SEGMENT")) {
            SEGMENT.forEach(name -> add(section, template.replace("@SEGMENT", name)));
        } else if (template.contains("@TABLE")) {
            TABLE.forEach(name -> add(section, template.replace("@TABLE", name)));
        } else if (template.contains("@SHORT")) {
            SHORT.forEach(name -> add(section, template.replace("@SHORT", name)));
        } else {
            labels.add(Label.of(section, template));
        }
    }

    private static List<String> with(List<String> names, String... more) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    static String text(String table) {
        try (InputStream in = Labels.class.getResourceAsStream(table + ".labels")) {
            if (in == null) {
                throw new AssertionError("no table of labels: " + table);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
