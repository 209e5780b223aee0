package dev.ringmaster.testkit.dump;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes a state of QEMU's register dump. It shows what the guest sees: CR0 and CR4 are no fields of
 * a VMCS or VMCB then, and neither is EFER of a VMCB, whose SVME bit the guest does not see.
 *
 * <p>A segment that is unusable in the VMCS is shown as not present, and a usable one as present.
 */
final class QemuDump {
    private static final long ATTRIBUTES = 0xf0ff;
    private static final long PRESENT = 1L << 7;
    private static final long UNUSABLE = 1L << 16;

    /** What every segment shows if reading the VMCS gave nothing: flags 8000H, all else 0. */
    private static final long NOTHING = 0x8000;

    private static final List<VmcbField> VMCB =
            List.of(
                    VmcbField.RIP,
                    VmcbField.RSP,
                    VmcbField.RAX,
                    VmcbField.RFLAGS,
                    VmcbField.CPL,
                    VmcbField.CR2,
                    VmcbField.CR3,
                    VmcbField.DR6,
                    VmcbField.DR7,
                    VmcbField.GDTR_BASE,
                    VmcbField.GDTR_LIMIT,
                    VmcbField.IDTR_BASE,
                    VmcbField.IDTR_LIMIT);

    private QemuDump() {}

    static DumpedState assemble(String format, Reading reading) {
        Pieces pieces = new Pieces(reading);
        reading.value("hardware-error")
                .ifPresent(error -> pieces.report(Reported.byHardwareError(error)));
        Optional<Outcome> reported = pieces.build(Vendor.INTEL, format).reported();
        boolean amd = reported.filter(it -> it.kind() == Outcome.Kind.VMEXIT_INVALID).isPresent();
        if (nothingWasRead(reading)) {
            reading.remark("every register reads as nothing: none is used");
        } else if (amd) {
            vmcb(pieces);
        } else {
            vmcs(pieces);
        }
        return pieces.build(amd ? Vendor.AMD : Vendor.INTEL, format);
    }

    private static boolean nothingWasRead(Reading reading) {
        for (String name : GuestRegisters.SEGMENTS) {
            OptionalLong flags = reading.value(name + "-flags");
            if (flags.isEmpty() || flags.getAsLong() != NOTHING) {
                return false;
            }
        }
        return reading.value("RFLAGS").orElse(0) == 0;
    }

    private static void vmcs(Pieces pieces) {
        GuestRegisters.others(pieces);
        GuestRegisters.segments(pieces, QemuDump::accessRights);
    }

    private static long accessRights(long flags) {
        long rights = flags >>> 8 & ATTRIBUTES;
        return (rights & PRESENT) == 0 ? rights | UNUSABLE : rights;
    }

    private static void vmcb(Pieces pieces) {
        Reading reading = pieces.reading();
        VMCB.forEach(field -> reading.value(field.name()).ifPresent(v -> pieces.set(field, v)));
        for (String name : GuestRegisters.SEGMENTS) {
            for (String part : List.of("selector", "base", "limit")) {
                VmcbField field = FieldNames.exactVmcb(name + "_" + part.toUpperCase(Locale.ROOT));
                reading.value(name + "-" + part).ifPresent(value -> pieces.set(field, value));
            }
            VmcbField attributes = FieldNames.exactVmcb(name + "_ATTRIB");
            reading.value(name + "-flags")
                    .ifPresent(flags -> pieces.set(attributes, packed(flags)));
        }
    }

    /** A VMCB packs the twelve bits of attributes. */
    private static long packed(long flags) {
        return flags >>> 8 & 0xff | flags >>> 12 & 0xf00;
    }
}
