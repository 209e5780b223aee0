package dev.ringmaster.board;

/**
 * What stands on a {@link Board}. RAM, the port bus, the 8259 pair, the 8254, the 16550, the exit
 * ports and fw_cfg always do.
 *
 * @param memorySize RAM in bytes; a multiple of 4096, at most {@link MemoryBus#MAX_RAM}
 * @param withApic a local APIC between the 8259 pair and the processor
 * @param withIoApic an I/O APIC; needs the local APIC
 * @param withAcpi ACPI tables in RAM and the ACPI PM timer
 * @param withTestDevice the test device of kvm-unit-tests
 * @param withRtc the CMOS real-time clock, at a fixed date
 */
public record BoardOptions(
        int memorySize,
        boolean withApic,
        boolean withIoApic,
        boolean withAcpi,
        boolean withTestDevice,
        boolean withRtc) {

    /** Checks that the parts fit together. */
    public BoardOptions {
        if (withIoApic && !withApic) {
            throw new IllegalArgumentException(
                    "an I/O APIC without a local APIC: must have withApic too");
        }
        if (withAcpi && memorySize < 0x100000) {
            throw new IllegalArgumentException(
                    "ACPI tables in less than 1 MiB of RAM: must be 1 MiB at least");
        }
    }

    /** The least board that starts Linux: no APIC, no ACPI, no clock chip. */
    public static BoardOptions minimal(int memorySize) {
        return new BoardOptions(memorySize, false, false, false, false, false);
    }

    /** Everything there is. */
    public static BoardOptions full(int memorySize) {
        return new BoardOptions(memorySize, true, true, true, true, true);
    }
}
