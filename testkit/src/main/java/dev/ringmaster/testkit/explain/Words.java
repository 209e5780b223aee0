package dev.ringmaster.testkit.explain;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.StateField;

import java.util.Map;
import java.util.stream.Collectors;

/** Outcomes, numbers and fields in words. */
final class Words {
    private Words() {}

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    static String fields(Map<StateField, Long> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey().name() + " = " + hex(field.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** An outcome in one phrase. */
    static String of(Outcome outcome) {
        return switch (outcome.kind()) {
            case ENTERS -> "the guest is entered";
            case FAULT -> "the instruction raises " + outcome.name();
            case VM_FAIL_INVALID -> "VMfailInvalid";
            case VM_FAIL_VALID ->
                    "VMfailValid with error " + outcome.number() + ", " + outcome.name();
            case VM_EXIT -> vmExit(outcome);
            case VMEXIT_INVALID -> "VMEXIT_INVALID";
            case UNKNOWN -> "unknown: what the dump does not print could decide it";
        };
    }

    private static String vmExit(Outcome outcome) {
        String exit = "VM exit " + outcome.number() + ", " + outcome.name();
        return outcome.qualification() == 0
                ? exit
                : exit + ", qualification " + outcome.qualification();
    }
}
