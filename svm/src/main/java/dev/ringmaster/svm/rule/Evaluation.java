package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.rule.Finding;
import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.NotChecked;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.StateField;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One walk over rules in architectural order, which collects all that is violated and all that
 * cannot be decided.
 */
final class Evaluation {
    private final List<Finding> violations = new ArrayList<>();
    private final List<NotChecked> notChecked = new ArrayList<>();
    private final List<Outcome> open = new ArrayList<>();
    private Outcome outcome = Outcomes.ENTERS;

    private Evaluation() {}

    static Evaluation of(VmrunRule[] rules, VmrunState state) {
        Evaluation evaluation = new Evaluation();
        for (VmrunRule rule : rules) {
            evaluation.evaluate(rule, state);
        }
        return evaluation;
    }

    List<Finding> violations() {
        return List.copyOf(violations);
    }

    List<NotChecked> notChecked() {
        return List.copyOf(notChecked);
    }

    /**
     * What the first violated rule leads to; unknown if a rule that may come before it could lead
     * elsewhere.
     */
    Outcome outcome() {
        if (violations.isEmpty()) {
            return open.isEmpty() ? Outcomes.ENTERS : Outcomes.UNKNOWN;
        }
        return outcome;
    }

    private void evaluate(VmrunRule rule, VmrunState state) {
        RecordingState recording = new RecordingState(state);
        try {
            if (rule.holds(recording)) {
                return;
            }
        } catch (Missing missing) {
            undecided(rule, recording, missing);
            return;
        }
        Optional<String> reason = rule.notModelled();
        if (reason.isPresent()) {
            notChecked.add(new NotChecked(rule, reason.get()));
            open.add(rule.outcome());
        } else {
            violated(rule, recording, state);
        }
    }

    private void violated(VmrunRule rule, RecordingState recording, VmrunState state) {
        if (violations.isEmpty()) {
            boolean certain = open.stream().allMatch(rule.outcome()::equals);
            outcome = certain ? rule.outcome() : Outcomes.UNKNOWN;
        }
        violations.add(new Finding(rule, recording.read(), rule.required(), rule.repair(state)));
    }

    private void undecided(VmrunRule rule, RecordingState recording, Missing missing) {
        Optional<StateField> field = recording.field(missing);
        notChecked.add(new NotChecked(rule, missing.getMessage() + " is not given"));
        if (field.isEmpty() || DumpedFields.shows(field.get())) {
            open.add(rule.outcome());
        }
    }
}
