package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.NotModelled;

/** Brings an event to its handler. @sdm Vol. 3A, Interrupt and Exception Handling */
public final class EventDelivery {
    private EventDelivery() {}

    /** Delivers {@code event}; faults on the way are combined as the manual's table says. */
    public static void deliver(Cpu cpu, Event event) {
        throw new NotModelled("delivery of " + event + " to " + cpu.profile.name(), "Interrupt and Exception Handling");
    }
}
