package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.ExitControl.ACKNOWLEDGE_INTERRUPT_ON_EXIT;
import static dev.ringmaster.vmx.vmcs.PinControl.EXTERNAL_INTERRUPT_EXITING;
import static dev.ringmaster.vmx.vmcs.PinControl.NMI_EXITING;
import static dev.ringmaster.vmx.vmcs.PinControl.PROCESS_POSTED_INTERRUPTS;
import static dev.ringmaster.vmx.vmcs.PinControl.VIRTUAL_NMIS;
import static dev.ringmaster.vmx.vmcs.PrimaryControl.NMI_WINDOW_EXITING;
import static dev.ringmaster.vmx.vmcs.PrimaryControl.USE_TPR_SHADOW;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.APIC_REGISTER_VIRTUALIZATION;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.VIRTUALIZE_APIC_ACCESSES;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.VIRTUALIZE_X2APIC_MODE;
import static dev.ringmaster.vmx.vmcs.SecondaryControl.VIRTUAL_INTERRUPT_DELIVERY;
import static dev.ringmaster.vmx.vmcs.TertiaryControl.IPI_VIRTUALIZATION;
import static dev.ringmaster.vmx.vmcs.VmcsField.APIC_ACCESS_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.CPU_BASED_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.LAST_PID_POINTER_INDEX;
import static dev.ringmaster.vmx.vmcs.VmcsField.PID_POINTER_TABLE_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.PIN_BASED_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.POSTED_INTERRUPT_DESCRIPTOR_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.POSTED_INTERRUPT_NOTIFICATION_VECTOR;
import static dev.ringmaster.vmx.vmcs.VmcsField.SECONDARY_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.TERTIARY_VM_EXEC_CONTROL;
import static dev.ringmaster.vmx.vmcs.VmcsField.TPR_THRESHOLD;
import static dev.ringmaster.vmx.vmcs.VmcsField.VIRTUAL_APIC_ADDRESS;
import static dev.ringmaster.vmx.vmcs.VmcsField.VM_EXIT_CONTROLS;

import dev.ringmaster.vmx.rule.EntryRule.Predicate;
import dev.ringmaster.vmx.vmcs.SecondaryControl;

import java.util.List;

/** TPR shadow, virtual NMIs, APIC virtualization, posted interrupts, IPI virtualization. */
final class ApicControlRules {
    private static final Rows ROW = new Rows(RuleGroup.EXECUTION_CONTROLS);
    private static final Predicate TPR = s -> s.primary(USE_TPR_SHADOW);
    private static final Predicate APIC = s -> s.secondary(VIRTUALIZE_APIC_ACCESSES);
    private static final Predicate POSTED = s -> s.pin(PROCESS_POSTED_INTERRUPTS);
    private static final Predicate IPI = s -> s.tertiary(IPI_VIRTUALIZATION);

    /** The offset of VTPR in the virtual-APIC page. */
    private static final int VTPR = 0x80;

    private ApicControlRules() {}

