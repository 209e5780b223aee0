package dev.ringmaster.testkit.dump;

import dev.ringmaster.vmx.rule.MsrLoad;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lists of MSRs in dumps of KVM and Xen: what of them is an entry of the VM-entry MSR-load
 * area.
 */
final class MsrLists {
    private static final Pattern HEADING =
            Pattern.compile("MSR\\s+guest\\s+autoload\\s*:", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTRY =
            Pattern.compile(
                    "\\s*(\\d{1,3})\\s*:\\s*msr\\s*=\\s*0x([0-9a-f]{8})\\s+"
                            + "value\\s*=\\s*0x([0-9a-f]{16})(?=\\s)",
                    Pattern.CASE_INSENSITIVE);

    /** What KVM prints after the list: the list ends there. */
    private static final Pattern END =
            Pattern.compile("\\s*(?:\\*{2,}|MSR\\s+guest\\s+autostore|S_CET\\s*=)");

    private MsrLists() {}

    /** Takes the lists of a dump. */
    static void read(Pieces pieces) {
        kvm(pieces);
        xen(pieces);
    }

    /** KVM numbers the entries from 0 and prints all. */
    private static void kvm(Pieces pieces) {
        String text = pieces.reading().text();
        Matcher heading = HEADING.matcher(text);
        if (!heading.find()) {
            return;
        }
        Matcher entry = ENTRY.matcher(text).region(heading.end(), text.length());
        int count = 0;
        boolean gap = false;
        while (entry.lookingAt()) {
            int number = Integer.parseInt(entry.group(1));
            gap |= number != count++;
            pieces.msrLoad(number + 1, entry(entry.group(2), entry.group(3)));
            entry.region(entry.end(), text.length());
        }
        Matcher end = END.matcher(text).region(entry.regionStart(), text.length());
        if (count > 0 && !gap && end.lookingAt()) {
            pieces.allMsrLoads();
        }
    }

    /** Xen prints the entry at which the processor stopped, and numbers it from 0. */
    private static void xen(Pieces pieces) {
        Reading reading = pieces.reading();
        boolean whole =
                reading.value("msr-entry").isPresent()
                        && reading.value("msr-index").isPresent()
                        && reading.value("msr-value").isPresent()
                        && reading.value("msr-reserved").isPresent();
        if (whole) {
            pieces.msrLoad(
                    (int) reading.value("msr-entry").getAsLong() + 1,
                    new MsrLoad(
                            (int) reading.value("msr-index").getAsLong(),
                            (int) reading.value("msr-reserved").getAsLong(),
                            reading.value("msr-value").getAsLong()));
        }
    }

    private static MsrLoad entry(String index, String value) {
        return new MsrLoad(
                Integer.parseUnsignedInt(index, 16), 0, Long.parseUnsignedLong(value, 16));
    }
}
