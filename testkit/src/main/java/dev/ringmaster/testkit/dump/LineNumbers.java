package dev.ringmaster.testkit.dump;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes away the line numbers of log viewers: those that go up by one from line to line. */
final class LineNumbers {
    private static final Pattern NUMBER =
            Pattern.compile("^ *(\\d{1,7})(?:[:|.)]\\s?| +\\||\\s|$)");

    /** How many numbers in sequence are no accident. */
    private static final int ENOUGH = 5;

    private LineNumbers() {}

    static String strip(String text) {
        String[] lines = text.split("\n", -1);
        int[] ends = new int[lines.length];
        int from = 0;
        while (from < lines.length) {
            from = run(lines, ends, from);
        }
        StringBuilder stripped = new StringBuilder(text.length());
        for (int i = 0; i < lines.length; i++) {
            stripped.append(i > 0 ? "\n" : "").append(lines[i], ends[i], lines[i].length());
        }
        return stripped.toString();
    }

    /** Marks one run of numbered lines; the line after it. */
    private static int run(String[] lines, int[] ends, int from) {
        int to = from;
        int next = number(lines[from]);
        while (to < lines.length && next >= 0 && number(lines[to]) == next) {
            to++;
            next++;
        }
        if (to - from >= ENOUGH) {
            for (int i = from; i < to; i++) {
                ends[i] = end(lines[i]);
            }
        }
        return Math.max(to, from + 1);
    }

    private static int number(String line) {
        Matcher number = NUMBER.matcher(line);
        return number.find() ? Integer.parseInt(number.group(1)) : -1;
    }

    private static int end(String line) {
        Matcher number = NUMBER.matcher(line);
        return number.find() ? number.end() : 0;
    }
}