    static List<EntryRule> rows() {
        return List.of(
                ROW.aligned("CTL-012", "use TPR shadow", TPR, VIRTUAL_APIC_ADDRESS, Bits.LOW_12),
                ROW.fits("CTL-013", "use TPR shadow", TPR, VIRTUAL_APIC_ADDRESS),
                ROW.zero(
                        "CTL-014",
                        "With a TPR shadow but no virtual-interrupt delivery bits 31:4 of the"
                                + " TPR threshold are 0.",
                        s -> s.primary(USE_TPR_SHADOW) && !deliversVirtually(s),
                        TPR_THRESHOLD,
                        0xfffffff0L),
                ROW.rule(
                                "CTL-015",
                                "With a TPR shadow, but neither virtual APIC accesses nor"
                                        + " virtual-interrupt delivery, the TPR threshold is"
                                        + " not above bits 7:4 of the virtual TPR.",
                                ApicControlRules::thresholdNotAboveVtpr)
                        .wants("TPR_THRESHOLD bits 3:0 <= VTPR bits 7:4")
                        .mends(TPR_THRESHOLD, s -> virtualPriority(s)),
                ROW.rule(
                                "CTL-016",
                                "Virtual NMIs need NMI exiting.",
                                s -> !s.pin(VIRTUAL_NMIS) || s.pin(NMI_EXITING))
                        .clears(PIN_BASED_VM_EXEC_CONTROL, VIRTUAL_NMIS.mask()),
                ROW.rule(
                                "CTL-017",
                                "NMI-window exiting needs virtual NMIs.",
                                s -> !s.primary(NMI_WINDOW_EXITING) || s.pin(VIRTUAL_NMIS))
                        .clears(CPU_BASED_VM_EXEC_CONTROL, NMI_WINDOW_EXITING.mask()),
                ROW.aligned(
                        "CTL-018",
                        "virtualize APIC accesses",
                        APIC,
                        APIC_ACCESS_ADDRESS,
                        Bits.LOW_12),
                ROW.fits("CTL-019", "virtualize APIC accesses", APIC, APIC_ACCESS_ADDRESS),
                needsTprShadow("CTL-020", VIRTUALIZE_X2APIC_MODE),
                needsTprShadow("CTL-021", APIC_REGISTER_VIRTUALIZATION),
                needsTprShadow("CTL-022", VIRTUAL_INTERRUPT_DELIVERY),
                ROW.rule(
                                "CTL-023",
                                "IPI virtualization needs a TPR shadow.",
                                s -> !IPI.holds(s) || s.primary(USE_TPR_SHADOW))
                        .clears(TERTIARY_VM_EXEC_CONTROL, IPI_VIRTUALIZATION.mask()),
                ROW.rule(
                                "CTL-024",
                                "A guest has a virtual x2APIC or virtual APIC accesses, not both.",
                                s ->
                                        !s.secondary(VIRTUALIZE_X2APIC_MODE)
                                                || !s.secondary(VIRTUALIZE_APIC_ACCESSES))
                        .clears(SECONDARY_VM_EXEC_CONTROL, VIRTUALIZE_APIC_ACCESSES.mask()),
                ROW.rule(
                                "CTL-025",
                                "Virtual-interrupt delivery needs external-interrupt exiting.",
                                s -> !deliversVirtually(s) || s.pin(EXTERNAL_INTERRUPT_EXITING))
                        .sets(PIN_BASED_VM_EXEC_CONTROL, EXTERNAL_INTERRUPT_EXITING.mask()),
                ROW.rule(
                                "CTL-026",
                                "Posted interrupts need virtual-interrupt delivery.",
                                s -> !POSTED.holds(s) || deliversVirtually(s))
                        .clears(PIN_BASED_VM_EXEC_CONTROL, PROCESS_POSTED_INTERRUPTS.mask()),
                ROW.rule(
                                "CTL-027",
                                "Posted interrupts need \"acknowledge interrupt on exit\".",
                                s -> !POSTED.holds(s) || s.exit(ACKNOWLEDGE_INTERRUPT_ON_EXIT))
                        .sets(VM_EXIT_CONTROLS, ACKNOWLEDGE_INTERRUPT_ON_EXIT.mask()),
                ROW.zero(
                        "CTL-028",
                        "Bits 15:8 of the notification vector of posted interrupts are 0.",
                        POSTED,
                        POSTED_INTERRUPT_NOTIFICATION_VECTOR,
                        0xff00),
                ROW.aligned(
                        "CTL-029",
                        "process posted interrupts",
                        POSTED,
                        POSTED_INTERRUPT_DESCRIPTOR_ADDRESS,
                        0x3f),
                ROW.fits(
                        "CTL-030",
                        "process posted interrupts",
                        POSTED,
                        POSTED_INTERRUPT_DESCRIPTOR_ADDRESS),
                ROW.aligned("CTL-031", "IPI virtualization", IPI, PID_POINTER_TABLE_ADDRESS, 7),
                ROW.fits("CTL-032", "IPI virtualization", IPI, PID_POINTER_TABLE_ADDRESS),
                ROW.rule(
                                "CTL-033",
                                "The last entry of the PID-pointer table lies within the"
                                        + " physical-address width.",
                                s -> !IPI.holds(s) || lastEntryFits(s))
                        .wants(
                                "PID_POINTER_TABLE_ADDRESS + 8 * LAST_PID_POINTER_INDEX within"
                                        + " the physical-address width")
                        .mends(LAST_PID_POINTER_INDEX, s -> 0));
    }

    /** The sum has more bits than an address: one that wraps around does not fit. */
    private static boolean lastEntryFits(EntryState s) {
        long table = s.get(PID_POINTER_TABLE_ADDRESS);
        long last = table + 8 * s.get(LAST_PID_POINTER_INDEX);
        return Bits.clear(table | last, Rows.beyondAddressLimit(s));
    }

    private static boolean deliversVirtually(EntryState s) {
        return s.secondary(VIRTUAL_INTERRUPT_DELIVERY);
    }

    private static EntryRule needsTprShadow(String id, SecondaryControl control) {
        return ROW.rule(
                        id,
                        "\"%s\" needs a TPR shadow.".formatted(control.title()),
                        s -> !s.secondary(control) || s.primary(USE_TPR_SHADOW))
                .clears(SECONDARY_VM_EXEC_CONTROL, control.mask());
    }

    private static boolean thresholdNotAboveVtpr(EntryState s) {
        if (!s.primary(USE_TPR_SHADOW)
                || s.secondary(VIRTUALIZE_APIC_ACCESSES)
                || deliversVirtually(s)) {
            return true;
        }
        long threshold = s.get(TPR_THRESHOLD) & 0xf;
        return threshold == 0 || threshold <= virtualPriority(s);
    }

    private static long virtualPriority(EntryState s) {
        return s.read(s.get(VIRTUAL_APIC_ADDRESS) + VTPR, 1) >>> 4 & 0xf;
    }
}
