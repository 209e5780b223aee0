package dev.ringmaster.svm.rule;

import static dev.ringmaster.svm.rule.ContextField.HOST_CPL;
import static dev.ringmaster.svm.rule.ContextField.HOST_CR0;
import static dev.ringmaster.svm.rule.ContextField.HOST_EFER;
import static dev.ringmaster.svm.rule.ContextField.HOST_RFLAGS;
import static dev.ringmaster.svm.rule.ContextField.VMCB_PA;
import static dev.ringmaster.svm.rule.ContextField.VMRUN_INTERCEPTED;

import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Efer;
import dev.ringmaster.cpu.arch.Rflags;

/** What VMRUN checks before it looks at the VMCB. @apm Vol. 3, VMRUN */
final class InstructionChecks {
    private InstructionChecks() {}

    static boolean svmEnabled(VmrunState state) {
        return Efer.SVME.in(state.get(HOST_EFER));
    }

    static boolean protectedMode(VmrunState state) {
        return Joint.both(
                state, s -> Cr0.PE.in(s.get(HOST_CR0)), s -> !Rflags.VM.in(s.get(HOST_RFLAGS)));
    }

    static boolean ring0(VmrunState state) {
        return state.get(HOST_CPL) == 0;
    }

    static boolean legalAddress(VmrunState state) {
        long address = state.get(VMCB_PA);
        return (address & Physical.PAGE_OFFSET) == 0 && Physical.fits(state, address);
    }

    static boolean notIntercepted(VmrunState state) {
        return state.get(VMRUN_INTERCEPTED) == 0;
    }
}
