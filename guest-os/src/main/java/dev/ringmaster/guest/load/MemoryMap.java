package dev.ringmaster.guest.load;

import java.util.List;

/**
 * The map of the board's memory as firmware reports it. @see "ACPI Specification, System Address
 * Map Interfaces"
 */
final class MemoryMap {
    /** Where usable memory below 1 MiB ends. */
    static final long LOW_END = 0x9fc00;

    /** Where the firmware's area begins, which holds the ACPI tables. */
    static final long FIRMWARE_START = 0xf0000;

    /** Where memory above the firmware begins. */
    static final long HIGH_START = 0x100000;

    private static final int USABLE = 1;
    private static final int RESERVED = 2;

    /** A range of one kind: 1 usable, 2 reserved. */
    record Range(long start, long size, int type) {}

    private MemoryMap() {}

    static List<Range> of(long memorySize) {
        return List.of(
                new Range(0, LOW_END, USABLE),
                new Range(LOW_END, 0xa0000 - LOW_END, RESERVED),
                new Range(FIRMWARE_START, HIGH_START - FIRMWARE_START, RESERVED),
                new Range(HIGH_START, memorySize - HIGH_START, USABLE));
    }
}
