package dev.ringmaster.vmx.operation;

import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.capability.EptVpidCapability;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.rule.EntryRule;
import dev.ringmaster.vmx.rule.EntryRules;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What of VMX is modelled and what is not, row by row: every instruction, EPT and VPID capability,
 * control bit, exit reason, field and rule. What the capability MSRs of {@link
 * VmxCapabilities#modelled()} offer is modelled, and nothing else.
 *
 * @sdm Vol. 3C, Introduction to Virtual Machine Extensions
 */
public final class VmxSupport {

    /** What a row is about. */
    public enum Kind {
        /** An instruction of VMX. */
        INSTRUCTION,
        /** A bit of IA32_VMX_EPT_VPID_CAP. */
        CAPABILITY,
        /** A bit of a control word. */
        CONTROL,
        /** A basic exit reason. */
        EXIT_REASON,
        /** A field of the VMCS. */
        FIELD,
        /** A check of VM entry. */
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

    private static final String NOT_OFFERED = "the capability MSRs of the model do not offer it";
    private static final String NO_SMM = "the model has no system-management mode";
    private static final String NO_SIGNAL = "the signal does not exist in the model";
    private static final String NO_INSTRUCTION = "the instruction does not exist in the model";
    private static final List<String> INSTRUCTIONS =
            List.of(
                    "VMXON",
                    "VMXOFF",
                    "VMCLEAR",
                    "VMPTRLD",
                    "VMPTRST",
                    "VMREAD",
                    "VMWRITE",
                    "VMLAUNCH",
                    "VMRESUME",
                    "VMCALL",
                    "INVEPT",
                    "INVVPID");

    private static final Map<ExitReason, String> NEVER = absentReasons();

    private VmxSupport() {}

    /** All rows, kind by kind, each kind in the order of its manual table. */
    public static List<Row> rows() {
        VmxCapabilities caps = VmxCapabilities.modelled();
        List<Row> rows = new ArrayList<>();
        for (String name : INSTRUCTIONS) {
            rows.add(row(Kind.INSTRUCTION, name, name, ""));
        }
        rows.add(row(Kind.INSTRUCTION, "VMFUNC", "VMFUNC", NOT_OFFERED + ": #UD"));
        for (EptVpidCapability each : EptVpidCapability.values()) {
            String title = each.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            rows.add(row(Kind.CAPABILITY, each.name(), title, caps.has(each) ? "" : NOT_OFFERED));
        }
        controls(rows, caps);
        for (ExitReason each : ExitReason.values()) {
            String reason = NEVER.getOrDefault(each, "");
            rows.add(row(Kind.EXIT_REASON, each.name(), each.title(), reason));
        }
        for (VmcsField each : VmcsField.values()) {
            String reason = caps.exists(each) ? "" : NOT_OFFERED;
            rows.add(row(Kind.FIELD, each.name(), each.title(), reason));
        }
        for (EntryRule each : EntryRules.all()) {
            rows.add(row(Kind.RULE, each.id(), each.says(), each.notModelled().orElse("")));
        }
        return List.copyOf(rows);
    }

    private static void controls(List<Row> rows, VmxCapabilities caps) {
        for (ControlWord word : ControlWord.values()) {
            for (Flag control : word.defined()) {
                String reason = caps.allows(control) ? "" : NOT_OFFERED;
                rows.add(row(Kind.CONTROL, control.name(), title(word, control), reason));
            }
        }
    }

    private static String title(ControlWord word, Flag control) {
        return word.field().title() + " bit " + control.bit();
    }

    private static Row row(Kind kind, String id, String title, String reason) {
        return new Row(kind, id, title, reason.isEmpty(), reason);
    }

    private static Map<ExitReason, String> absentReasons() {
        Map<ExitReason, String> map = new EnumMap<>(ExitReason.class);
        because(map, NO_SIGNAL, ExitReason.INIT_SIGNAL, ExitReason.SIPI);
        because(map, NO_SIGNAL, ExitReason.ENTRY_FAILURE_MACHINE_CHECK);
        because(map, NO_SMM, ExitReason.IO_SMI, ExitReason.OTHER_SMI, ExitReason.RSM);
        because(
                map,
                NO_INSTRUCTION,
                ExitReason.GETSEC,
                ExitReason.ENCLS,
                ExitReason.XSAVES,
                ExitReason.XRSTORS,
                ExitReason.PCONFIG,
                ExitReason.UMWAIT,
                ExitReason.TPAUSE,
                ExitReason.LOADIWKEY,
                ExitReason.ENCLV,
                ExitReason.ENQCMD_PASID_TRANSLATION_FAILURE,
                ExitReason.ENQCMDS_PASID_TRANSLATION_FAILURE,
                ExitReason.SEAMCALL,
                ExitReason.TDCALL,
                ExitReason.RDMSRLIST,
                ExitReason.WRMSRLIST,
                ExitReason.URDMSR,
                ExitReason.UWRMSR,
                ExitReason.RDMSR_IMMEDIATE,
                ExitReason.WRMSRNS_IMMEDIATE);
        because(
                map,
                NOT_OFFERED,
                ExitReason.APIC_ACCESS,
                ExitReason.VIRTUALIZED_EOI,
                ExitReason.APIC_WRITE,
                ExitReason.VMFUNC,
                ExitReason.PAGE_MODIFICATION_LOG_FULL,
                ExitReason.SPP_EVENT,
                ExitReason.BUS_LOCK,
                ExitReason.INSTRUCTION_TIMEOUT);
        return map;
    }

    private static void because(Map<ExitReason, String> map, String reason, ExitReason... reasons) {
        for (ExitReason each : reasons) {
            map.put(each, reason);
        }
    }
}
