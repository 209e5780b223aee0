package dev.ringmaster.testkit.dump;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Makes a VMCS of Kontain's registers, whose segment attributes come one by one. */
final class KontainDump {
    /** The attributes and where they stand in access rights. */
    private static final Map<String, Integer> BITS =
            Map.of(
                    "type",
                    0,
                    "s",
                    4,
                    "dpl",
                    5,
                    "present",
                    7,
                    "avl",
                    12,
                    "l",
                    13,
                    "db",
                    14,
                    "g",
                    15,
                    "unusable",
                    16);

    private static final List<String> WIDE = List.of("type", "dpl");

    private KontainDump() {}

    static DumpedState assemble(String format, Reading reading) {
        Pieces pieces = new Pieces(reading);
        GuestRegisters.SEGMENTS.forEach(name -> flags(reading, name));
        GuestRegisters.others(pieces);
        GuestRegisters.segments(pieces, flags -> flags);
        reading.value("hardware-error")
                .ifPresent(error -> pieces.report(Reported.byHardwareError(error)));
        return pieces.build(Vendor.INTEL, format);
    }

    /** The access rights are given only if all attributes are. */
    private static void flags(Reading reading, String name) {
        long flags = 0;
        for (Map.Entry<String, Integer> bit : BITS.entrySet()) {
            OptionalLong value = reading.value(name + "-" + bit.getKey());
            if (value.isEmpty()) {
                return;
            }
            long mask = WIDE.contains(bit.getKey()) ? 0xf : 1;
            flags |= (value.getAsLong() & mask) << bit.getValue();
        }
        reading.put(name + "-flags", flags);
    }
}
