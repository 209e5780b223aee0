package dev.ringmaster.testkit.dump;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.vmx.exit.ExitReason;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a VMCS of VirtualBox's log. While real mode runs in virtual-8086 mode, the segments and the
 * flags in the VMCS are others than those of the guest that are shown.
 */
final class VirtualBoxDump {
    private static final Pattern CAPABILITY =
            Pattern.compile("(MSR_IA32_VMX_\\w+)\\s*=\\s*0x([0-9a-fA-F]{1,16})(?!\\w)[^\\n]*");
    private static final Pattern LAST_EXIT =
            Pattern.compile("rcLastExitToR3\\s*=\\s*VERR_VMX_(INVALID_GUEST_STATE)\\b");
    private static final Pattern REAL_MODE_IN_V86 =
            Pattern.compile("Real-on-v86 active\\s*=\\s*true");
    private static final long ACCESS_RIGHTS = 0x1f0ff;

    private VirtualBoxDump() {}

    static DumpedState assemble(String format, Reading reading) {
        Pieces pieces = new Pieces(reading);
        capabilities(pieces);
        GuestRegisters.others(pieces);
        if (REAL_MODE_IN_V86.matcher(reading.text()).find()) {
            reading.remark(
                    "real mode runs in virtual-8086 mode: segments and flags are not the VMCS's");
            pieces.vmcs().forget(FieldNames.exactVmcs("GUEST_RFLAGS"));
        } else {
            GuestRegisters.segments(pieces, flags -> flags & ACCESS_RIGHTS);
        }
        if (LAST_EXIT.matcher(reading.text()).find()) {
            pieces.report(invalidGuestState());
        }
        return pieces.build(Vendor.INTEL, format);
    }

    private static Optional<Outcome> invalidGuestState() {
        return Reported.byBasicReason(ExitReason.ENTRY_FAILURE_GUEST_STATE.number(), 0);
    }

    private static void capabilities(Pieces pieces) {
        Matcher matcher = CAPABILITY.matcher(pieces.reading().text());
        while (matcher.find()) {
            int number = CapabilityNames.number(matcher.group(1));
            boolean cut = matcher.end(2) == pieces.reading().text().length();
            if (number != 0 && !cut) {
                pieces.msr(number, Long.parseUnsignedLong(matcher.group(2), 16));
                pieces.reading().blot(matcher.start(), matcher.end());
            }
        }
    }
}
