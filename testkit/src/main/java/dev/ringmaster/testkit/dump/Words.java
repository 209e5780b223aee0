package dev.ringmaster.testkit.dump;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where each word of a text starts, so that a label is looked for only where it can be. */
final class Words {
    private final Map<String, List<Integer>> starts = new HashMap<>();

    Words(CharSequence text) {
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && in(text.charAt(end))) {
                end++;
            }
            if (end > at) {
                String word = text.subSequence(at, end).toString().toLowerCase(Locale.ROOT);
                if (at == 0 || !qualifies(text.charAt(at - 1))) {
                    starts.computeIfAbsent(word, key -> new ArrayList<>()).add(at);
                }
            }
            at = Math.max(end, at + 1);
        }
    }

    /** Whether a character belongs to words. */
    static boolean in(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_';
    }

    /** A word after one of these is part of a longer name, such as {@code __va::CR3}. */
    private static boolean qualifies(char before) {
        return before == ':' || before == '.' || before == '$' || before == '>';
    }

    /** Where a word starts, in ascending order. */
    List<Integer> of(String word) {
        return starts.getOrDefault(word, List.of());
    }
}
