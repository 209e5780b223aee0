package dev.ringmaster.svm.guestmode;

import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.npt.NestedFault;
import dev.ringmaster.svm.npt.NestedFaultHandler;

/** Makes nested page faults exits. @apm Vol. 2, Nested Page Faults */
final class NestedFaults implements NestedFaultHandler {
    private final ExitRecord exit;

    NestedFaults(ExitRecord exit) {
        this.exit = exit;
    }

    @Override
    public GuestExit fault(long errorCode, long guestPhysical) {
        GuestExit unwind =
                exit.leave(
                        ExitCode.VMEXIT_NPF, ExitRecord.Kind.PAGE_FAULT, errorCode, guestPhysical);
        if (NestedFault.ID.in(errorCode)) {
            exit.markFetch();
        }
        return unwind;
    }
}
