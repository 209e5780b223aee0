package dev.ringmaster.testkit.dump;

import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads XMHF's log. A tag says which VMCS a line is of: that which runs the guest, that of a nested
 * hypervisor, or the one that is made of both. Each is a dump of its own.
 */
final class XmhfDump {
    private static final Pattern LINE =
            Pattern.compile(
                    "(?:CPU\\((0x[0-9a-fA-F]+)\\):\\s*)?(?:\\(0x([0-9a-fA-F]{4})\\)\\s*)?"
                            + "(@\\w+@|:\\w+:|VMCS\\d*\\.|vcpu->vmcs\\.)?"
                            + "((?:guest|host|control|info)_\\w+)\\s*=\\s*"
                            + "(?:0x([0-9a-fA-F]{1,16})(?!\\w)|(unavailable)\\b)");
    private static final Pattern CAPABILITY =
            Pattern.compile(
                    "(?:CPU\\((0x[0-9a-fA-F]+)\\):\\s*)?vcpu->vmx_msrs\\[(?:0x)?([0-9a-fA-F]{1,2})\\]"
                            + "\\s*=\\s*0x([0-9a-fA-F]{1,16})(?!\\w)");
    private static final Pattern MARK = Pattern.compile("CPU\\(0x[0-9a-fA-F]+\\):|vcpu->vmcs\\.");
    private static final int FIRST_MSR = 0x480;
    private static final int LAST_INDEX = 0x11;

    private final String text;
    private final Reading reading;
    private final Map<String, Record> records = new LinkedHashMap<>();
    private final Map<Integer, Long> msrs = new LinkedHashMap<>();
    private int understood;

    /** One VMCS. */
    private static final class Record {
        private final Pieces pieces;
        private final Fields fields;
        private boolean unavailable;

        Record(Reading reading) {
            pieces = new Pieces(reading);
            fields = new Fields(pieces);
        }
    }

    private XmhfDump(String text) {
        this.text = text;
        this.reading = new Reading(text);
    }

    static Attempt read(String text) {
        return MARK.matcher(text).find() ? new XmhfDump(text).read() : new Attempt(List.of(), 0);
    }

    private Attempt read() {
        Matcher capability = CAPABILITY.matcher(text);
        while (capability.find()) {
            capability(capability);
        }
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            line(line);
        }
        List<DumpedState> states = new ArrayList<>();
        records.values().forEach(record -> states.add(finish(record)));
        return new Attempt(states, understood);
    }

    private void capability(Matcher matcher) {
        int index = Integer.parseInt(matcher.group(2), 16);
        if (index <= LAST_INDEX && matcher.end() < text.length()) {
            msrs.put(FIRST_MSR + index, Long.parseUnsignedLong(matcher.group(3), 16));
            understand(matcher);
        }
    }

    private void line(Matcher matcher) {
        Record record =
                records.computeIfAbsent(
                        matcher.group(1) + matcher.group(3), key -> new Record(reading));
        if (matcher.group(6) != null) {
            record.unavailable = true;
            understand(matcher);
            return;
        }
        if (matcher.end() == text.length()) {
            return;
        }
        long value = Long.parseUnsignedLong(matcher.group(5), 16);
        if (matcher.group(2) != null && isField(matcher.group(2))) {
            record.fields.putEncoding(Integer.parseInt(matcher.group(2), 16), value);
            understand(matcher);
        } else if (Fields.knows(matcher.group(4))) {
            record.fields.put(matcher.group(4), value);
            understand(matcher);
        }
    }

    private static boolean isField(String encoding) {
        return VmcsField.byEncoding(Integer.parseInt(encoding, 16)) != null;
    }

    private void understand(Matcher matcher) {
        reading.blot(matcher.start(), matcher.end());
        understood += matcher.end() - matcher.start();
    }

    /** After a VMREAD that failed, the instruction error is that of the VMREAD. */
    private DumpedState finish(Record record) {
        record.fields.finish();
        msrs.forEach(record.pieces::msr);
        if (record.unavailable) {
            record.pieces.vmcs().forget(VmcsField.VM_INSTRUCTION_ERROR);
        }
        Fields.report(record.pieces);
        return record.pieces.build(Vendor.INTEL, "xmhf");
    }
}
