package dev.ringmaster.testkit.dump;

import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads HAXM's log: encoding, name and value without prefix. Processors print at the same time, so
 * lines may come twice and lose their heads; a field with two values is then not believed.
 */
final class HaxmDump {
    private static final Pattern LINE =
            Pattern.compile(
                    "(?:haxm_\\w+:\\s*)*(?<!\\w)([0-9a-fA-F]{4})\\s+"
                            + "((?:VMX|GUEST|HOST|VM_EXIT)_\\w+)\\s*:\\s*"
                            + "(?:(?:0x)?([0-9a-fA-F]{1,16})(?!\\w)|<private>)");

    /** What HAXM says before, in its own words. */
    private static final Pattern FAILED =
            Pattern.compile("exit_invalid_guest_state\\(\\)|exit_reason\\.raw 80000021");

    private static final List<Pattern> LOG =
            List.of(
                    Pattern.compile("\\[ *\\d+[.,]\\d+\\]"),
                    Pattern.compile("(?m)^ *\\d{8} +\\d+\\.\\d+"),
                    Pattern.compile("\\S+ kernel\\[\\d+\\]: \\(intelhaxm\\)"),
                    Pattern.compile("haxm_\\w+:(?=\\s*(?:$|\\n))"));

    /** A dump begins with the pin-based controls, and no dump is shorter than this. */
    private static final int FEWEST = 40;

    private final String text;
    private final Reading reading;
    private final List<DumpedState> states = new ArrayList<>();
    private Reading values;
    private int seen;
    private int understood;

    private HaxmDump(String text) {
        this.text = text;
        this.reading = new Reading(text);
        this.values = new Reading("");
    }

    static Attempt read(String text) {
        return new HaxmDump(text).read();
    }

    private Attempt read() {
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            int encoding = Integer.parseInt(line.group(1), 16);
            boolean cut = line.end() == text.length();
            if (VmcsField.byEncoding(encoding) != null && !cut) {
                take(encoding, line.group(3));
                reading.blot(line.start(), line.end());
                understood += line.end() - line.start();
            }
        }
        if (understood > 0) {
            LOG.forEach(reading::ignore);
            finish();
        }
        return new Attempt(states, understood);
    }

    private void take(int encoding, String digits) {
        boolean first = encoding == VmcsField.PIN_BASED_VM_EXEC_CONTROL.encoding();
        if (first && seen >= FEWEST) {
            finish();
        }
        seen++;
        if (digits != null) {
            values.put("0x" + Integer.toHexString(encoding), Long.parseUnsignedLong(digits, 16));
        }
    }

    private void finish() {
        Pieces pieces = new Pieces(reading);
        Fields fields = new Fields(pieces);
        values.values().forEach((name, value) -> fields.putEncoding(Integer.decode(name), value));
        fields.finish();
        values.notUnderstood().forEach(reading::remark);
        Fields.report(pieces);
        if (!pieces.vmcs().given(VmcsField.EXIT_REASON) && FAILED.matcher(text).find()) {
            pieces.report(Reported.byBasicReason(ExitReason.ENTRY_FAILURE_GUEST_STATE.number(), 0));
        }
        states.add(pieces.build(Vendor.INTEL, "haxm"));
        values = new Reading("");
        seen = 0;
    }
}
