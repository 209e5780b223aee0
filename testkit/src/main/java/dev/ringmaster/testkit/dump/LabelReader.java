package dev.ringmaster.testkit.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a text by a table of labels. Line breaks count as blanks: mail wraps lines anywhere. */
final class LabelReader {
    private static final Pattern HEADING =
            Pattern.compile("\\*+\\s*(Guest|Host|Control)\\s+State", Pattern.CASE_INSENSITIVE);

    /** Labels that only the host's part of a VMCS dump has, and that only the guest's has. */
    private static final Pattern OF_HOST =
            Pattern.compile(
                    "\\b(?:FS|GS|TR|GDT|IDT)Base\\s*=|\\bCR[034]=[0-9a-f]{16}|\\b[C-GST][SR]=");

    private static final Pattern OF_GUEST =
            Pattern.compile(
                    "actual=|\\b(?:RFLAGS|DR7|DebugCtl|Interruptibility|PDPT[RE]\\d)\\s*="
                            + "|[GIL]DTR:|\\b[C-GS]S:\\s");

    /** What stands before the guest's heading: other programs' words. */
    private static final String BEFORE = "before";

    /** What stands before RSP where it is another register. */
    private static final String SYSENTER = "Sysenter ";

    private static final Pattern OF_CONTROL =
            Pattern.compile(
                    "\\b(?:PinBased|CPUBased|EntryControls|ExceptionBitmap|EPT pointer)\\s*="
                            + "|VM(?:Entry|Exit):|IDTVectoring:|TSC Offset");

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
        ShortNumbers shorts = new ShortNumbers(reading);
        for (Label label : labels.labels()) {
            for (int at : words.of(label.anchor())) {
                if (applies(label, sections, at) && !mayBeCut(label, text, at)) {
                    match(label, reading, shorts, at);
                }
            }
        }
        shorts.settle();
        labels.signs().forEach(reading::recognize);
        labels.ignored().forEach(reading::ignore);
        return reading;
    }

    /** At the very start of a text a short label may be the end of a longer one. */
    private static boolean mayBeCut(Label label, String text, int at) {
        if (label.anchor().equals("rsp") && at <= SYSENTER.length()) {
            return SYSENTER.endsWith(text.substring(0, at));
        }
        return at == 0 && (label.section().equals("host") || label.anchor().equals("tr"));
    }

    private static void match(Label label, Reading reading, ShortNumbers shorts, int at) {
        Matcher matcher = label.pattern().matcher(reading.rest());
        if (!matcher.region(at, reading.rest().length()).lookingAt()) {
            return;
        }
        for (int i = 0; i < label.slots().size(); i++) {
            if (matcher.group(i + 1) != null) {
                Label.Slot slot = label.slots().get(i);
                if (!slot.name().equals(Label.UNUSED)) {
                    take(slot, reading, shorts, matcher.group(i + 1), matcher.end(i + 1));
                }
            }
        }
        reading.blot(matcher.start(), matcher.end());
    }

    /** A number that is cut short, or that may be because the text ends there, does not count. */
    private static void take(
            Label.Slot slot, Reading reading, ShortNumbers shorts, String digits, int end) {
        boolean last = end == reading.text().length();
        if (!last && digits.length() < slot.digits() && !slot.fits(digits)) {
            shorts.add(slot.name(), digits, end);
        } else if (last && slot.digits() == 0 || !slot.fits(digits)) {
            reading.remark(ShortNumbers.part(slot.name(), digits));
        } else {
            reading.put(
                    slot.name(),
                    slot.decimal() ? Long.parseLong(digits) : Long.parseUnsignedLong(digits, 16));
        }
    }

    private static boolean applies(Label label, List<Section> sections, int at) {
        if (label.section().equals("report")) {
            return true;
        }
        boolean anywhere = label.section().equals("any");
        for (Section section : sections) {
            if (at >= section.from && at < section.to) {
                return anywhere
                        ? !section.name.equals(BEFORE)
                        : section.name.contains(label.section());
            }
        }
        return anywhere;
    }

    private static List<Section> sections(String text) {
        List<Section> sections = new ArrayList<>();
        Matcher heading = HEADING.matcher(text);
        String name = "";
        int from = 0;
        while (heading.find()) {
            String next = heading.group(1).toLowerCase(Locale.ROOT);
            add(sections, name, next, text, from, heading.start());
            name = next;
            from = heading.start();
        }
        add(sections, name, "", text, from, text.length());
        return sections;
    }

    /**
     * Where a heading is missing, labels that exist only once tell what is the guest's and what is
     * the host's; of what stands between them nobody knows.
     */
    private static void add(
            List<Section> sections, String name, String next, String text, int from, int to) {
        if (name.isEmpty() && next.equals("guest")) {
            sections.add(new Section(BEFORE, from, to));
            return;
        }
        String part = text.substring(from, to);
        boolean whole = name.equals("guest") && (next.equals("host") || endsThere(next, part));
        if (whole || name.equals("host") || name.equals("control")) {
            sections.add(new Section(name, from, to));
            return;
        }
        int controlsStart = start(OF_CONTROL, part);
        int hostsStart = Math.min(controlsStart, start(OF_HOST, part));
        int guestsEnd = Math.min(hostsStart, end(OF_GUEST, part));
        boolean untilHost = name.isEmpty() && (next.equals("host") || endsThere(next, part));
        if (untilHost && (guestsEnd > 0 || next.equals("host"))) {
            sections.add(new Section("guest", from, to));
            return;
        }
        boolean onlyHosts = name.isEmpty() && next.equals("control") && guestsEnd == 0;
        sections.add(new Section("guest", from, from + guestsEnd));
        sections.add(
                new Section("host", from + (onlyHosts ? 0 : hostsStart), from + controlsStart));
        sections.add(new Section("control", from + controlsStart, to));
    }

    /** Whether nothing of the sections after the guest's follows: the dump was cut there. */
    private static boolean endsThere(String next, String part) {
        return next.isEmpty() && !OF_HOST.matcher(part).find() && !OF_CONTROL.matcher(part).find();
    }

    /** Where the first match starts; the length of the part if there is none. */
    private static int start(Pattern pattern, String part) {
        Matcher matcher = pattern.matcher(part);
        return matcher.find() ? matcher.start() : part.length();
    }

    /** Where the last match ends; 0 if there is none. */
    private static int end(Pattern pattern, String part) {
        Matcher matcher = pattern.matcher(part);
        int end = 0;
        while (matcher.find()) {
            end = matcher.end();
        }
        return end;
    }
}
