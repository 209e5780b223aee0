package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuExtension;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * Between two instructions: shadows end, traps and interrupts are taken.
 *
 * <p>What an engine does: after an instruction, or an event, if {@link Cpu#attention()} is set, it
 * calls {@link #afterInstruction} (not if the instruction faulted or the processor does not
 * execute) and then {@link #poll}; while attention stays set, instructions run one at a time. An
 * engine also polls when it begins to run, and while the processor halts. Without attention nothing
 * here is called: whoever opens a way for an event requests attention.
 *
 * @sdm Vol. 3A, Priority Among Concurrent Events
 */
public final class Boundary {
    private static final long SINGLE_STEP = 1L << 14;
    private static final long ENABLED = 0xff;
    private static final long BRANCH_STEP = 2;

    private Boundary() {}

    /**
     * Ends what lasts for one instruction: the interrupt shadows, RFLAGS.RF; notes the single-step
     * trap.
     */
    public static void afterInstruction(Cpu cpu) {
        CpuState s = cpu.state;
        if (s.shadowExpires) {
            s.shadowExpires = false;
            s.blockedBySti = false;
            s.blockedByMovSs = false;
        }
        if (s.resumeExpires) {
            s.resumeExpires = false;
            s.flags.put(Rflags.RF, false);
        }
        if (s.stepArmed) {
            if ((s.debugCtl & BRANCH_STEP) != 0) {
                throw new NotModelled("single-step on branches", "IA32_DEBUGCTL MSR");
            }
            s.stepArmed = false;
            // MOV SS itself is not followed by a single-step trap: the next instruction is.
            s.pendingDebug |= s.blockedByMovSs ? 0 : SINGLE_STEP;
        }
    }

    /**
     * Takes what events are open, one after the other, and prepares the next instruction. In front
     * of a handler's first instruction is a boundary too, at which a guest may leave.
     *
     * @throws dev.ringmaster.cpu.guest.GuestExit if the guest leaves
     */
    public static void poll(Cpu cpu) {
        cpu.clearAttention();
        cpu.intercepts().boundary();
        while (listens(cpu) && takeEvent(cpu)) {
            cpu.clearAttention();
            cpu.intercepts().boundary();
        }
        if (listens(cpu)) {
            prepare(cpu);
        }
    }

    private static boolean listens(Cpu cpu) {
        Activity activity = cpu.state.activity;
        return activity == Activity.ACTIVE || activity == Activity.HLT;
    }

    /** The events in the order of their priority. */
    private static boolean takeEvent(Cpu cpu) {
        return takeTrap(cpu)
                || takeNmi(cpu)
                || takeInterrupt(cpu)
                || cpu.state.activity == Activity.ACTIVE && takeCodeBreakpoint(cpu);
    }

    /** Debug traps on the previous instruction; MOV SS delays them by one. */
    private static boolean takeTrap(Cpu cpu) {
        CpuState s = cpu.state;
        if (s.pendingDebug == 0 || s.blockedByMovSs) {
            return false;
        }
        long causes = s.pendingDebug;
        s.pendingDebug = 0;
        EventDelivery.deliver(cpu, Event.of(Fault.db(causes)));
        return true;
    }

    private static boolean takeNmi(Cpu cpu) {
        CpuState s = cpu.state;
        if (!s.nmiPending) {
            return false;
        }
        boolean open = !s.blockedByNmi && !s.blockedByMovSs;
        if (!cpu.intercepts().nmisOpen(open) || !extensionsOpen(cpu)) {
            return false;
        }
        cpu.intercepts().nmi();
        s.nmiPending = false;
        s.blockedByNmi = true;
        EventDelivery.deliver(cpu, Event.nmi());
        return true;
    }

    private static boolean takeInterrupt(Cpu cpu) {
        CpuState s = cpu.state;
        if (!cpu.interrupts.pending()) {
            return false;
        }
        boolean open = s.flags.is(Rflags.IF) && !s.blockedBySti && !s.blockedByMovSs;
        if (!cpu.intercepts().interruptsOpen(open) || !extensionsOpen(cpu)) {
            return false;
        }
        cpu.intercepts().externalInterrupt();
        EventDelivery.deliver(cpu, Event.external(cpu.interrupts.acknowledge()));
        return true;
    }

    private static boolean extensionsOpen(Cpu cpu) {
        for (CpuExtension extension : cpu.extensions()) {
            if (!extension.interruptsEnabled()) {
                return false;
            }
        }
        return true;
    }

    /**
     * A breakpoint on the next instruction is a fault. @sdm Vol. 3B, Instruction-Breakpoint
     * Exception Condition
     */
    private static boolean takeCodeBreakpoint(Cpu cpu) {
        CpuState s = cpu.state;
        if ((s.dr[7] & ENABLED) == 0 || s.flags.is(Rflags.RF) || s.blockedByMovSs) {
            return false;
        }
        long linear = s.mode64() ? s.rip : s.segments[Segment.CS].base + s.rip & 0xffffffffL;
        long hit = 0;
        for (int n = 0; n < 4; n++) {
            boolean enabled = (s.dr[7] >>> 2 * n & 3) != 0;
            boolean code = (s.dr[7] >>> 16 + 4 * n & 0xf) == 0;
            hit |= enabled && code && s.dr[n] == linear ? 1L << n : 0;
        }
        if (hit != 0) {
            EventDelivery.deliver(cpu, Event.of(Fault.db(hit)));
        }
        return hit != 0;
    }

    /**
     * Notes under which conditions the next instruction starts; asks to be called after it if they
     * matter.
     */
    private static void prepare(Cpu cpu) {
        CpuState s = cpu.state;
        s.shadowExpires = s.blockedBySti || s.blockedByMovSs;
        s.resumeExpires = s.flags.is(Rflags.RF);
        s.stepArmed = s.flags.is(Rflags.TF) && s.activity == Activity.ACTIVE;
        boolean breakpoints = (s.dr[7] & ENABLED) != 0;
        if (s.shadowExpires
                || s.resumeExpires
                || s.stepArmed
                || breakpoints
                || s.pendingDebug != 0) {
            cpu.requestAttention();
        }
    }

    /** Begins the shadow of STI: no maskable interrupt before the end of the next instruction. */
    static void shadowAfterSti(Cpu cpu) {
        cpu.state.blockedBySti = true;
        fresh(cpu);
    }

    /**
     * Begins the shadow of MOV SS and POP SS. @sdm Vol. 3A, Masking Exceptions and Interrupts When
     * Switching Stacks
     */
    static void shadowAfterMovSs(Cpu cpu) {
        cpu.state.blockedBySti = false;
        cpu.state.blockedByMovSs = true;
        fresh(cpu);
    }

    private static void fresh(Cpu cpu) {
        cpu.state.shadowExpires = false;
        cpu.requestAttention();
    }
}
