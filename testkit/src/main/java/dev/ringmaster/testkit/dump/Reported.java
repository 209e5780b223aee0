package dev.ringmaster.testkit.dump;

import dev.ringmaster.cpu.rule.Outcome;
import dev.ringmaster.cpu.rule.Outcome.Kind;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.exit.InstructionError;

import java.util.Optional;

/** How an entry ended according to numbers that a dump prints; empty if it did not fail. */
final class Reported {
    private static final long ENTRY_FAILURE = 1L << 31;
    private static final long NO_CODE = 0xffffffffL;

    private Reported() {}

    /** Out of a full exit reason: bit 31 says that the entry failed. */
    static Optional<Outcome> byExitReason(long reason, long qualification) {
        if ((reason & ENTRY_FAILURE) == 0 || (reason & NO_CODE) == NO_CODE) {
            return Optional.empty();
        }
        return Optional.of(exit((int) (reason & 0xffff), qualification));
    }

    /** Out of a basic exit reason, where bit 31 is not shown. */
    static Optional<Outcome> byBasicReason(long reason, long qualification) {
        boolean failed =
                reason == ExitReason.ENTRY_FAILURE_GUEST_STATE.number()
                        || reason == ExitReason.ENTRY_FAILURE_MSR_LOADING.number()
                        || reason == ExitReason.ENTRY_FAILURE_MACHINE_CHECK.number();
        return failed ? Optional.of(exit((int) reason, qualification)) : Optional.empty();
    }

    /** Out of a VM-instruction error; 0 is none. */
    static Optional<Outcome> byInstructionError(long error) {
        for (InstructionError each : InstructionError.values()) {
            if (each.number() == error) {
                return Optional.of(new Outcome(Kind.VM_FAIL_VALID, (int) error, each.title()));
            }
        }
        return Optional.empty();
    }

    /** Out of what QEMU calls a hardware error, of which the vendor decides. */
    static Optional<Outcome> byHardwareError(long error) {
        if ((error & NO_CODE) == NO_CODE) {
            return byExitCode(error);
        }
        return error >= ENTRY_FAILURE ? byExitReason(error, 0) : byInstructionError(error);
    }

    /**
     * Out of EXITCODE of a VMCB, of which a dump may show 32 bits only: the negative ones say that
     * VMRUN failed. @apm Vol. 2, SVM Intercept Codes
     */
    static Optional<Outcome> byExitCode(long code) {
        for (ExitCode each : ExitCode.values()) {
            if (each.code() < 0 && (code & NO_CODE) == (each.code() & NO_CODE)) {
                boolean invalid = each == ExitCode.VMEXIT_INVALID;
                Kind kind = invalid ? Kind.VMEXIT_INVALID : Kind.VM_EXIT;
                return Optional.of(new Outcome(kind, (int) each.code(), each.name()));
            }
        }
        return Optional.empty();
    }

    private static Outcome exit(int basic, long qualification) {
        for (ExitReason each : ExitReason.values()) {
            if (each.number() == basic) {
                return new Outcome(Kind.VM_EXIT, basic, each.title(), qualification);
            }
        }
        return new Outcome(Kind.VM_EXIT, basic, "exit reason " + basic, qualification);
    }
}
