package dev.ringmaster.svm.npt;

import dev.ringmaster.cpu.guest.GuestExit;

/** Who is told of a nested page fault. */
@FunctionalInterface
public interface NestedFaultHandler {

    /**
     * Records the fault.
     *
     * @param errorCode bits of {@link NestedFault}
     * @param guestPhysical the address that could not be translated
     * @return what the caller throws
     */
    GuestExit fault(long errorCode, long guestPhysical);
}
