package dev.ringmaster.testkit.dump;

import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads lines of {@code FIELD=value}, {@code 0xENCODING=value}, {@code # FIELD = value} and cells
 * of tables. A value is hexadecimal with 0x, with a letter, or with leading zeros; else decimal. If
 * a field comes again, another dump begins.
 */
final class PlainDump {
    /** The format's name. */
    static final String NAME = "plain";

    private static final String VALUE =
            "[\"'`]?((?:0[xX])?[0-9a-fA-F](?:[0-9a-fA-F_`']{0,30}[0-9a-fA-F])?)[hHuUlL]*(?![\\w.])";
    private static final Pattern ASSIGNMENT =
            Pattern.compile(
                    "(0[xX][0-9a-fA-F]{1,5}|[A-Za-z][\\w.]*(?:[ ./()-]{1,2}[\\w.()-]+){0,7}?)"
                            + "[\"'`\\])]*\\s*(?:=|:|\\||->)+[ \\n]*"
                            + VALUE);
    private static final Pattern LAST_WORD = Pattern.compile("[\\w.]+$");

    private final String text;
    private final List<DumpedState> states = new ArrayList<>();
    private Reading reading;
    private Record current;

    /** The fields of one dump so far. */
    private static final class Record {
        private final Pieces pieces;
        private final Fields fields;
        private final Set<String> seen = new HashSet<>();
        private int vmcb;
        private int vmcs;

        Record(Reading reading) {
            pieces = new Pieces(reading);
            fields = new Fields(pieces);
        }
    }

    private PlainDump(String text) {
        this.text = text;
    }

    /** Reads a text; the attempt is empty if no line of it gives a field. */
    static Attempt read(String text) {
        return new PlainDump(text).read();
    }

    private Attempt read() {
        int understood = 0;
        reading = new Reading(text);
        current = new Record(reading);
        Matcher matcher = ASSIGNMENT.matcher(text);
        int from = 0;
        while (from < text.length() && matcher.find(from)) {
            if (assign(matcher.group(1), matcher.group(2))) {
                reading.blot(matcher.start(1), matcher.end());
                understood += matcher.end() - matcher.start(1);
            }
            from = matcher.end();
        }
        finish();
        return new Attempt(states, understood);
    }

    private void finish() {
        if (current.seen.isEmpty()) {
            return;
        }
        current.fields.finish();
        Pieces pieces = current.pieces;
        Vendor vendor = current.vmcb > current.vmcs ? Vendor.AMD : Vendor.INTEL;
        if (vendor == Vendor.INTEL) {
            Fields.report(pieces);
        } else if (pieces.vmcb().given(VmcbField.EXITCODE)) {
            pieces.report(Reported.byExitCode(pieces.vmcb().get(VmcbField.EXITCODE)));
        }
        states.add(pieces.build(vendor, NAME));
    }

    private boolean assign(String name, String digits) {
        long value;
        try {
            value = value(digits);
        } catch (NumberFormatException tooLong) {
            return false;
        }
        if (known(name)) {
            return put(name, value);
        }
        Matcher word = LAST_WORD.matcher(name);
        return word.find() && known(word.group()) && put(word.group(), value);
    }

    private static boolean known(String name) {
        return Fields.knows(name) || FieldNames.vmcb(name) != null;
    }

    private boolean put(String name, long value) {
        if (!current.seen.add(name.toLowerCase(Locale.ROOT))) {
            finish();
            current = new Record(reading);
            current.seen.add(name.toLowerCase(Locale.ROOT));
        }
        VmcbField vmcb = FieldNames.vmcb(name);
        if (Fields.knows(name)) {
            current.fields.put(name, value);
            current.vmcs++;
        }
        if (vmcb != null) {
            current.pieces.set(vmcb, value);
            current.vmcb++;
        }
        return true;
    }

    private static long value(String digits) {
        String clean = digits.replaceAll("[_`']", "").toLowerCase(Locale.ROOT);
        if (clean.startsWith("0x")) {
            return Long.parseUnsignedLong(clean.substring(2), 16);
        }
        boolean padded = clean.length() > 1 && clean.startsWith("0");
        boolean hex = padded || clean.chars().anyMatch(c -> c >= 'a');
        return Long.parseUnsignedLong(clean, hex ? 16 : 10);
    }
}
