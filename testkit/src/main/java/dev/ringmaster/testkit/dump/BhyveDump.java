package dev.ringmaster.testkit.dump;

import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a VMCS of what bhyve, xhyve and hyperkit print. */
final class BhyveDump {
    /** Newer hyperkit prints every field under its name. */
    private static final Pattern NAMED =
            Pattern.compile("\\bVMCS_(\\w+):\\s*0x([0-9a-fA-F]{1,16})(?!\\w)");

    private BhyveDump() {}

    static DumpedState assemble(String format, Reading reading) {
        Matcher named = NAMED.matcher(reading.text());
        while (named.find()) {
            VmcsField field = FieldNames.vmcs(named.group(1));
            boolean cut = named.end() == reading.text().length();
            if (field != null && !cut) {
                reading.put(field.name(), Long.parseUnsignedLong(named.group(2), 16));
                reading.blot(named.start(), named.end());
            }
        }
        DumpedState state = VmcsDump.assemble(format, reading);
        Pieces report = new Pieces(reading);
        reading.value("basic-reason").ifPresent(reason -> report(report, reason));
        state.reported().ifPresent(each -> report.report(state.reported()));
        return new DumpedState(
                state.vendor(),
                format,
                state.vmcs(),
                state.vmcb(),
                report.build(Vendor.INTEL, format).reported(),
                state.capabilityMsrs(),
                state.physicalAddressWidth(),
                state.msrLoads(),
                state.notUnderstood());
    }

    /** A status other than 0 is a VMfail; the exit reason is then that of an earlier exit. */
    private static void report(Pieces pieces, long basicReason) {
        Reading reading = pieces.reading();
        long error = reading.value("inst-error").orElse(0);
        if (error != 0 && reading.value("status").orElse(0) != 0) {
            pieces.report(Reported.byInstructionError(error));
        } else {
            long qualification = reading.value("EXIT_QUALIFICATION").orElse(0);
            pieces.report(Reported.byBasicReason(basicReason, qualification));
            pieces.report(Reported.byExitReason(basicReason, qualification));
        }
    }
}
