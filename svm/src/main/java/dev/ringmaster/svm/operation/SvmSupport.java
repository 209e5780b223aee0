package dev.ringmaster.svm.operation;

import dev.ringmaster.svm.capability.SvmCapabilities;
import dev.ringmaster.svm.capability.SvmFeature;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.rule.VmrunRule;
import dev.ringmaster.svm.vmcb.CleanBit;
import dev.ringmaster.svm.vmcb.FieldUse;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.TlbControl;
import dev.ringmaster.svm.vmcb.Vintr;
import dev.ringmaster.svm.vmcb.VirtExt;
import dev.ringmaster.svm.vmcb.VmcbField;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of SVM is modelled and what is not, row by row: every instruction, feature, intercept, exit
 * code, control bit, field and rule.
 *
 * @apm Vol. 2, Secure Virtual Machine
 */
public final class SvmSupport {

    /** What a row is about. */
    public enum Kind {
        /** An instruction of SVM. */
        INSTRUCTION,
        /** A feature bit of CPUID. */
        FEATURE,
        /** An intercept bit. */
        INTERCEPT,
        /** A value of EXITCODE. */
        EXIT_CODE,
        /** A bit of a control field, or a value of TLB_CONTROL. */
        CONTROL,
        /** A field of the VMCB. */
        FIELD,
        /** A consistency check. */
        RULE
    }

    /**
     * One row.
     *
     * @param kind what it is about
     * @param id its name in the manual, or the identifier of a rule
     * @param title what it is, in words
     * @param modelled whether the model has it
     * @param reason why not; empty if it is modelled
     */
    public record Row(Kind kind, String id, String title, boolean modelled, String reason) {}

    private static final String NOT_ADVERTISED = "CPUID of the model does not show the feature";
    private static final String NO_INSTRUCTION = "the instruction does not exist in the model";
    private static final String NO_SIGNAL = "the signal does not exist in the model";
    private static final String NO_TRAP = "VMRUN refuses it: there is no trap after the write";

    private static final Map<Intercept, String> ABSENT = absentIntercepts();

    private static final Set<ExitCode> NEVER_LEFT =
            EnumSet.of(
                    ExitCode.VMEXIT_AVIC_INCOMPLETE_IPI,
                    ExitCode.VMEXIT_AVIC_NOACCEL,
                    ExitCode.VMEXIT_VMGEXIT,
                    ExitCode.VMEXIT_INVALID_PMC,
                    ExitCode.VMEXIT_IDLE_REQUIRED,
                    ExitCode.VMEXIT_BUSY);

    private static final Set<Vintr> VINTR =
            EnumSet.of(Vintr.V_IRQ, Vintr.V_IGN_TPR, Vintr.V_INTR_MASKING);

    private static final Set<CleanBit> ABSENT_STATE =
            EnumSet.of(CleanBit.LBR, CleanBit.AVIC, CleanBit.CET);

    private SvmSupport() {}

    /** All rows, kind by kind, each kind in the order of its manual table. */
    public static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        instructions(rows);
        features(rows);
        for (Intercept intercept : Intercept.values()) {
            rows.add(row(Kind.INTERCEPT, intercept, intercept.title(), reason(intercept)));
        }
        exitCodes(rows);
        controls(rows);
        for (VmcbField field : VmcbField.values()) {
            rows.add(row(Kind.FIELD, field, field.title(), reason(field)));
        }
        for (VmrunRule rule : VmrunRule.values()) {
            String reason = rule.notModelled().orElse("");
            rows.add(new Row(Kind.RULE, rule.id(), rule.says(), reason.isEmpty(), reason));
        }
        return List.copyOf(rows);
    }

    private static void instructions(List<Row> rows) {
        List<String> modelled =
                List.of("VMRUN", "VMLOAD", "VMSAVE", "VMMCALL", "STGI", "CLGI", "INVLPGA");
        for (String name : modelled) {
            rows.add(new Row(Kind.INSTRUCTION, name, name, true, ""));
        }
        for (String name : List.of("SKINIT", "INVLPGB", "TLBSYNC", "VMGEXIT")) {
            rows.add(new Row(Kind.INSTRUCTION, name, name, false, NOT_ADVERTISED + ": #UD"));
        }
    }

    private static void features(List<Row> rows) {
        for (SvmFeature feature : SvmFeature.values()) {
            boolean has = SvmCapabilities.modelled().has(feature);
            rows.add(row(Kind.FEATURE, feature, feature.title(), has ? "" : NOT_ADVERTISED));
        }
    }

    private static void exitCodes(List<Row> rows) {
        Map<ExitCode, String> absent = new EnumMap<>(ExitCode.class);
        ABSENT.forEach((intercept, why) -> absent.put(ExitCode.of(intercept), why));
        NEVER_LEFT.forEach(code -> absent.put(code, NOT_ADVERTISED));
        for (ExitCode code : ExitCode.values()) {
            rows.add(row(Kind.EXIT_CODE, code, code.title(), absent.getOrDefault(code, "")));
        }
    }

    private static void controls(List<Row> rows) {
        for (TlbControl control : TlbControl.values()) {
            rows.add(row(Kind.CONTROL, control, "TLB_CONTROL " + control.encoding(), ""));
        }
        for (Vintr bit : Vintr.values()) {
            String reason = VINTR.contains(bit) ? "" : NOT_ADVERTISED;
            rows.add(row(Kind.CONTROL, bit, "VINTR bit " + bit.bit(), reason));
        }
        for (NestedControl bit : NestedControl.values()) {
            String reason = bit == NestedControl.NP_ENABLE ? "" : NOT_ADVERTISED;
            rows.add(row(Kind.CONTROL, bit, "NESTED_CONTROL bit " + bit.bit(), reason));
        }
        for (VirtExt bit : VirtExt.values()) {
            rows.add(row(Kind.CONTROL, bit, "VIRT_EXT bit " + bit.bit(), NOT_ADVERTISED));
        }
    }

    private static String reason(Intercept intercept) {
        return ABSENT.getOrDefault(intercept, "");
    }

    private static String reason(VmcbField field) {
        boolean absent =
                field.use() == FieldUse.OTHER
                        || field != VmcbField.VIRT_EXT
                                && field.cleanBit().filter(ABSENT_STATE::contains).isPresent();
        return absent ? NOT_ADVERTISED : "";
    }

    private static Row row(Kind kind, Enum<?> id, String title, String reason) {
        return new Row(kind, id.name(), title, reason.isEmpty(), reason);
    }

    private static Map<Intercept, String> absentIntercepts() {
        Map<Intercept, String> absent = new EnumMap<>(Intercept.class);
        for (Intercept trap : EnumSet.range(Intercept.EFER_WRITE_TRAP, Intercept.CR15_WRITE_TRAP)) {
            absent.put(trap, NO_TRAP);
        }
        for (Intercept signal : EnumSet.of(Intercept.SMI, Intercept.INIT, Intercept.FERR_FREEZE)) {
            absent.put(signal, NO_SIGNAL);
        }
        for (Intercept instruction :
                EnumSet.of(
                        Intercept.SKINIT,
                        Intercept.RDPRU,
                        Intercept.INVLPGB,
                        Intercept.INVLPGB_ILLEGAL,
                        Intercept.MCOMMIT,
                        Intercept.TLBSYNC)) {
            absent.put(instruction, NO_INSTRUCTION);
        }
        absent.put(Intercept.BUS_LOCK, NOT_ADVERTISED);
        absent.put(Intercept.IDLE_HLT, NOT_ADVERTISED);
        return absent;
    }
}
