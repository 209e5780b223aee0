package dev.ringmaster.testkit.dump;

import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads XMHF's log. A tag says which VMCS a line is of: that which runs the guest, that of a nested
 * hypervisor, or the one that is made of both. Each is a dump of its own, and so is a VMCS that is
 * printed again.
 */
final class XmhfDump {
    private static final String CPU = "(?:CPU\\((0x[0-9a-fA-F]+)\\):\\s*)?";
    private static final String IS_HEX = "\\s*=\\s*0x([0-9a-fA-F]{1,16})(?!\\w)";

    /** Of which VMCS the area is, and the number of an entry, from 0. */
    private static final String AREA = "vmcs(\\d\\d)_vmentry_msr_load_area\\[(\\d{1,4})\\]";

    private static final Pattern MARK =
            Pattern.compile("CPU\\(0x[0-9a-fA-F]+\\):|vcpu->vmcs\\.|(?:@[\\w-]+@|:vmcs\\d+:)\\w+_");

    private static final List<Kind> KINDS =
            List.of(
                    kind(
                            "(?:\\(0x([0-9a-fA-F]{4})\\)\\s*)?"
                                    + "(@[\\w-]+@|:\\w+:|VMCS\\d*\\.|vcpu->vmcs\\.)?"
                                    + "((?:guest|host|control|info)_\\w+)"
                                    + "(?:\\s*=\\s*(unavailable)\\b|"
                                    + IS_HEX
                                    + "(?!\\s*;))",
                            XmhfDump::field),
                    kind("vcpu->vmx_(nested_)?msrs\\[(\\w{1,4})\\]" + IS_HEX, XmhfDump::capability),
                    kind("vcpu->vmx_ept_paddrmask" + IS_HEX, XmhfDump::addressMask),
                    kind(
                            ":MSR:" + AREA + IS_HEX + "\\s*->\\s*0x([0-9a-fA-F]{1,16})(?!\\w)",
                            XmhfDump::msrLoad),
                    kind(
                            "@\\w+@(?:\\w+->)?" + AREA + "\\.(index|reserved|data)" + IS_HEX,
                            XmhfDump::partOfMsrLoad),
                    kind(
                            "vcpu->(?!vmx_(?:nested_)?msrs|vmx_ept_paddrmask|vmcs\\.)"
                                    + "[\\w.]+(?:\\[\\w+\\])?"
                                    + IS_HEX,
                            XmhfDump::understand));

    private final String text;
    private final Reading reading;
    private final XmhfMachine machine = new XmhfMachine();
    private final List<XmhfRecord> records = new ArrayList<>();
    private int understood;

    /** Takes what a kind of line says. */
    private interface Taker {
        void take(XmhfDump dump, MatchResult line);
    }

    /** A kind of lines. */
    private record Kind(Pattern pattern, Taker taker) {}

    /** What a kind found. */
    private record Hit(MatchResult line, Taker taker) {}

    private XmhfDump(String text) {
        this.text = text;
        this.reading = new Reading(text);
    }

    private static Kind kind(String pattern, Taker taker) {
        return new Kind(Pattern.compile(CPU + pattern), taker);
    }

    /** Whether a text says that XMHF wrote it. */
    static boolean marks(String text) {
        return MARK.matcher(text).find();
    }

    static Attempt read(String text) {
        return marks(text) ? new XmhfDump(text).read() : new Attempt(List.of(), 0);
    }

    private Attempt read() {
        KINDS.stream()
                .flatMap(kind -> hits(kind).stream())
                .sorted(Comparator.comparingInt(hit -> hit.line.start()))
                .forEach(hit -> hit.taker.take(this, hit.line));
        List<DumpedState> states = new ArrayList<>();
        records.forEach(record -> states.add(record.finish(machine)));
        return new Attempt(states, understood);
    }

    /** A number that ends the text may be cut short: it is not taken. */
    private List<Hit> hits(Kind kind) {
        List<Hit> hits = new ArrayList<>();
        kind.pattern
                .matcher(text)
                .results()
                .filter(line -> line.end() < text.length())
                .forEach(line -> hits.add(new Hit(line, kind.taker)));
        return hits;
    }

    private void field(MatchResult line) {
        Integer encoding = line.group(2) == null ? null : Integer.parseInt(line.group(2), 16);
        boolean known =
                encoding == null
                        ? Fields.knows(line.group(4))
                        : VmcsField.byEncoding(encoding) != null;
        if (!known) {
            return;
        }
        XmhfRecord record = record(line.group(1), line.group(3), line.group(4));
        if (line.group(5) != null) {
            record.unavailable();
        } else if (encoding != null) {
            record.putEncoding(encoding, hex(line.group(6)));
        } else {
            record.put(line.group(4), hex(line.group(6)));
        }
        understand(line);
    }

    /** The VMCS that is being printed; a field that it has already begins the next. */
    private XmhfRecord record(String cpu, String tag, String name) {
        XmhfRecord current = null;
        for (XmhfRecord each : records) {
            current = each.isOf(cpu, tag) ? each : current;
        }
        if (current == null || !current.begin(name)) {
            current = new XmhfRecord(cpu, tag, reading);
            current.begin(name);
            records.add(current);
        }
        return current;
    }

    private void capability(MatchResult line) {
        if (machine.capability(line.group(2) != null, line.group(3), hex(line.group(4)))) {
            understand(line);
        }
    }

    private void addressMask(MatchResult line) {
        machine.addressMask(hex(line.group(2)));
        understand(line);
    }

    private void msrLoad(MatchResult line) {
        XmhfRecord record = latest(line.group(1), line.group(2));
        if (record != null) {
            int number = Integer.parseInt(line.group(3)) + 1;
            record.msrLoad(number, "index", hex(line.group(4)));
            record.msrLoad(number, "reserved", 0);
            record.msrLoad(number, "data", hex(line.group(5)));
            understand(line);
        }
    }

    private void partOfMsrLoad(MatchResult line) {
        XmhfRecord record = latest(line.group(1), line.group(2));
        if (record != null) {
            int number = Integer.parseInt(line.group(3)) + 1;
            record.msrLoad(number, line.group(4), hex(line.group(5)));
            understand(line);
        }
    }

    /** The last VMCS of a processor that is printed under a kind of tag; null if there is none. */
    private XmhfRecord latest(String cpu, String kind) {
        XmhfRecord latest = null;
        for (XmhfRecord each : records) {
            latest = each.isOfKind(cpu, kind) ? each : latest;
        }
        return latest;
    }

    private void understand(MatchResult line) {
        reading.blot(line.start(), line.end());
        understood += line.end() - line.start();
    }

    private static long hex(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }
}
