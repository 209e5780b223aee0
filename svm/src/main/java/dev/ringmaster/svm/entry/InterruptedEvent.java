package dev.ringmaster.svm.entry;

import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.svm.vmcb.EventInjection;

/** EXITINTINFO: the event whose delivery the exit interrupted. @apm Vol. 2, EXITINTINFO */
final class InterruptedEvent {
    private InterruptedEvent() {}

    /** The value; 0 if no event was being delivered. */
    static long of(CpuState state) {
        Event event = state.delivering;
        if (event == null) {
            return 0;
        }
        int type = type(event.type());
        return event.hasErrorCode() && state.protectedMode()
                ? EventInjection.of(type, event.vector(), event.errorCode())
                : EventInjection.of(type, event.vector());
    }

    /** INT1, INT3 and INTO are exceptions to SVM. */
    private static int type(Event.Type type) {
        return switch (type) {
            case EXTERNAL_INTERRUPT -> EventInjection.INTR;
            case NMI -> EventInjection.NMI;
            case SOFTWARE_INTERRUPT -> EventInjection.SOFTWARE;
            case HARDWARE_EXCEPTION, PRIVILEGED_SOFTWARE_EXCEPTION, SOFTWARE_EXCEPTION ->
                    EventInjection.EXCEPTION;
        };
    }
}
