package dev.ringmaster.vmx.rule;

import static dev.ringmaster.vmx.vmcs.PrimaryControl.ACTIVATE_SECONDARY_CONTROLS;
import static dev.ringmaster.vmx.vmcs.PrimaryControl.ACTIVATE_TERTIARY_CONTROLS;
import static dev.ringmaster.vmx.vmcs.PrimaryControl.USE_IO_BITMAPS;
import static dev.ringmaster.vmx.vmcs.PrimaryControl.USE_MSR_BITMAPS;
import static dev.ringmaster.vmx.vmcs.VmcsField.CR3_TARGET_COUNT;
import static dev.ringmaster.vmx.vmcs.VmcsField.IO_BITMAP_A;
import static dev.ringmaster.vmx.vmcs.VmcsField.IO_BITMAP_B;
import static dev.ringmaster.vmx.vmcs.VmcsField.MSR_BITMAP;

import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.rule.EntryRule.Predicate;

import java.util.List;

/** The words of VM-execution controls as such, and the bitmaps. */
final class ExecutionControlRules {
    private static final Rows ROW = new Rows(RuleGroup.EXECUTION_CONTROLS);
    private static final Predicate IO = s -> s.primary(USE_IO_BITMAPS);
    private static final Predicate MSR = s -> s.primary(USE_MSR_BITMAPS);

    private ExecutionControlRules() {}

    static List<EntryRule> rows() {
        return List.of(
                settings(
                        ROW,
                        "CTL-001",
                        "The pin-based controls have settings that the processor allows.",
                        s -> true,
                        ControlWord.PIN),
                settings(
                        ROW,
                        "CTL-002",
                        "The primary processor-based controls have settings that the processor"
                                + " allows.",
                        s -> true,
                        ControlWord.PRIMARY),
                settings(
                        ROW,
                        "CTL-003",
                        "If the secondary controls are activated, the processor allows their"
                                + " settings.",
                        s -> s.primary(ACTIVATE_SECONDARY_CONTROLS),
                        ControlWord.SECONDARY),
                settings(
                        ROW,
                        "CTL-004",
                        "If the tertiary controls are activated, the processor allows those"
                                + " that are 1.",
                        s -> s.primary(ACTIVATE_TERTIARY_CONTROLS),
                        ControlWord.TERTIARY),
                ROW.rule(
                                "CTL-005",
                                "There are no more CR3 targets than the processor has values"
                                        + " for.",
                                s -> s.get(CR3_TARGET_COUNT) <= s.caps().cr3Targets())
                        .wants(s -> "CR3_TARGET_COUNT <= " + s.caps().cr3Targets())
                        .mends(CR3_TARGET_COUNT, s -> s.caps().cr3Targets()),
                ROW.aligned("CTL-006", "use I/O bitmaps", IO, IO_BITMAP_A, Bits.LOW_12),
                ROW.fits("CTL-007", "use I/O bitmaps", IO, IO_BITMAP_A),
                ROW.aligned("CTL-008", "use I/O bitmaps", IO, IO_BITMAP_B, Bits.LOW_12),
                ROW.fits("CTL-009", "use I/O bitmaps", IO, IO_BITMAP_B),
                ROW.aligned("CTL-010", "use MSR bitmaps", MSR, MSR_BITMAP, Bits.LOW_12),
                ROW.fits("CTL-011", "use MSR bitmaps", MSR, MSR_BITMAP));
    }

    /** A control word obeys its capability MSR. */
    static EntryRule settings(Rows row, String id, String says, Predicate when, ControlWord word) {
        return row.rule(id, says, s -> !when.holds(s) || s.caps().allows(word, s.get(word.field())))
                .wants(s -> settingsWords(s, word))
                .mends(word.field(), s -> s.caps().adjust(word, s.get(word.field())));
    }

    private static String settingsWords(EntryState s, ControlWord word) {
        long ones = s.caps().mustBeOne(word);
        return FixedBits.words(word.field(), s.get(word.field()), ones, s.caps().mayBeOne(word));
    }
}
