package dev.ringmaster.testkit.sensitive;

import java.util.List;
import java.util.stream.Collectors;

/** The findings as text: a line for each that needs a witness, names alone for the rest. */
public final class SensitivityTable {
    private static final int WIDTH = 96;

    private SensitivityTable() {}

    /** The lines, by class. */
    public static String of(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Sensitivity sensitivity : Sensitivity.values()) {
            List<Finding> members =
                    findings.stream().filter(f -> f.sensitivity() == sensitivity).toList();
            if (!members.isEmpty()) {
                text.append(heading(sensitivity, members));
                text.append(isListed(sensitivity) ? lines(members) : names(members));
            }
        }
        return text.toString();
    }

    private static boolean isListed(Sensitivity sensitivity) {
        return switch (sensitivity) {
            case SENSITIVE_UNPRIVILEGED, SENSITIVE_PRIVILEGED, PRIVILEGED -> true;
            case INNOCUOUS, ALWAYS_TRAPS, NOT_MODELLED -> false;
        };
    }

    private static String heading(Sensitivity sensitivity, List<Finding> members) {
        return String.format("%s, natively: %d%n", sensitivity.text(), members.size());
    }

    private static String lines(List<Finding> members) {
        return members.stream()
                .map(SensitivityTable::line)
                .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
    }

    private static String line(Finding f) {
        String modes = String.join(",", f.modes());
        return String.format("  %-20s %-13s %s%s", label(f), modes, witness(f), changes(f));
    }

    /** The mnemonic, and the model's name of the form where it says more. */
    private static String label(Finding f) {
        boolean plain = f.form().equalsIgnoreCase(f.instruction());
        return plain ? f.instruction() : f.instruction() + " (" + f.form() + ")";
    }

    private static String witness(Finding finding) {
        Witness w = finding.witness();
        String right = w.right().isEmpty() ? "" : "; " + w.right() + ": " + w.rightOutcome();
        return String.format(
                "%s (%s, %s) %s: %s%s",
                w.text(), w.bytes(), w.mode(), w.left(), w.leftOutcome(), right);
    }

    private static String changes(Finding f) {
        String traps = f.trapsWhen().isEmpty() ? "" : "; traps with other " + join(f.trapsWhen());
        String executes =
                f.executesWhen().isEmpty()
                        ? ""
                        : "; ring 3 executes it with other " + join(f.executesWhen());
        String lacking = f.notModelled() == null ? "" : "; in part " + f.notModelled();
        return traps + executes + lacking;
    }

    private static String join(List<String> names) {
        return String.join(" or ", names);
    }

    /** Names in lines of limited width; an instruction that exists in one mode only says it. */
    private static String names(List<Finding> members) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(" ");
        for (Finding member : members) {
            String name = name(member);
            if (line.length() + name.length() + 1 > WIDTH) {
                text.append(line).append(System.lineSeparator());
                line = new StringBuilder(" ");
            }
            line.append(' ').append(name);
        }
        return text.append(line).append(System.lineSeparator()).toString();
    }

    private static String name(Finding finding) {
        return finding.modes().size() == 1
                ? finding.instruction() + "(" + finding.modes().get(0) + ")"
                : finding.instruction();
    }
}
