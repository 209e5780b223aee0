package dev.ringmaster.testkit.dump;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text and what was read out of it so far. Read parts are blotted out; what is left over at the
 * end was not understood.
 */
final class Reading {
    private static final char BLOT = '\1';
    private static final Pattern SAYS_SOMETHING = Pattern.compile("[A-Za-z]{2}|[0-9a-f]{4}");

    private final String text;
    private final StringBuilder rest;
    private final Map<String, Long> values = new LinkedHashMap<>();
    private final Set<String> contradictory = new LinkedHashSet<>();
    private final List<String> remarks = new ArrayList<>();
    private int understood;

    Reading(String text) {
        this.text = text;
        this.rest = new StringBuilder(text);
    }

    String text() {
        return text;
    }

    /** The text in which read parts are blotted out. */
    CharSequence rest() {
        return rest;
    }

    /** Marks a part as read. */
    void blot(int from, int to) {
        for (int i = from; i < to; i++) {
            if (rest.charAt(i) != '\n') {
                rest.setCharAt(i, BLOT);
            }
        }
        understood += to - from;
    }

    /** How much was understood, in characters. */
    int understood() {
        return understood;
    }

    /**
     * Takes a value. Two different values of one field cannot both be true, so then neither is
     * believed.
     */
    void put(String name, long value) {
        Long before = values.putIfAbsent(name, value);
        if (before != null && before != value && contradictory.add(name)) {
            remarks.add(
                    "%s is given twice, as 0x%x and as 0x%x: not used"
                            .formatted(name, before, value));
        }
    }

    /** Adds a remark to what is listed as not understood. */
    void remark(String line) {
        remarks.add(line);
    }

    /** The value of a name, if there is exactly one. */
    OptionalLong value(String name) {
        Long value = contradictory.contains(name) ? null : values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** All values that are not contradictory. */
    Map<String, Long> values() {
        Map<String, Long> good = new LinkedHashMap<>(values);
        good.keySet().removeAll(contradictory);
        return good;
    }

    /** Blots out what a pattern finds in what is left; the format is known by it. */
    void recognize(Pattern pattern) {
        Matcher matcher = pattern.matcher(rest);
        while (matcher.find()) {
            if (matcher.end() > matcher.start()) {
                blot(matcher.start(), matcher.end());
            }
        }
    }

    /** Blots out what a pattern finds in what is left, though any log may say it. */
    void ignore(Pattern pattern) {
        int before = understood;
        recognize(pattern);
        understood = before;
    }

    /** Lines, or parts of lines, that nobody understood, and the remarks. */
    List<String> notUnderstood() {
        List<String> lines = new ArrayList<>();
        for (String line : rest.toString().split("\n")) {
            String left = line.replace(BLOT, ' ').strip();
            if (SAYS_SOMETHING.matcher(left).find()) {
                lines.add(left.replaceAll("\\p{Cntrl}", "?").replaceAll(" {2,}", " "));
            }
        }
        lines.addAll(remarks);
        return lines;
    }
}
