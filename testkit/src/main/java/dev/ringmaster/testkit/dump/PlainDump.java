package dev.ringmaster.testkit.dump;

import dev.ringmaster.svm.vmcb.VmcbField;
import dev.ringmaster.vmx.vmcs.VmcsField;

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

    /** A name of a register alone says enough only if nothing else stands on its line. */
    private static final Pattern BEFORE = Pattern.compile("(?:^|\\n)[ #|*\"'`(\\[-]*$");

    private static final Pattern AFTER = Pattern.compile("^[ \"'`)\\],;|]*(?:[#/(;].*)?(?:\\n|$)");

    private static final int ENOUGH = 3;

    /** Names that the dumps of VMCSs print, too. */
    private static final Set<String> COMMON =
            Set.of("efer", "cr0", "cr3", "cr4", "dr7", "rip", "rsp", "rflags");

    /** Leading zeros, or as many digits as leave no room for them. */
    private static final Pattern PADDED =
            Pattern.compile("(?:0[xX])?(?:0[0-9a-fA-F]+|[0-9a-fA-F]{16})");

    private static final Pattern ZEROS = Pattern.compile("(?<!\\w)(?:0[xX])?0[0-9a-fA-F]+(?!\\w)");

    private static final Pattern PREFIX = Pattern.compile("(?<!\\w)0[xX][0-9a-fA-F]");
    private static final Pattern WIDE = Pattern.compile("(?<!\\w)(?:0[xX])?[0-9a-fA-F]{16}(?!\\w)");

    /** How many digits a number has, by its width. */
    private static final int WORD = 4;

    private static final int DWORD = 8;
    private static final int QWORD = 16;

    private final String text;
    private final Assignments assignments;
    private final List<DumpedState> states = new ArrayList<>();
    private Reading reading;
    private Record current;

    /** The fields of one dump so far. */
    private static final class Record {
        private final Pieces pieces;
        private final Fields fields;
        private final Set<String> seen = new HashSet<>();
        private boolean padded;
        private int vmcb;
        private int vmcs;

        Record(Reading reading) {
            pieces = new Pieces(reading);
            fields = new Fields(pieces);
        }

        /**
         * A register or two, padded to their width, are what is left of a VMCS dump, not a VMCB.
         */
        private boolean isPieceOfAnotherFormat() {
            return padded && vmcs == 0 && seen.size() < ENOUGH && COMMON.containsAll(seen);
        }
    }

    private PlainDump(String text) {
        this.text = text;
        this.assignments = new Assignments(text);
    }

    /** Reads a text; the attempt is empty if no line of it gives a field. */
    static Attempt read(String text) {
        PlainDump dump = new PlainDump(text);
        return dump.assignments.program() ? new Attempt(List.of(), 0) : dump.read();
    }

    private Attempt read() {
        int understood = 0;
        reading = new Reading(text);
        current = new Record(reading);
        Matcher matcher = Assignments.PATTERN.matcher(text);
        int from = 0;
        while (from < text.length() && matcher.find(from)) {
            if (!cut(matcher) && assign(matcher)) {
                reading.blot(matcher.start(1), matcher.end());
                understood += matcher.end() - matcher.start(1);
            }
            from = matcher.end();
        }
        finish();
        return new Attempt(states, understood);
    }

    private void finish() {
        if (current.seen.isEmpty() || current.isPieceOfAnotherFormat()) {
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

    /**
     * Whether the text ends within a number: in the 0 of a prefix, or before a number has the width
     * to which the others are padded, or to which a program whose words begin the line would pad
     * it. Else nobody can tell; people leave out the last line feed more often than digits.
     */
    private boolean cut(Matcher matcher) {
        if (matcher.end() < text.length()) {
            return false;
        }
        String number = matcher.group(2);
        if (number.equals("0") && PREFIX.matcher(text).find()) {
            return true;
        }
        int digits = number.replaceFirst("^0[xX]", "").length();
        int longest = WIDE.matcher(text).find() ? QWORD : DWORD;
        VmcsField field = FieldNames.vmcs(matcher.group(1));
        boolean word = field != null && field.width() == Short.SIZE;
        boolean whole = digits == longest || digits == (word ? WORD : QWORD);
        return !whole && (ZEROS.matcher(text).find() || !begins(matcher));
    }

    private boolean assign(Matcher matcher) {
        String whole = matcher.group(1);
        boolean vmcb = !assignments.ofVmcs() && FieldNames.vmcb(whole) != null && alone(matcher);
        String name = vmcb ? whole : Assignments.name(matcher);
        if (name == null || !vmcb && !assignments.standsAlone(matcher)) {
            return false;
        }
        long value;
        try {
            value = assignments.value(matcher);
        } catch (NumberFormatException tooLong) {
            return false;
        }
        put(name, value);
        boolean wide = value >>> Integer.SIZE != 0;
        boolean mayGoOn = matcher.end() == text.length() && (value == 0 || wide);
        current.padded |= mayGoOn || PADDED.matcher(matcher.group(2)).matches();
        return true;
    }

    private boolean alone(Matcher matcher) {
        return begins(matcher) && AFTER.matcher(text.substring(matcher.end())).find();
    }

    /** Whether the name begins its line. */
    private boolean begins(Matcher matcher) {
        int line = text.lastIndexOf('\n', matcher.start(1)) + 1;
        return BEFORE.matcher(text.substring(line, matcher.start(1))).find();
    }

    private void put(String name, long value) {
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
    }
}
