package dev.ringmaster.testkit.dump;

import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Registers as a program outside the VMCS shows them: what of it is a field of the VMCS. CR0 and
 * CR4 are not; the guest sees their shadows.
 */
final class GuestRegisters {
    /** The segment registers with a descriptor. */
    static final List<String> SEGMENTS = List.of("CS", "DS", "SS", "ES", "FS", "GS", "LDTR", "TR");

    private static final Map<String, VmcsField> OTHERS =
            Map.of(
                    "RIP", VmcsField.GUEST_RIP,
                    "RSP", VmcsField.GUEST_RSP,
                    "RFLAGS", VmcsField.GUEST_RFLAGS,
                    "CR3", VmcsField.GUEST_CR3,
                    "DR7", VmcsField.GUEST_DR7,
                    "EFER", VmcsField.GUEST_IA32_EFER,
                    "GDTR_BASE", VmcsField.GUEST_GDTR_BASE,
                    "GDTR_LIMIT", VmcsField.GUEST_GDTR_LIMIT,
                    "IDTR_BASE", VmcsField.GUEST_IDTR_BASE,
                    "IDTR_LIMIT", VmcsField.GUEST_IDTR_LIMIT);

    private GuestRegisters() {}

    /** Takes all but segments. */
    static void others(Pieces pieces) {
        OTHERS.forEach(
                (name, field) ->
                        pieces.reading().value(name).ifPresent(value -> pieces.set(field, value)));
    }

    /**
     * Takes the segments.
     *
     * @param rights makes access rights of a VMCS of what is shown as flags
     */
    static void segments(Pieces pieces, LongUnaryOperator rights) {
        for (String name : SEGMENTS) {
            copy(pieces, name + "-selector", "GUEST_" + name + "_SELECTOR");
            copy(pieces, name + "-base", "GUEST_" + name + "_BASE");
            copy(pieces, name + "-limit", "GUEST_" + name + "_LIMIT");
            VmcsField field = FieldNames.exactVmcs("GUEST_" + name + "_ACCESS_RIGHTS");
            pieces.reading()
                    .value(name + "-flags")
                    .ifPresent(flags -> pieces.set(field, rights.applyAsLong(flags)));
        }
    }

    private static void copy(Pieces pieces, String from, String to) {
        pieces.reading()
                .value(from)
                .ifPresent(value -> pieces.set(FieldNames.exactVmcs(to), value));
    }
}
