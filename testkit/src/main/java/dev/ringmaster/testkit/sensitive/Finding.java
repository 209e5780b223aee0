package dev.ringmaster.testkit.sensitive;

import java.util.List;

/**
 * What the experiments say about an instruction.
 *
 * @param instruction the manual's mnemonic
 * @param form which of the instructions of that mnemonic, by the model's name
 * @param sensitivity its class
 * @param privileged whether it trapped outside ring 0 wherever ring 0 went on
 * @param modes the modes in which it is of this class
 * @param witness what shows it; null where nothing had to be shown
 * @param trapsWhen what, if varied, makes it trap in ring 3
 * @param executesWhen what, if varied, makes it go on in ring 3
 * @param notModelled what the model lacks of it, or null
 */
public record Finding(
        String instruction,
        String form,
        Sensitivity sensitivity,
        boolean privileged,
        List<String> modes,
        Witness witness,
        List<String> trapsWhen,
        List<String> executesWhen,
        String notModelled) {

    /** Whether it depends on resources or changes them. */
    public boolean sensitive() {
        return sensitivity == Sensitivity.SENSITIVE_UNPRIVILEGED
                || sensitivity == Sensitivity.SENSITIVE_PRIVILEGED;
    }

    Finding in(List<String> others) {
        return new Finding(
                instruction,
                form,
                sensitivity,
                privileged,
                others,
                witness,
                trapsWhen,
                executesWhen,
                notModelled);
    }
}
