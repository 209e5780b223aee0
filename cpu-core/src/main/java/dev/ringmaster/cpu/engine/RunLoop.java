package dev.ringmaster.cpu.engine;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Meaning;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.bus.VirtualClock;
import dev.ringmaster.cpu.engine.bound.Dispatch;
import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.cpu.guest.GuestMode;
import dev.ringmaster.cpu.instruction.Instruction;
import dev.ringmaster.cpu.protection.Boundary;
import dev.ringmaster.cpu.protection.EventDelivery;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;

/**
 * What all engines share: looking for events at boundaries, delivering faults, completing exits,
 * moving time, waiting in HLT; and the execution of a single instruction, which is the reference
 * for every faster way.
 *
 * <p>Time is planned in slices: an engine may execute up to as many instructions as there are ticks
 * until the next timer without looking up.
 */
abstract class RunLoop implements Engine {
    private static final int LONGEST_SLICE = 1 << 30;

    /**
     * Ten seconds of virtual time in HLT without a single instruction: nothing will ever wake it.
     */
    private static final long LONGEST_IDLE = 10 * VirtualClock.FREQUENCY;

    final Cpu cpu;
    final CpuState state;
    final Fetch fetch;
    final Dispatch dispatch;
    private final VirtualClock clock;
    private long idleTicks;
    private boolean stopped;
    private boolean stopsWhenGuestLeaves;
    private long retired;

    /** Instructions executed in the current slice; exact whenever anything can observe time. */
    int inSlice;

    RunLoop(Cpu cpu) {
        this.cpu = cpu;
        this.state = cpu.state;
        this.clock = cpu.clock;
        this.fetch = new Fetch(cpu);
        this.dispatch = new Dispatch(cpu);
    }

    @Override
    public final Cpu cpu() {
        return cpu;
    }

    @Override
    public final long retired() {
        return retired;
    }

    @Override
    public final void stop() {
        stopped = true;
        cpu.requestAttention();
    }

    @Override
    public final void stopWhenGuestLeaves(boolean on) {
        stopsWhenGuestLeaves = on;
    }

    @Override
    public final RunEnd run(long limit) {
        long end = retired + limit;
        stopped = false;
        cpu.takeLeftGuest();
        clock.follow(() -> inSlice);
        try {
            return loop(end);
        } finally {
            clock.followNobody();
        }
    }

    private RunEnd loop(long end) {
        while (true) {
            if (cpu.attention()) {
                lookUp();
            }
            if (stopped) {
                return RunEnd.STOPPED;
            }
            if (cpu.takeLeftGuest() && stopsWhenGuestLeaves) {
                return RunEnd.LEFT_GUEST;
            }
            if (state.activity != Activity.ACTIVE) {
                RunEnd idle = idle();
                if (idle != null) {
                    return idle;
                }
            } else if (retired >= end) {
                return RunEnd.LIMIT;
            } else {
                runSlice(end);
            }
        }
    }

    private void runSlice(long end) {
        long budget = Math.min(Math.min(end - retired, clock.untilNext()), LONGEST_SLICE);
        inSlice = 0;
        idleTicks = 0;
        clock.takeRearmed();
        try {
            if (budget > 0) {
                slice((int) budget);
            }
        } finally {
            int done = inSlice;
            inSlice = 0;
            retired += done;
            clock.advance(done);
        }
    }

    /**
     * Executes up to {@code budget} instructions, counts them in {@link #inSlice}, and returns
     * early when attention is requested or a timer is armed.
     */
    abstract void slice(int budget);

    /** Whether the slice's plan no longer holds. */
    final boolean interrupted() {
        return cpu.attention() || clock.takeRearmed();
    }

    /** In HLT: lets time pass until something happens. Null if the processor may go on. */
    private RunEnd idle() {
        if (state.activity == Activity.SHUTDOWN) {
            return RunEnd.SHUTDOWN;
        }
        boolean deaf =
                cpu.guest() == GuestMode.NONE
                        && (!state.flags.is(Rflags.IF) || state.activity != Activity.HLT);
        long ticks = clock.untilNext();
        if (deaf || ticks == Long.MAX_VALUE || idleTicks > LONGEST_IDLE) {
            return RunEnd.HALTED;
        }
        idleTicks += ticks;
        clock.advance(ticks);
        cpu.requestAttention();
        return null;
    }

    private void lookUp() {
        cpu.clearAttention();
        try {
            Boundary.poll(cpu);
        } catch (GuestExit exit) {
            complete();
        }
    }

    private void complete() {
        cpu.guest().complete();
    }

    /** Executes the instruction at CS:RIP alone, whatever comes of it, and counts it. */
    final void step() {
        perform(null);
    }

    /** Executes {@code known}, which stands at CS:RIP, alone; null to fetch it. */
    final void perform(Instruction known) {
        long start = state.rip;
        try {
            execute(known == null ? fetch.fetch() : known, start);
        } catch (Fault fault) {
            state.rip = start;
            deliver(fault);
        } catch (GuestExit exit) {
            state.rip = start;
            complete();
        }
        inSlice++;
        if (state.pendingDebug != 0) {
            cpu.requestAttention();
        }
    }

    private void execute(Instruction i, long start) {
        state.instruction = i;
        state.rip = nextRip(start, i);
        Meaning meaning = dispatch.meaning(i.mnemonic());
        meaning.execute(cpu, i);
        if (cpu.attention()) {
            Boundary.afterInstruction(cpu);
        }
    }

    /** The address of the instruction after {@code i}; outside 64-bit mode EIP has 32 bits. */
    static long nextRip(long start, Instruction i) {
        long next = start + i.length();
        return i.codeSize() == 8 ? next : next & 0xffffffffL;
    }

    private void deliver(Fault fault) {
        try {
            EventDelivery.deliver(cpu, Event.of(fault));
        } catch (GuestExit exit) {
            complete();
        }
    }

    /** Completes an exit that unwound the instruction {@code i} at {@code start}. */
    final void leave(long start, Instruction i) {
        state.rip = start;
        state.instruction = i;
        complete();
    }
}
