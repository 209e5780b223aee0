package dev.ringmaster.testkit.support;

import java.util.List;

/** The devices of the board, and what a PC has besides; absent devices read as all ones. */
final class BoardSupport {
    private static final String ABSENT = "the ports and addresses read as all ones";

    private BoardSupport() {}

    static List<SupportRow> rows() {
        return List.of(
                present("RAM", "up to 2047 MBytes, from address 0", "ACPI, System Address Map"),
                present("16550", "serial port at 3F8H, request 4", "PC16550D data sheet"),
                present("8259", "two interrupt controllers", "8259A data sheet"),
                present("8254", "three timers, port 61H", "8254 data sheet"),
                present("local APIC", "xAPIC and x2APIC with timer", "SDM Vol. 3A, APIC"),
                present("I/O APIC", "24 inputs", "82093AA data sheet"),
                present("CMOS RTC", "at a fixed date", "MC146818 data sheet"),
                present("ACPI", "tables, PM timer, soft-off", "ACPI Specification"),
                present("fw_cfg", "selectors 3, 5 and 11H", "QEMU documentation, fw_cfg"),
                present("exit ports", "F4H and 8900H", "QEMU documentation, isa-debug-exit"),
                present("test device", "of kvm-unit-tests", "kvm-unit-tests documentation"),
                present("reset", "ports 64H, 92H and CF9H", "ICH data sheet, Reset Control"),
                absent("PCI devices", ABSENT + ", as without a bus", "PCI Local Bus Specification"),
                absent("VGA", ABSENT, "VGA registers"),
                absent("keyboard", "nothing of it but the reset line", "8042 data sheet"),
                absent("disks and network", ABSENT, "virtio; ATA"),
                absent("HPET", "the ACPI tables do not name one", "IA-PC HPET Specification"),
                absent("IOMMU", "there is nothing that it could translate", "VT-d; AMD-Vi"),
                absent("several processors", "one is modelled", "SDM Vol. 3A, Multiple-Processor"));
    }

    private static SupportRow present(String name, String says, String section) {
        return SupportRow.of(SupportKind.DEVICE, name, says, "", section);
    }

    private static SupportRow absent(String name, String why, String section) {
        return SupportRow.of(SupportKind.DEVICE, name, name, why, section);
    }
}
