package dev.ringmaster.testkit.explain;

import dev.ringmaster.cpu.rule.Explanation;
import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.cpu.rule.Rule;

import java.util.List;

/**
 * Findings for people: a verdict, three lines for each violated rule, then what the dump itself
 * reports, what was not understood and what could not be decided.
 */
public final class TextReport {
    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final int SHOWN = 12;

    private final boolean colours;
    private final StringBuilder text = new StringBuilder();

    private TextReport(boolean colours) {
        this.colours = colours;
    }

    /**
     * The report of some dumps.
     *
     * @param colours whether to use the escape sequences of a terminal
     */
    public static String of(List<Explained> all, boolean colours) {
        TextReport report = new TextReport(colours);
        for (Explained each : all) {
            if (report.text.length() > 0) {
                report.line("");
            }
            report.explain(each);
        }
        return report.text.toString();
    }

    /** The rules as a table of lines. */
    public static String rules(List<? extends Rule> rules) {
        StringBuilder text = new StringBuilder();
        for (Rule rule : rules) {
            text.append("%-10s %s%n".formatted(rule.id(), rule.says()));
            text.append("           %s; %s%n".formatted(rule.group(), rule.section()));
            text.append("           Otherwise: %s.%n".formatted(Words.of(rule.outcome())));
            rule.notModelled()
                    .ifPresent(
                            why ->
                                    text.append(
                                            "           Not modelled: " + why + "%n".formatted()));
        }
        return text.toString();
    }

    private void explain(Explained each) {
        line(paint(BOLD, each.file()) + ": " + verdict(each));
        each.explanation().violations().forEach(this::finding);
        agreement(each);
        notUnderstood(each.dump().notUnderstood());
        undecided(each.explanation());
    }

    private String verdict(Explained each) {
        int count = each.explanation().violations().size();
        String rules = count == 1 ? "1 rule violated" : count + " rules violated";
        Kind kind = each.outcome().kind();
        if (count > 0) {
            return paint(RED, rules) + "; " + Words.of(each.outcome()) + from(each);
        }
        if (kind == Kind.ENTERS) {
            return paint(GREEN, "no rule violated") + "; " + Words.of(each.outcome()) + from(each);
        }
        return paint(YELLOW, "no violated rule found")
                + "; "
                + Words.of(each.outcome())
                + from(each);
    }

    private static String from(Explained each) {
        return " (" + each.dump().format() + ")";
    }

    private void finding(Finding finding) {
        Rule rule = finding.rule();
        line("  " + paint(BOLD, rule.id()) + "  " + rule.says());
        line("      " + Words.fields(finding.fields()) + "; required: " + finding.required());
        String repair =
                finding.repair().isEmpty()
                        ? "no repair by one field"
                        : "repair: " + Words.fields(finding.repair());
        line("      " + repair + "; " + rule.section());
    }

    private void agreement(Explained each) {
        if (each.dump().reported().isEmpty()) {
            return;
        }
        Outcome reported = each.dump().reported().get();
        Outcome predicted = each.explanation().outcome();
        if (reported.kind() == Kind.ENTERS && each.explanation().violations().isEmpty()) {
            return;
        }
        String says = "  The dump reports " + Words.of(reported) + ": ";
        if (predicted.kind() == Kind.UNKNOWN) {
            line(says + "what it prints does not tell why.");
        } else if (Suspects.same(reported, predicted)) {
            line(says + "as predicted.");
        } else {
            line(says + "not what the rules predict, " + Words.of(predicted) + ".");
        }
        if (each.explanation().violations().isEmpty()) {
            suspects(Suspects.of(each, reported), predicted.kind());
        }
    }

    private void suspects(String found, Kind predicted) {
        if (!found.isEmpty()) {
            line("  " + found);
        } else if (predicted == Kind.ENTERS) {
            line("  On every processor that --profile names the rules predict no such failure.");
        }
    }

    private void notUnderstood(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        line("  Not understood:");
        lines.stream().limit(SHOWN).forEach(each -> line("      " + each));
        if (lines.size() > SHOWN) {
            line("      and " + (lines.size() - SHOWN) + " more; --json lists all");
        }
    }

    private void undecided(Explanation explanation) {
        int count = explanation.notChecked().size();
        if (count > 0) {
            String rules = count == 1 ? "1 rule needs" : count + " rules need";
            line("  " + rules + " what the dump does not print; --json lists all.");
        }
    }

    private String paint(String colour, String words) {
        return colours ? colour + words + RESET : words;
    }

    private void line(String words) {
        text.append(words).append(System.lineSeparator());
    }
}
