package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.memory.SingleStep;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.Bits;
import dev.ringmaster.cpu.state.CpuState;

/**
 * Brings an event to its handler, whatever the mode, and combines the faults that happen on the
 * way.
 *
 * <p>On entry RIP is what is to be saved: of the faulting instruction for a fault, of the next one
 * for interrupts, traps and software events. While an attempt is under way {@code state.delivering}
 * is the event; it stays so if the guest leaves, until the guest has been left.
 *
 * @sdm Vol. 3A, Interrupt and Exception Handling
 */
public final class EventDelivery {
    private static final long DR6_FIXED = 0xffff0ff0L;
    private static final long DR7_GENERAL_DETECT = 1L << 13;

    /** LBR and BTF of IA32_DEBUGCTL. */
    private static final long LAST_BRANCHES = 1;

    private static final long BRANCH_STEP = 2;

    private EventDelivery() {}

    /**
     * Delivers {@code event}, or what comes of it. An exception is shown to the guest's intercepts
     * before.
     *
     * @throws dev.ringmaster.cpu.guest.GuestExit if the guest leaves
     */
    public static void deliver(Cpu cpu, Event event) {
        CpuState s = cpu.state;
        Event next = withPending(s, event);
        s.delivering = null;
        while (next != null) {
            next = attempt(cpu, next);
        }
        s.delivering = null;
        s.stepArmed = false;
        s.resumeExpires = false;
        s.shadowExpires = false;
        s.blockedBySti = false;
        s.blockedByMovSs = false;
        cpu.requestAttention();
    }

    /**
     * A debug exception takes along the traps that MOV SS held back; INT n does not. @sdm Vol. 3A,
     * Masking Exceptions and Interrupts When Switching Stacks
     */
    private static Event withPending(CpuState s, Event event) {
        if (s.pendingDebug == 0 || !isDebugException(event)) {
            return event;
        }
        long causes = event.debugStatus() | s.pendingDebug;
        s.pendingDebug = 0;
        int length = event.instructionLength();
        return new Event(event.type(), event.vector(), false, 0, length, 0, causes);
    }

    private static boolean isDebugException(Event event) {
        return event.type() == Event.Type.PRIVILEGED_SOFTWARE_EXCEPTION
                || event.type() == Event.Type.HARDWARE_EXCEPTION
                        && event.vector() == Vector.DB.number();
    }

    /** Tries to deliver; what must be delivered next, or null at the end. */
    private static Event attempt(Cpu cpu, Event event) {
        CpuState s = cpu.state;
        ask(cpu, event);
        s.delivering = event;
        int task = s.tr.selector;
        try {
            once(cpu, event);
            return null;
        } catch (Fault fault) {
            if (event.type().software() && s.tr.selector == task) {
                s.rip = Bits.zeroExtend(s.rip - event.instructionLength(), s.codeSize());
            }
            return combined(cpu, event, Event.of(fault));
        } catch (SingleStep request) {
            s.delivering = null;
            throw request;
        }
    }

    /** INT n has asked already, and interrupts before they were acknowledged. */
    private static void ask(Cpu cpu, Event event) {
        switch (event.type()) {
            case HARDWARE_EXCEPTION, PRIVILEGED_SOFTWARE_EXCEPTION, SOFTWARE_EXCEPTION ->
                    cpu.intercepts().exception(event);
            case EXTERNAL_INTERRUPT, NMI, SOFTWARE_INTERRUPT -> {}
        }
    }

    private static Event combined(Cpu cpu, Event first, Event second) {
        return switch (DoubleFaults.combine(first, second)) {
            case SERIAL -> second;
            case DOUBLE_FAULT -> {
                cpu.intercepts().exception(second);
                yield Event.of(Fault.of(Vector.DF, 0));
            }
            case TRIPLE_FAULT -> {
                cpu.intercepts().exception(second);
                cpu.intercepts().tripleFault();
                cpu.state.activity = Activity.SHUTDOWN;
                yield null;
            }
        };
    }

    private static void once(Cpu cpu, Event event) {
        CpuState s = cpu.state;
        recordCause(cpu, event);
        if (s.longMode()) {
            LongDelivery.deliver(cpu, event);
        } else if (s.protectedMode()) {
            ProtectedDelivery.deliver(cpu, event);
        } else {
            RealDelivery.deliver(cpu, event);
        }
        s.activity = Activity.ACTIVE;
    }

    /**
     * CR2 of a page fault; of a debug exception DR6 and DR7.GD, and that branches are no longer
     * recorded or stepped over: its handler would overwrite what it wants to read. @sdm Vol. 3B,
     * Debug Status Register (DR6); Last Branch, Interrupt, and Exception Recording
     */
    private static void recordCause(Cpu cpu, Event event) {
        CpuState s = cpu.state;
        if (isDebugException(event)) {
            long replaced = event.debugStatus() == 0 ? 0 : 0xf;
            s.dr[6] = s.dr[6] & ~replaced | event.debugStatus() | DR6_FIXED;
            s.dr[7] &= ~DR7_GENERAL_DETECT;
            s.debugCtl &= event.debugStatus() == 0 ? -1L : ~(LAST_BRANCHES | BRANCH_STEP);
        } else if (event.type() == Event.Type.HARDWARE_EXCEPTION
                && event.vector() == Vector.PF.number()) {
            s.cr2 = event.linear();
        }
    }

    /**
     * RFLAGS as it is saved: RF is 1 for faults. @sdm Vol. 3B, Instruction-Breakpoint Exception
     * Condition
     */
    static long savedFlags(CpuState s, Event event) {
        return Rflags.RF.with(s.flags.get(), s.flags.is(Rflags.RF) || isFault(event));
    }

    private static boolean isFault(Event event) {
        int notFaults = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 8 | 1 << 18;
        return event.type() == Event.Type.HARDWARE_EXCEPTION
                && (notFaults >>> event.vector() & 1) == 0;
    }

    /** The flags with which a handler starts. */
    static void enterHandler(CpuState s, boolean clearInterrupts) {
        s.flags.put(Rflags.TF, false);
        s.flags.put(Rflags.NT, false);
        s.flags.put(Rflags.RF, false);
        s.flags.put(Rflags.VM, false);
        if (clearInterrupts) {
            s.flags.put(Rflags.IF, false);
        }
    }
}
