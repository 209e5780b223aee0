package dev.ringmaster.testkit.dump;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a VMCS of Kontain's registers, whose segment attributes come one by one. */
final class KontainDump {
    private static final String IS = ":\\s*0x([0-9a-f]{1,16})(?![0-9a-z])";

    /** A segment register takes two lines, between which others may come. */
    private static final Pattern SEGMENT =
            Pattern.compile(
                    "(?<!\\w)([C-GS]S|TR|LDT)\\s+base"
                            + IS
                            + "\\s+limit"
                            + IS
                            + "\\s+selector"
                            + IS
                            + "\\s+type"
                            + IS
                            + "\\s+present"
                            + IS);

    private static final Pattern MORE =
            Pattern.compile(
                    "dpl"
                            + IS
                            + "\\s+db"
                            + IS
                            + "\\s+s"
                            + IS
                            + "\\s+l"
                            + IS
                            + "\\s+g"
                            + IS
                            + "\\s+avl"
                            + IS
                            + "\\s+unusable"
                            + IS);

    /** Where the attributes of the second line stand in access rights. */
    private static final int[] POSITIONS = {5, 14, 4, 13, 15, 12, 16};

    private static final int TYPE = 0xf;
    private static final int PRESENT = 7;

    private final Reading reading;

    private KontainDump(Reading reading) {
        this.reading = reading;
    }

    static DumpedState assemble(String format, Reading reading) {
        new KontainDump(reading).segments();
        Pieces pieces = new Pieces(reading);
        GuestRegisters.others(pieces);
        GuestRegisters.segments(pieces, flags -> flags);
        reading.value("hardware-error")
                .ifPresent(error -> pieces.report(Reported.byHardwareError(error)));
        return pieces.build(Vendor.INTEL, format);
    }

    private void segments() {
        Matcher segment = SEGMENT.matcher(reading.text());
        int from = 0;
        while (segment.find(from)) {
            from = segment.end();
            String name = segment.group(1).equals("LDT") ? "LDTR" : segment.group(1);
            reading.put(name + "-base", number(segment, 2));
            reading.put(name + "-limit", number(segment, 3));
            reading.put(name + "-selector", number(segment, 4));
            reading.blot(segment.start(), segment.end());
            flags(name, number(segment, 5) & TYPE | number(segment, 6) << PRESENT, from);
        }
    }

    /** The access rights are given only if both lines are. */
    private void flags(String name, long first, int from) {
        Matcher next = SEGMENT.matcher(reading.text());
        int to = next.find(from) ? next.start() : reading.text().length();
        Matcher more = MORE.matcher(reading.text()).region(from, to);
        if (!more.find() || more.end() == reading.text().length()) {
            return;
        }
        long flags = first;
        for (int i = 0; i < POSITIONS.length; i++) {
            flags |= number(more, i + 1) << POSITIONS[i];
        }
        reading.put(name + "-flags", flags);
        reading.blot(more.start(), more.end());
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseUnsignedLong(matcher.group(group), 16);
    }
}
