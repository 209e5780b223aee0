package dev.ringmaster.testkit.dump;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers of a dump with fewer digits than their places have. One of them is what a cut left. If
 * several stand inside of lines, somebody typed the dump and left out zeros: then they count.
 */
final class ShortNumbers {
    private static final int SEVERAL = 2;

    private final Reading reading;
    private final List<Number> numbers = new ArrayList<>();

    private record Number(String name, String digits, boolean insideOfLine) {}

    ShortNumbers(Reading reading) {
        this.reading = reading;
    }

    /**
     * Takes a number.
     *
     * @param name the field
     * @param end where it ends in the text
     */
    void add(String name, String digits, int end) {
        numbers.add(new Number(name, digits, insideOfLine(reading.text(), end)));
    }

    /** Whether something follows on the line; a line may be cut at its end as the text may. */
    private static boolean insideOfLine(String text, int end) {
        int next = end;
        while (next < text.length() && " \t,".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        return next < text.length() && text.charAt(next) != '\n';
    }

    /** Believes all of them or none. */
    void settle() {
        boolean typed = numbers.stream().filter(Number::insideOfLine).count() >= SEVERAL;
        for (Number number : numbers) {
            if (typed) {
                reading.put(number.name, Long.parseUnsignedLong(number.digits, 16));
            } else {
                reading.remark(part(number.name, number.digits));
            }
        }
    }

    /** What is said of a number that is not believed. */
    static String part(String name, String digits) {
        return "%s: '%s' is a part of a number: not used".formatted(name, digits);
    }
}
