package dev.ringmaster.testkit.dump;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes away what logs, mail and posters put around the lines of a dump: time stamps, the names of
 * hosts, modules and functions, quote marks, unusual blanks. The number of lines stays.
 */
final class Cleaner {
    private static final Pattern QUOTED_PRINTABLE = Pattern.compile("(?:=[0-9A-F]{2})+");

    /**
     * An equals sign, a no-break space, blanks at the end of a line, the break of a long line
     * within a number: no dump has these itself.
     */
    private static final Pattern IS_QUOTED_PRINTABLE =
            Pattern.compile("=3D|=C2=A0|=20=20|=20=\\s*\\n|(?m:^.{60,}[0-9a-f:]=$)");

    private static final Pattern BLANKS =
            Pattern.compile("[\\t\\u000b\\f\\u00a0\\u2000-\\u200a\\u202f\\u3000]");
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\u200b-\\u200f\\ufeff\\u00ad]|\\u001b\\[[0-9;]*m");
    private static final Pattern SOFT_BLANK = Pattern.compile("(?m)^(.*[=:].*)=20$");

    /** Each is tried at the start of a line, again and again, until none fits. */
    private static final List<Pattern> PREFIXES =
            List.of(
                    // Mail quotes; Xen's ">>> Domain 3 <<<" loses nothing that counts.
                    starts("[>|](?=[ >|]|$)"),
                    starts(">(?=\\S)"),
                    // [ 2311.499051], [ T1234], [2019-11-02 14:09:46], [...]
                    starts("\\[[ \\d.:TC-]*(?:\\.\\.\\.|\u2026)?[ \\d.:-]*\\]"),
                    // A time whose left end was cut off.
                    starts("\\d*\\.?\\d+\\](?=\\s|$)"),
                    // Jun 24 17:25:51 host kernel:
                    starts(
                            "[A-Z][a-z]{2} +\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?"
                                    + " \\S+ [\\w./()-]+(?:\\[\\d+\\])?:"),
                    starts("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d\\S* \\S+ kernel:"),
                    starts("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d\\S*"),
                    starts("\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?=\\s)"),
                    starts("kernel:"),
                    starts("<\\d>"),
                    starts("(?:kvm_intel|kvm_amd|SVM):"),
                    starts("kvm \\[\\d+\\]:"),
                    starts("\\((?:XEN|qemu|d\\d+)\\)"),
                    // CPU 0/KVM-251862 [019]  6384.132433: bprint:    dump_vmcs:
                    starts(
                            "\\S.{0,40}?-\\d+ +(?:\\( *[\\d-]+\\) +)?\\[\\d{1,4}\\] +(?:\\S{4,6} +)?"
                                    + "\\d+\\.\\d+: +\\w+: +(?:\\w+: +)?"),
                    starts("b(?:print|puts): +(?:\\w+: +)?"));

    private Cleaner() {}

    private static Pattern starts(String pattern) {
        return Pattern.compile("^\\s*" + pattern);
    }

    /** The text with only its own words, lines separated by a line feed. */
    static String clean(String text) {
        String plain = text.replace("\r\n", "\n").replace('\r', '\n');
        plain = INVISIBLE.matcher(decode(plain)).replaceAll("");
        plain = BLANKS.matcher(plain).replaceAll(" ");
        plain = plain.replace("&nbsp;", " ").replace("&gt;", ">").replace("&lt;", "<");
        StringBuilder clean = new StringBuilder(plain.length());
        int start = 0;
        for (int end = plain.indexOf('\n'); end >= 0; end = plain.indexOf('\n', start)) {
            clean.append(cleanLine(plain.substring(start, end))).append('\n');
            start = end + 1;
        }
        return clean.append(cleanLine(plain.substring(start))).toString();
    }

    private static String cleanLine(String line) {
        String rest = line;
        boolean again = true;
        while (again) {
            again = false;
            for (Pattern prefix : PREFIXES) {
                Matcher matcher = prefix.matcher(rest);
                if (matcher.find() && matcher.end() > 0) {
                    rest = rest.substring(matcher.end());
                    again = true;
                }
            }
        }
        return rest;
    }

    /** Undoes quoted-printable: bytes of UTF-8 in hexadecimal, and breaks of long lines. */
    private static String decode(String text) {
        if (!IS_QUOTED_PRINTABLE.matcher(text).find()) {
            return SOFT_BLANK.matcher(text).replaceAll("$1");
        }
        String joined = text.replaceAll("=[ \\t]*\\n", "");
        return QUOTED_PRINTABLE
                .matcher(joined)
                .replaceAll(hit -> Matcher.quoteReplacement(utf8(hit.group().substring(1))));
    }

    private static String utf8(String bytes) {
        String[] digits = bytes.split("=");
        byte[] decoded = new byte[digits.length];
        for (int i = 0; i < digits.length; i++) {
            decoded[i] = (byte) Integer.parseInt(digits[i], 16);
        }
        return new String(decoded, StandardCharsets.UTF_8);
    }
}
