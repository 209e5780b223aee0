package dev.ringmaster.testkit.dump;

import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Tells, of what looks like {@code NAME = value}, what a dump says from what programs and prose
 * say.
 */
final class Assignments {
    private static final String DIGITS =
            "(?:0[xX][0-9a-fA-F]|[0-9]|[0-9a-fA-F](?=[0-9a-fA-F_`']{0,30}[0-9])|[fF](?=[fF]))"
                    + "(?:[0-9a-fA-F_`']{0,30}[0-9a-fA-F])?";

    /** A name with words of any number, a sign, and a number. */
    static final Pattern PATTERN =
            Pattern.compile(
                    "(0[xX][0-9a-fA-F]{1,5}|[A-Za-z]\\w*+(?:[ ./()-]{1,2}\\w++){0,9}?)"
                            + "[\"'`\\])*]*\\s*(?:=(?!=)|:=?|\\||->)[ \\n]*"
                            + "[\"'`*]*("
                            + DIGITS
                            + ")[hHuUlL]*(?![\\w.])");

    private static final Pattern LAST_WORD = Pattern.compile("[\\w.]+$");

    /** An encoding, or a last word with an underscore or with capitals within. */
    private static final Pattern IDENTIFIER =
            Pattern.compile("^0[xX]|(?:^|[ .])(?:\\w*_\\w*|\\w*[a-z][A-Z]\\w*)$");

    /** What may stand before a name that is no identifier. */
    private static final Pattern BEFORE =
            Pattern.compile("(?:\\[[^\\]]*\\]|[ #|*+>\"'`(\\[\\d.,:-])*");

    private static final Pattern WORD = Pattern.compile("[A-Za-z]{2,}");
    private static final Pattern STATEMENT = Pattern.compile("(?m)[;{}]\\s*(?://.*|/\\*.*)?$");
    private static final Pattern LINE = Pattern.compile("(?m)^.*\\S.*$");

    /** So many words beside an assignment make a sentence. */
    private static final int SENTENCE = 5;

    /** So many fields are a dump, whatever else stands on their lines. */
    private static final int DUMP = 8;

    /** Fewer fields may have come together by chance. */
    private static final int FEWEST = 3;

    private static final int STATEMENTS_OF_TEN = 2;

    /** How many digits a number of 32 or of 64 bits has. */
    private static final Set<Integer> WIDTHS = Set.of(8, 16);

    private final String text;
    private final boolean dump;
    private final boolean vmcs;
    private final boolean program;
    private final boolean hexadecimal;

    Assignments(String text) {
        this.text = text;
        List<MatchResult> known =
                PATTERN.matcher(text).results().filter(each -> name(each) != null).toList();
        this.dump = known.stream().filter(Assignments::identifier).count() >= DUMP;
        this.vmcs = known.stream().filter(Assignments::ofVmcsOnly).count() >= FEWEST;
        this.program = isProgram() || tellsEncodings(known);
        this.hexadecimal = known.stream().anyMatch(each -> showsHexadecimal(each.group(2)));
    }

    /** The part of what stands before the sign that means a VMCS field; null if none does. */
    static String name(MatchResult assignment) {
        String whole = assignment.group(1);
        if (Fields.knows(whole)) {
            return whole;
        }
        var last = LAST_WORD.matcher(whole);
        return last.find() && last.group().contains("_") && Fields.knows(last.group())
                ? last.group()
                : null;
    }

    /** Whether the text is a program that only names fields. */
    boolean program() {
        return program;
    }

    /** Whether fields say that it is a VMCS: names of registers alone then mean no VMCB. */
    boolean ofVmcs() {
        return vmcs;
    }

    private static boolean ofVmcsOnly(MatchResult assignment) {
        return FieldNames.vmcb(name(assignment)) == null;
    }

    /** Whether a dump says it: it stands for itself, in no sentence. */
    boolean standsAlone(MatchResult assignment) {
        int from = text.lastIndexOf('\n', assignment.start(1)) + 1;
        int to = text.indexOf('\n', assignment.end());
        int start = assignment.end(1) - name(assignment).length();
        String before = text.substring(from, Math.max(from, start));
        String after = text.substring(assignment.end(), to < 0 ? text.length() : to);
        if (!identifier(assignment)) {
            return BEFORE.matcher(PATTERN.matcher(before).replaceAll(" ")).matches();
        }
        return dump || words(before) + words(after) < SENTENCE;
    }

    private static boolean identifier(MatchResult assignment) {
        return IDENTIFIER.matcher(assignment.group(1)).find();
    }

    private static long words(String part) {
        String rest = PATTERN.matcher(part).replaceAll(" ");
        return WORD.matcher(rest).results().count();
    }

    /** Many lines of a program end as statements do. */
    private boolean isProgram() {
        long statements = STATEMENT.matcher(text).results().count();
        long lines = LINE.matcher(text).results().count();
        return statements >= 2 && statements * 10 >= lines * STATEMENTS_OF_TEN;
    }

    /** In lists of encodings each name has its own. */
    private static boolean tellsEncodings(List<MatchResult> known) {
        long own = known.stream().filter(Assignments::tellsEncoding).count();
        return own >= FEWEST && own * 2 >= known.size();
    }

    private static boolean tellsEncoding(MatchResult assignment) {
        VmcsField field = FieldNames.vmcs(name(assignment));
        String digits = assignment.group(2).replaceFirst("^0[xX]0*", "").toLowerCase(Locale.ROOT);
        return field != null && digits.equals(Integer.toHexString(field.encoding()));
    }

    /** The value; digits without a prefix are of the base that all others show. */
    long value(MatchResult assignment) {
        String clean = assignment.group(2).replaceAll("[_`']", "");
        if (hasPrefix(clean)) {
            return Long.parseUnsignedLong(clean.substring(2), 16);
        }
        boolean hex = hexadecimal || showsHexadecimal(clean);
        return Long.parseUnsignedLong(clean, hex ? 16 : 10);
    }

    private static boolean hasPrefix(String digits) {
        return digits.startsWith("0x") || digits.startsWith("0X");
    }

    /** Whether digits without a prefix can only be hexadecimal. */
    private static boolean showsHexadecimal(String digits) {
        boolean padded = digits.length() > 1 && digits.startsWith("0");
        return !hasPrefix(digits)
                && (padded || WIDTHS.contains(digits.length()) || digits.matches(".*[a-fA-F].*"));
    }
}
