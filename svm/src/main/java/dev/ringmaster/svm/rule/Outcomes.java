package dev.ringmaster.svm.rule;

import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.svm.exit.ExitCode;

/** How VMRUN ends. @apm Vol. 3, VMRUN; Vol. 2, SVM Intercept Codes */
final class Outcomes {
    static final Outcome ENTERS = new Outcome(Kind.ENTERS, -1, "");
    static final Outcome UNKNOWN = new Outcome(Kind.UNKNOWN, -1, "");
    static final Outcome UD = new Outcome(Kind.FAULT, Vector.UD.number(), "#UD");
    static final Outcome GP = new Outcome(Kind.FAULT, Vector.GP.number(), "#GP(0)");
    static final Outcome INTERCEPTED = exit(Kind.VM_EXIT, ExitCode.VMEXIT_VMRUN);
    static final Outcome INVALID = exit(Kind.VMEXIT_INVALID, ExitCode.VMEXIT_INVALID);
    static final Outcome BUSY = exit(Kind.VM_EXIT, ExitCode.VMEXIT_BUSY);
    static final Outcome IDLE_REQUIRED = exit(Kind.VM_EXIT, ExitCode.VMEXIT_IDLE_REQUIRED);
    static final Outcome INVALID_PMC = exit(Kind.VM_EXIT, ExitCode.VMEXIT_INVALID_PMC);

    private Outcomes() {}

    /** The guest is entered, and {@code remark} says what is particular. */
    static Outcome enters(String remark) {
        return new Outcome(Kind.ENTERS, -1, remark);
    }

    private static Outcome exit(Kind kind, ExitCode code) {
        return new Outcome(kind, (int) code.code(), code.name());
    }
}
