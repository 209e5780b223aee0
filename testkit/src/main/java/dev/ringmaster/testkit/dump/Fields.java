package dev.ringmaster.testkit.dump;

import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects VMCS fields that come by name or by encoding, where the halves of a 64-bit field may
 * come apart, and the capability MSRs.
 */
final class Fields {
    private static final Pattern ENCODING = Pattern.compile("0[xX]([0-9a-fA-F]{1,5})");
    private static final Pattern HALF = Pattern.compile("(?i)(.*?)_?(full|high)");
    private static final int FIRST_MSR = 0x480;
    private static final int LAST_MSR = 0x493;

    /** The instruction errors of VM entry. @sdm Vol. 3C, VM Instruction Error Numbers */
    private static final Set<Long> OF_ENTRIES = Set.of(4L, 5L, 6L, 7L, 8L, 25L, 26L);

    private final Pieces pieces;
    private final Map<VmcsField, Long> high = new EnumMap<>(VmcsField.class);

    Fields(Pieces pieces) {
        this.pieces = pieces;
    }

    /** Whether a name or encoding means a VMCS field or a capability. */
    static boolean knows(String name) {
        Matcher encoding = ENCODING.matcher(name);
        if (encoding.matches()) {
            int number = Integer.parseInt(encoding.group(1), 16);
            return isMsr(number) || VmcsField.byEncoding(number) != null;
        }
        return CapabilityNames.number(name) != 0
                || CapabilityNames.isPhysicalWidth(name)
                || FieldNames.vmcs(name) != null
                || half(name) != null;
    }

    /** Takes the value of a name or encoding that is known. */
    void put(String name, long value) {
        Matcher encoding = ENCODING.matcher(name);
        if (encoding.matches()) {
            putEncoding(Integer.parseInt(encoding.group(1), 16), value);
        } else if (CapabilityNames.number(name) != 0) {
            pieces.msr(CapabilityNames.number(name), value);
        } else if (CapabilityNames.isPhysicalWidth(name)) {
            pieces.physicalAddressWidth((int) value);
        } else if (FieldNames.vmcs(name) != null) {
            pieces.set(FieldNames.vmcs(name), value);
        } else {
            putHalf(half(name), name.toLowerCase(Locale.ROOT).endsWith("high"), value);
        }
    }

    /** Takes the value of an encoding. */
    void putEncoding(int encoding, long value) {
        if (isMsr(encoding)) {
            pieces.msr(encoding, value);
        } else {
            putHalf(VmcsField.byEncoding(encoding), VmcsField.isHighHalf(encoding), value);
        }
    }

    private void putHalf(VmcsField field, boolean upper, long value) {
        if (upper) {
            high.put(field, value);
        } else {
            pieces.set(field, value);
        }
    }

    /** Joins halves; a field of which only the high half came stays not given. */
    void finish() {
        high.forEach(
                (field, value) -> {
                    if (pieces.vmcs().given(field)) {
                        pieces.vmcs().setHigh(field, value);
                    } else {
                        pieces.reading().remark(field + " has a high half only: not used");
                    }
                });
        high.clear();
    }

    /**
     * What the read-only fields say about the end of the entry. An exit reason other than 0 is that
     * of an entry that was made, so an instruction error beside it is of another time.
     */
    static void report(Pieces pieces) {
        long reason = given(pieces, VmcsField.EXIT_REASON);
        pieces.report(Reported.byExitReason(reason, given(pieces, VmcsField.EXIT_QUALIFICATION)));
        long error = given(pieces, VmcsField.VM_INSTRUCTION_ERROR);
        if (reason == 0 && OF_ENTRIES.contains(error)) {
            pieces.report(Reported.byInstructionError(error));
        }
    }

    private static long given(Pieces pieces, VmcsField field) {
        return pieces.vmcs().given(field) ? pieces.vmcs().get(field) : 0;
    }

    private static VmcsField half(String name) {
        Matcher half = HALF.matcher(name);
        if (!half.matches()) {
            return null;
        }
        VmcsField field = FieldNames.vmcs(half.group(1));
        return field != null && field.hasHighHalf() ? field : null;
    }

    private static boolean isMsr(int number) {
        return number >= FIRST_MSR && number <= LAST_MSR;
    }
}
