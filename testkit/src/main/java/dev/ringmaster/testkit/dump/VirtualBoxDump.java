package dev.ringmaster.testkit.dump;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a VMCS of VirtualBox's log. While real mode runs in virtual-8086 mode, the VMCS has the
 * flags and access rights of that mode, and a task register and page tables of VirtualBox's own.
 */
final class VirtualBoxDump {
    private static final Pattern CAPABILITY =
            Pattern.compile("(MSR_IA32_VMX_\\w+)\\s*=\\s*0x([0-9a-fA-F]{1,16})(?!\\w)[^\\n]*");
    private static final Pattern LAST_EXIT =
            Pattern.compile("rcLastExitToR3\\s*=\\s*VERR_VMX_(INVALID_GUEST_STATE)\\b");
    private static final Pattern REAL_MODE_IN_V86 =
            Pattern.compile("Real-on-v86 active\\s*=\\s*true");
    private static final long ACCESS_RIGHTS = 0x1f0ff;
    private static final long ACCESS_RIGHTS_IN_V86 = 0xf3;

    /** VM, and IOPL 3. */
    private static final long FLAGS_IN_V86 = 0x23002;

    private static final List<VmcsField> OWN_IN_V86 =
            List.of(
                    VmcsField.GUEST_CR3,
                    VmcsField.GUEST_TR_SELECTOR,
                    VmcsField.GUEST_TR_BASE,
                    VmcsField.GUEST_TR_LIMIT,
                    VmcsField.GUEST_TR_ACCESS_RIGHTS,
                    VmcsField.GUEST_LDTR_SELECTOR,
                    VmcsField.GUEST_LDTR_BASE,
                    VmcsField.GUEST_LDTR_LIMIT,
                    VmcsField.GUEST_LDTR_ACCESS_RIGHTS);

    private VirtualBoxDump() {}

    static DumpedState assemble(String format, Reading reading) {
        Pieces pieces = new Pieces(reading);
        capabilities(pieces);
        GuestRegisters.others(pieces);
        if (REAL_MODE_IN_V86.matcher(reading.text()).find()) {
            virtual8086(pieces);
        } else {
            GuestRegisters.segments(pieces, flags -> flags & ACCESS_RIGHTS);
        }
        if (LAST_EXIT.matcher(reading.text()).find()) {
            pieces.report(invalidGuestState());
        }
        return pieces.build(Vendor.INTEL, format);
    }

    private static void virtual8086(Pieces pieces) {
        Reading reading = pieces.reading();
        GuestRegisters.segments(pieces, flags -> ACCESS_RIGHTS_IN_V86);
        for (VmcsField own : OWN_IN_V86) {
            pieces.vmcs().forget(own);
        }
        OptionalLong saved = reading.value("saved-flags");
        OptionalLong flags = saved.isPresent() ? saved : reading.value("RFLAGS");
        pieces.vmcs().forget(VmcsField.GUEST_RFLAGS);
        flags.ifPresent(value -> pieces.set(VmcsField.GUEST_RFLAGS, value | FLAGS_IN_V86));
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
