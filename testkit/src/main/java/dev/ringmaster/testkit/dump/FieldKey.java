package dev.ringmaster.testkit.dump;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is left of a field's name when case, punctuation, abbreviations and words that say nothing
 * are taken away, so that all the ways to write a name come to the same.
 */
final class FieldKey {
    private static final String NOTHING = "-";
    private static final Pattern BETWEEN_WORDS =
            Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z]{4})(?=[0-9])");

    private static final Map<String, String> WORDS = new HashMap<>();

    static {
        for (String row : Labels.text("words").split("\n")) {
            String[] parts = row.split(" ");
            if (!row.startsWith("#") && parts.length == 2) {
                WORDS.put(parts[0], parts[1].equals(NOTHING) ? "" : parts[1]);
            }
        }
    }

    private FieldKey() {}

    /** The key of a name. */
    static String of(String name) {
        StringBuilder key = new StringBuilder();
        for (String word : BETWEEN_WORDS.split(name)) {
            String lower = word.toLowerCase(Locale.ROOT);
            key.append(WORDS.getOrDefault(lower, lower));
        }
        return key.toString();
    }
}
