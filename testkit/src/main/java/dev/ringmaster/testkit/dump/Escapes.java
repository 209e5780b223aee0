package dev.ringmaster.testkit.dump;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Undoes what mail, JSON and web pages do to characters. */
final class Escapes {
    private static final Pattern QUOTED_PRINTABLE = Pattern.compile("(?:=[0-9A-F]{2})+");

    /**
     * An equals sign, a no-break space, blanks at the end of a line, the break of a long line
     * within a number: no dump has these itself.
     */
    private static final Pattern IS_QUOTED_PRINTABLE =
            Pattern.compile("=3D|=C2=A0|=20=20|=20=\\s*\\n|(?m:^.{60,}[0-9a-f:]=$)");

    private static final Pattern SOFT_BLANK = Pattern.compile("(?m)^(.*[=:].*)=20$");
    private static final Pattern JSON = Pattern.compile("\\\\(?:u([0-9a-f]{4})|r\\\\n|[nrt\"/])");
    private static final Pattern JSON_LINES = Pattern.compile("\\\\n[^\\n]*\\\\n[^\\n]*\\\\n");
    private static final Pattern BREAK =
            Pattern.compile("(?i)<br */?>(?:\\n|$)?|</(?:p|div|li|tr)>");
    private static final Pattern TAG =
            Pattern.compile(
                    "(?i)</?(?:pre|code|p|div|span|samp|tt|li|ul|ol|td|tr|b|i)(?: [^<>\\n]*)?>");
    private static final Pattern ENTITY =
            Pattern.compile(
                    "&(?:#(\\d{1,6})|#[xX]([0-9a-fA-F]{1,5})|(gt|lt|amp|quot|nbsp|equals|num));");
    private static final Map<String, String> NAMED =
            Map.of(
                    "gt", ">", "lt", "<", "amp", "&", "quot", "\"", "nbsp", " ", "equals", "=",
                    "num", "#");

    private Escapes() {}

    static String decode(String text) {
        String lines = JSON_LINES.matcher(text).find() ? json(text) : text;
        return html(quotedPrintable(lines));
    }

    /** Quoted-printable: bytes of UTF-8 in hexadecimal, and breaks of long lines. */
    private static String quotedPrintable(String text) {
        if (!IS_QUOTED_PRINTABLE.matcher(text).find()) {
            return SOFT_BLANK.matcher(text).replaceAll("$1");
        }
        String joined = text.replaceAll("=[ \\t]*\\n", "");
        return replace(QUOTED_PRINTABLE, joined, hit -> utf8(hit.group().substring(1)));
    }

    private static String utf8(String bytes) {
        String[] digits = bytes.split("=");
        byte[] decoded = new byte[digits.length];
        for (int i = 0; i < digits.length; i++) {
            decoded[i] = (byte) Integer.parseInt(digits[i], 16);
        }
        return new String(decoded, StandardCharsets.UTF_8);
    }

    private static String json(String text) {
        return replace(
                JSON,
                text,
                hit ->
                        hit.group(1) != null
                                ? hexadecimal(hit.group(1))
                                : switch (hit.group().charAt(1)) {
                                    case 'n', 'r' -> "\n";
                                    case 't' -> "\t";
                                    default -> hit.group().substring(1);
                                });
    }

    private static String html(String text) {
        if (text.indexOf('&') < 0 && text.indexOf('<') < 0) {
            return text;
        }
        String lines = BREAK.matcher(text).replaceAll("\n");
        lines = TAG.matcher(lines).replaceAll("");
        String once = replace(ENTITY, lines, Escapes::entity);
        return replace(ENTITY, once, Escapes::entity);
    }

    private static String entity(MatchResult hit) {
        if (hit.group(1) != null) {
            return character(Integer.parseInt(hit.group(1)));
        }
        return hit.group(2) != null ? hexadecimal(hit.group(2)) : NAMED.get(hit.group(3));
    }

    private static String hexadecimal(String digits) {
        return character(Integer.parseInt(digits, 16));
    }

    private static String character(int code) {
        return Character.toString(code);
    }

    private static String replace(
            Pattern pattern, String text, Function<MatchResult, String> replacement) {
        return pattern.matcher(text)
                .replaceAll(hit -> Matcher.quoteReplacement(replacement.apply(hit)));
    }
}
