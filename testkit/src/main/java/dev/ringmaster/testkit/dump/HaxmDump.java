package dev.ringmaster.testkit.dump;

import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads HAXM's log: {@code haxm_error: encoding NAME: value}, all of it hexadecimal. */
final class HaxmDump {
    private static final Pattern LINE =
            Pattern.compile(
                    "haxm_(?:error|warning|debug|info|panic):\\s*([0-9a-fA-F]{1,4})\\s+"
                            + "(\\w+)\\s*:\\s*(?:0x)?([0-9a-fA-F]{1,16})(?!\\w)");

    private HaxmDump() {}

    static Attempt read(String text) {
        Reading reading = new Reading(text);
        Pieces pieces = new Pieces(reading);
        Fields fields = new Fields(pieces);
        Matcher matcher = LINE.matcher(text);
        int understood = 0;
        while (matcher.find()) {
            int encoding = Integer.parseInt(matcher.group(1), 16);
            boolean cut = matcher.end() == text.length();
            if (VmcsField.byEncoding(encoding) != null && !cut) {
                fields.putEncoding(encoding, Long.parseUnsignedLong(matcher.group(3), 16));
                reading.blot(matcher.start(), matcher.end());
                understood += matcher.end() - matcher.start();
            }
        }
        fields.finish();
        Fields.report(pieces);
        return new Attempt(List.of(pieces.build(Vendor.INTEL, "haxm")), understood);
    }
}
