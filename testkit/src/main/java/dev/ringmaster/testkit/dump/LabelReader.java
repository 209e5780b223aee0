package dev.ringmaster.testkit.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a text by a table of labels. Line breaks count as blanks: mail wraps lines anywhere. */
final class LabelReader {
    private static final Pattern HEADING =
            Pattern.compile("\\*+\\s*(Guest|Host|Control) State", Pattern.CASE_INSENSITIVE);

    /** Labels that only the host's part of a VMCS dump has, and that only the guest's has. */
    private static final Pattern OF_HOST =
            Pattern.compile(
                    "\\b(?:FS|GS|TR|GDT|IDT)Base\\s*=|\\bCR[034]=[0-9a-f]{16}|\\b[C-GST][SR]=");

    private static final Pattern OF_GUEST =
            Pattern.compile(
                    "actual=|\\b(?:RFLAGS|DR7|DebugCtl|Interruptibility|PDPT[RE]\\d)\\s*="
                            + "|[GIL]DTR:|\\b[C-GS]S:\\s");

    private final Labels labels;

    /** A part of the text and what stands in it; an unknown section is where no heading is. */
    private record Section(String name, int from, int to) {}

    LabelReader(Labels labels) {
        this.labels = labels;
    }

    /** Reads a text that has one dump. */
    Reading read(String text) {
        Reading reading = new Reading(text);
        List<Section> sections = sections(text);
        Words words = new Words(text);
        for (Label label : labels.labels()) {
            for (int at : words.of(label.anchor())) {
                if (applies(label, sections, at) && !mayBeCut(label, at)) {
                    match(label, reading, at);
                }
            }
        }
        labels.ignored().forEach(reading::ignore);
        return reading;
    }

    /** At the very start of a text a short label may be the end of a longer one. */
    private static boolean mayBeCut(Label label, int at) {
        return at == 0 && (label.section().equals("host") || label.anchor().equals("tr"));
    }

    private static void match(Label label, Reading reading, int at) {
        Matcher matcher = label.pattern().matcher(reading.rest());
        if (!matcher.region(at, reading.rest().length()).lookingAt()) {
            return;
        }
        for (int i = 0; i < label.slots().size(); i++) {
            if (matcher.group(i + 1) != null) {
                take(label.slots().get(i), reading, matcher.group(i + 1), matcher.end(i + 1));
            }
        }
        reading.blot(matcher.start(), matcher.end());
    }

    /**
     * A number at the very end of the text may be cut short: it counts if it has all its digits.
     */
    private static void take(Label.Slot slot, Reading reading, String digits, int end) {
        boolean cut =
                end == reading.text().length()
                        && (slot.digits() == 0 || digits.length() < slot.digits());
        if (!cut && !slot.name().equals(Label.UNUSED)) {
            reading.put(
                    slot.name(),
                    slot.decimal() ? Long.parseLong(digits) : Long.parseUnsignedLong(digits, 16));
        }
    }

    private static boolean applies(Label label, List<Section> sections, int at) {
        if (label.section().equals("any")) {
            return true;
        }
        for (Section section : sections) {
            if (at >= section.from && at < section.to) {
                return section.name.contains(label.section());
            }
        }
        return false;
    }

    private static List<Section> sections(String text) {
        List<Section> sections = new ArrayList<>();
        Matcher heading = HEADING.matcher(text);
        String name = "";
        int from = 0;
        while (heading.find()) {
            String next = heading.group(1).toLowerCase(Locale.ROOT);
            sections.add(section(name, next, text.substring(from, heading.start()), from));
            name = next;
            from = heading.start();
        }
        sections.add(section(name, "", text.substring(from), from));
        return sections;
    }

    /**
     * Where no heading tells, labels that exist only once do, or the heading of the next section.
     */
    private static Section section(String name, String next, String part, int from) {
        int to = from + part.length();
        if (!name.isEmpty()) {
            return new Section(name, from, to);
        }
        boolean guest = next.equals("host") || OF_GUEST.matcher(part).find();
        boolean host = next.equals("control") || OF_HOST.matcher(part).find();
        return new Section(host && !guest ? "host" : "guest", from, to);
    }
}
