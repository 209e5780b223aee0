package dev.ringmaster.hypervisor;

import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.state.CpuState;

/**
 * One virtual processor as a method of virtualization sees it: the guest's state in the vendor's
 * structure, and how to run it.
 */
public interface VcpuDriver {

    /** Gives the guest these registers. */
    void load(CpuState guest);

    /** Copies the guest's registers out. */
    void save(CpuState into);

    /**
     * The guest's general registers, rSP and rAX included, as they are while the guest does not
     * run.
     */
    long[] gpr();

    /** Moves the guest behind the instruction that caused the last exit. */
    void skip();

    /**
     * Whether a maskable interrupt could be injected now: RFLAGS.IF is 1, nothing blocks, nothing
     * else is injected.
     */
    boolean interruptible();

    /** Whether an NMI could be injected now: none is being handled, nothing else is injected. */
    boolean nmiDeliverable();

    /**
     * Asks for an exit as soon as an NMI is deliverable, or withdraws it.
     *
     * @return false if the processor cannot be asked that: an interrupt shadow is in the way, which
     *     the next instruction ends, and somebody must execute that one alone
     */
    boolean wantNmiWindow(boolean wanted);

    /** How far the guest's time-stamp counter is ahead of the host's, in ticks. */
    void setTscOffset(long ticks);

    /** Has the next entry deliver {@code event}. */
    void inject(Event event);

    /** Whether the next entry delivers an event: a new one, or one that an exit interrupted. */
    boolean injecting();

    /** Withdraws the event that the next entry would deliver, which there must be. */
    Event withdraw();

    /** Asks for an exit as soon as the guest is interruptible, or withdraws it. */
    void wantInterruptWindow(boolean wanted);

    /**
     * Enters the guest and runs it until it exits. At the limit, which is exact, an interrupt of
     * the host makes it exit: the guest is never left behind in the processor.
     *
     * @param limit at most so many instructions; 0 to deliver an event and nothing else
     * @return the exit
     */
    Exit run(long limit);
}
