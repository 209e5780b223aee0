package dev.ringmaster.testkit.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One row of a table of labels: words that anchor values. What follows the first value may be
 * absent, because a dump may be cut or elided there.
 */
final class Label {
    /** The name of a value that nobody needs. */
    static final String UNUSED = "_";

    /**
     * A place for a value.
     *
     * @param name the field, or {@link #UNUSED}
     * @param digits how many digits are printed; 0 if that is not fixed
     * @param other how many some version prints instead
     * @param decimal whether it is decimal
     */
    record Slot(String name, int digits, int other, boolean decimal) {
        private static final int DWORD = 8;
        private static final int QWORD = 16;

        /**
         * Whether a number can be printed in this place: never with fewer digits than it is padded
         * to; with more if they count, or if another version pads to a wider field. A number that
         * cannot was cut, or joined out of two.
         */
        boolean fits(String shown) {
            int length = shown.length();
            boolean wider = length == DWORD || length == QWORD || shown.charAt(0) != '0';
            return digits == 0
                    || decimal
                    || length == digits
                    || length == other
                    || length > digits && wider;
        }
    }

    private final String section;
    private final String anchor;
    private final Pattern pattern;
    private final List<Slot> slots;

    private Label(String section, String anchor, Pattern pattern, List<Slot> slots) {
        this.section = section;
        this.anchor = anchor;
        this.pattern = pattern;
        this.slots = List.copyOf(slots);
    }

    /**
     * Compiles a template.
     *
     * @param section {@code any}, {@code guest}, {@code host}, {@code control}, or {@code report}
     *     for what may also stand before the dump
     */
    static Label of(String section, String template) {
        int end = 0;
        while (end < template.length() && Words.in(template.charAt(end))) {
            end++;
        }
        List<Slot> slots = new ArrayList<>();
        Pattern pattern = new Compiler(template, slots).compile();
        String anchor = template.substring(0, end).toLowerCase(Locale.ROOT);
        return new Label(section, anchor, pattern, slots);
    }

    String section() {
        return section;
    }

    /** The first word, in lower case. */
    String anchor() {
        return anchor;
    }

    Pattern pattern() {
        return pattern;
    }

    List<Slot> slots() {
        return slots;
    }

    /** Turns a template into a pattern, from left to right. */
    private static final class Compiler {
        private static final String HEX = "(?:0x)?([0-9a-f]{1,16})(?![0-9a-z])";
        private final String template;
        private final List<Slot> slots;
        private final StringBuilder pattern = new StringBuilder();
        private int at;
        private int open;

        Compiler(String template, List<Slot> slots) {
            this.template = template;
            this.slots = slots;
        }

        Pattern compile() {
            while (at < template.length()) {
                char next = template.charAt(at);
                if (next == '{') {
                    slot();
                } else {
                    literal(next);
                    at++;
                }
            }
            pattern.append(")?".repeat(open));
            return Pattern.compile(pattern.toString(), Pattern.CASE_INSENSITIVE);
        }

        private void literal(char next) {
            switch (next) {
                case ' ' -> pattern.append(betweenWords() ? "\\s+" : "\\s*");
                case '=', ':' -> pattern.append("\\s*").append(next).append("\\s*");
                case ',' -> pattern.append(",?");
                case '?', '(', ')', '|', '.', '+', '*', '[', ']' ->
                        pattern.append('\\').append(next);
                default -> pattern.append(next);
            }
        }

        private boolean betweenWords() {
            return at > 0
                    && at + 1 < template.length()
                    && touches(template.charAt(at - 1))
                    && touches(template.charAt(at + 1));
        }

        private static boolean touches(char c) {
            return Words.in(c) || c == '{' || c == '}';
        }

        private void slot() {
            int end = template.indexOf('}', at);
            String[] parts = template.substring(at + 1, end).split(":", 2);
            at = end + 1;
            if (parts[0].equals("*")) {
                pattern.append("[^()\\[\\]\\n]*?");
                return;
            }
            value(parts[0], parts[1]);
            if (at < template.length() && template.charAt(at) == '!') {
                at++;
            } else if (at < template.length()) {
                pattern.append("(?:");
                open++;
            }
        }

        private void value(String name, String form) {
            boolean decimal = form.equals("d");
            boolean exact = form.startsWith("=");
            String[] widths = (decimal ? "0" : exact ? form.substring(1) : form).split("/");
            int digits = Integer.parseInt(widths[0]);
            int other = Integer.parseInt(widths[widths.length - 1]);
            if (decimal) {
                pattern.append("([0-9]{1,18})(?![0-9a-z])");
            } else if (exact) {
                pattern.append("([0-9a-f]{").append(digits).append("})(?![0-9a-z])");
            } else {
                pattern.append(HEX);
            }
            slots.add(new Slot(name, digits, other, decimal));
        }
    }
}
