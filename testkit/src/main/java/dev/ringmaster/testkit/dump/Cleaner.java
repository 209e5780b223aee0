package dev.ringmaster.testkit.dump;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes away what logs, mail and posters put around the lines of a dump: time stamps, the names of
 * hosts, modules and functions, quote marks, unusual blanks, the escapes of quoted-printable, JSON
 * and HTML.
 */
final class Cleaner {
    private static final Pattern BLANKS =
            Pattern.compile("[\\t\\u000b\\f\\u00a0\\u2000-\\u200a\\u202f\\u3000]");
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\u200b-\\u200f\\ufeff\\u00ad]|\\u001b\\[[0-9;]*m");

    /** Each is tried at the start of a line, again and again, until none fits. */
    private static final List<Pattern> PREFIXES =
            List.of(
                    // Mail quotes; Xen's ">>> Domain 3 <<<" loses nothing that counts.
                    starts("[>|](?=[ >|]|$)"),
                    starts(">(?=\\S)"),
                    // Bullets, signs of patches and comments, dots of elision.
                    starts("(?:[-+*#\u2502\u2022]|//|\\.{3}|\u2026) +(?=\\S)"),
                    // [ 2311.499051], [ T1234], [2019-11-02 14:09:46], [...]
                    starts("\\[[ \\d.:TC-]*(?:\\.\\.\\.|\u2026)?[ \\d.:-]*\\]"),
                    // [Tue May  5 22:32:15 2020]
                    starts("\\[[A-Z][a-z]{2} [A-Z][a-z]{2} +\\d+ \\d\\d:\\d\\d:\\d\\d \\d{4}\\]"),
                    // A time whose left end was cut off.
                    starts("\\d*\\.?\\d+\\](?=\\s|$)"),
                    // Jun 24 17:25:51 host kernel:
                    starts(
                            "[A-Z][a-z]{2} +\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?"
                                    + " \\S+ [\\w./()-]+(?:\\[\\d+\\])?:"),
                    starts("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d\\S* \\S+ kernel:"),
                    starts("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d\\S*"),
                    starts("\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?=\\s)"),
                    starts("(?:[\\w.-]+ )?kernel:"),
                    // 6,1234,228693951391,-; of /dev/kmsg
                    starts("\\d+,\\d+,\\d+,[-c];"),
                    starts("<\\d>"),
                    // kern  :err   :
                    starts("kern +:[a-z]+ *:"),
                    starts("(?:kvm_intel|kvm_amd|SVM):"),
                    starts("kvm \\[\\d+\\]:"),
                    starts("\\((?:XEN|qemu|d\\d+)\\)"),
                    // CPU 0/KVM-251862 [019]  6384.132433: bprint:    dump_vmcs:
                    starts(
                            "\\S.{0,40}?-\\d+ +(?:\\( *[\\d-]+\\) +)?\\[\\d{1,4}\\] +(?:\\S{4,6} +)?"
                                    + "\\d+\\.\\d+: +\\w+:(?: +|$)(?:[\\w.]+:(?: +|$))?"),
                    starts("b(?:print|puts): +(?:[\\w.]+:(?: +|$))?"),
                    starts("(?:dump_vmcs|vmx_dump_[\\w.]+): *"));

    private Cleaner() {}

    private static Pattern starts(String pattern) {
        return Pattern.compile("^\\s*" + pattern);
    }

    /** The text with only its own words, lines separated by a line feed. */
    static String clean(String text) {
        String plain = text.replace("\r\n", "\n").replace('\r', '\n');
        plain = Escapes.decode(plain);
        plain = INVISIBLE.matcher(plain).replaceAll("");
        plain = LineNumbers.strip(BLANKS.matcher(plain).replaceAll(" "));
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
}
