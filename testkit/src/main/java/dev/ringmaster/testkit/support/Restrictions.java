package dev.ringmaster.testkit.support;

import java.util.List;

/**
 * What of something that is modelled otherwise throws {@code NotModelled}: one row for each place
 * in the sources that throws it with a text of its own. A test looks for places without a row.
 */
final class Restrictions {
    private static final String X87 = "x87 FPU Instruction Set";
    private static final String SHEET = "data sheet";
    private static final String ACPI = "ACPI Specification";

    private Restrictions() {}

    static List<SupportRow> rows() {
        return List.of(
                missing(
                        "virtual interrupts",
                        "no profile shows VME",
                        "Virtual-8086 Mode Extensions"),
                missing(
                        "INT n with CR4.VME",
                        "no profile shows VME",
                        "Virtual-8086 Mode Extensions"),
                missing(
                        "IRET with CR4.VME",
                        "no profile shows VME",
                        "Virtual-8086 Mode Extensions"),
                missing("single-step on branches", "IA32_DEBUGCTL.BTF", "IA32_DEBUGCTL MSR"),
                missing(
                        "last branch records",
                        "IA32_DEBUGCTL.LBR records nothing",
                        "Last Branch, Interrupt, and Exception Recording"),
                missing("x87 instruction", "transcendental functions and the like", X87),
                missing("packed BCD of the x87 unit", "FBLD and FBSTP", X87),
                missing("reserved x87 encoding", "what it does is not documented", X87),
                missing("FERR#", "CR0.NE must be 1", "MS-DOS Compatibility Sub-mode"),
                missing(
                        "INIT sent to oneself",
                        "one processor",
                        "Issuing Interprocessor Interrupts"),
                missing("system management interrupt", "there is no SMM", "System Management Mode"),
                missing(
                        "local APIC page over RAM",
                        "it must lie where there is no RAM",
                        "Relocating the Local APIC Registers"),
                missing(
                        "delivery mode",
                        "SMI, INIT and ExtINT of the I/O APIC",
                        "82093AA " + SHEET + ", Redirection Table"),
                missing("MCS-80 mode of the 8259A", "8086 mode only", "8259A " + SHEET + ", ICW4"),
                missing("BCD counting of the 8254", "binary only", "8254 " + SHEET),
                missing("setting the real-time clock", "the date is fixed", "MC146818 " + SHEET),
                missing(
                        "interrupts of the real-time clock",
                        "none are raised",
                        "MC146818 " + SHEET),
                missing("interrupt of the ACPI PM timer", "to be polled", ACPI + ", PM1 Enable"),
                missing("ACPI sleep type", "S5 alone, soft-off", ACPI + ", PM1 Control Registers"),
                missing("VM_CR.R_INIT", "there is no INIT signal", "APM Vol. 2, VM_CR MSR"),
                missing(
                        "a trap after a control register was written",
                        "VMRUN refuses the intercept",
                        "APM Vol. 2, VMCB Layout"));
    }

    private static SupportRow missing(String what, String why, String section) {
        return SupportRow.of(SupportKind.RESTRICTION, what, what, why, section);
    }
}
