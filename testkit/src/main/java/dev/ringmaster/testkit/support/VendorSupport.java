package dev.ringmaster.testkit.support;

import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.svm.operation.SvmSupport;
import dev.ringmaster.svm.rule.VmrunRule;
import dev.ringmaster.vmx.operation.VmxSupport;
import dev.ringmaster.vmx.rule.EntryRules;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The matrices of the two vendors' modules, with the sections that their tables come from. */
final class VendorSupport {
    private VendorSupport() {}

    static List<SupportRow> vmx() {
        Map<String, String> sections = sections(EntryRules.all());
        return VmxSupport.rows().stream().map(row -> row(row, sections)).toList();
    }

    static List<SupportRow> svm() {
        Map<String, String> sections = sections(List.of(VmrunRule.values()));
        return SvmSupport.rows().stream().map(row -> row(row, sections)).toList();
    }

    private static Map<String, String> sections(List<? extends Rule> rules) {
        Function<Rule, String> section = rule -> rule.section().toString();
        return rules.stream().collect(Collectors.toMap(Rule::id, section));
    }

    private static SupportRow row(VmxSupport.Row row, Map<String, String> rules) {
        SupportKind kind =
                switch (row.kind()) {
                    case INSTRUCTION -> SupportKind.VMX_INSTRUCTION;
                    case CAPABILITY -> SupportKind.VMX_CAPABILITY;
                    case CONTROL -> SupportKind.VMX_CONTROL;
                    case EXIT_REASON -> SupportKind.VMX_EXIT_REASON;
                    case FIELD -> SupportKind.VMX_FIELD;
                    case RULE -> SupportKind.VMX_RULE;
                };
        String section =
                switch (row.kind()) {
                    case INSTRUCTION -> "SDM VMX Instruction Reference";
                    case CAPABILITY -> "SDM VPID and EPT Capabilities";
                    case CONTROL -> "SDM Virtual-Machine Control Structures";
                    case EXIT_REASON -> "SDM VMX Basic Exit Reasons";
                    case FIELD -> "SDM Field Encoding in VMCS";
                    case RULE -> rules.get(row.id());
                };
        return SupportRow.of(kind, row.id(), row.title(), row.reason(), section);
    }

    private static SupportRow row(SvmSupport.Row row, Map<String, String> rules) {
        SupportKind kind =
                switch (row.kind()) {
                    case INSTRUCTION -> SupportKind.SVM_INSTRUCTION;
                    case FEATURE -> SupportKind.SVM_FEATURE;
                    case INTERCEPT -> SupportKind.SVM_INTERCEPT;
                    case EXIT_CODE -> SupportKind.SVM_EXIT_CODE;
                    case CONTROL -> SupportKind.SVM_CONTROL;
                    case FIELD -> SupportKind.SVM_FIELD;
                    case RULE -> SupportKind.SVM_RULE;
                };
        String section =
                switch (row.kind()) {
                    case INSTRUCTION -> "APM System Instruction Reference";
                    case FEATURE -> "APM CPUID Fn8000_000A, SVM Features";
                    case INTERCEPT, CONTROL, FIELD -> "APM Layout of VMCB";
                    case EXIT_CODE -> "APM SVM Intercept Exit Codes";
                    case RULE -> rules.get(row.id());
                };
        return SupportRow.of(kind, row.id(), row.title(), row.reason(), section);
    }
}
