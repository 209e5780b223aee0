package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.rule.Missing;
import dev.ringmaster.cpu.rule.StateField;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides a rule although something that it asks is not given. Each question that cannot be
 * answered is supposed to be answered with no, then with yes; if the rule comes to the same
 * whatever is supposed, what is missing does not matter. So "A needs B" is decided by a B that is 1
 * even if nobody knows A.
 *
 * <p>Each question is taken for itself, also where two ask about the same bits. That can only leave
 * a rule undecided, never decide it wrongly. Comparisons are supposed, numbers are not.
 */
final class Suppositions {
    private final List<Question> questions = new ArrayList<>();
    private final List<Boolean> answers = new ArrayList<>();

    /** Whether the bits of a mask have a value. */
    private record Question(StateField field, long mask, long value) {}

    private Suppositions() {}

    /**
     * Whether a rule holds, as far as what is given decides it.
     *
     * @throws Missing if what is not given would decide
     */
    static boolean decide(EntryRule rule, EntryState state) {
        try {
            return rule.holds(state);
        } catch (Missing missing) {
            return unanimous(rule, state, missing);
        }
    }

    private static boolean unanimous(EntryRule rule, EntryState state, Missing missing) {
        Suppositions all = new Suppositions();
        state.suppose(all);
        try {
            boolean first = rule.holds(state);
            while (all.next()) {
                if (rule.holds(state) != first) {
                    throw missing;
                }
            }
            return first;
        } catch (Missing number) {
            throw missing;
        } finally {
            state.suppose(null);
        }
    }

    /** Whether the bits of a mask are supposed to have a value; when first asked they have not. */
    boolean equal(StateField field, long mask, long value) {
        Question question = new Question(field, mask, value);
        int known = questions.indexOf(question);
        if (known >= 0) {
            return answers.get(known);
        }
        questions.add(question);
        answers.add(false);
        return false;
    }

    /** Goes on to the next suppositions; false if all were tried. */
    private boolean next() {
        for (int last = answers.size() - 1; last >= 0; last--) {
            if (!answers.get(last)) {
                answers.set(last, true);
                return true;
            }
            questions.remove(last);
            answers.remove(last);
        }
        return false;
    }
}
