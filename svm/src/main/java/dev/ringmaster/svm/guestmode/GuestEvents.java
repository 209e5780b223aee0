package dev.ringmaster.svm.guestmode;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.PageFaultError;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.arch.Vector;
import dev.ringmaster.cpu.guest.GuestExit;
import dev.ringmaster.cpu.guest.TaskSwitchSource;
import dev.ringmaster.cpu.protection.EventDelivery;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.svm.exit.ExitCode;
import dev.ringmaster.svm.guestmode.ExitRecord.Kind;
import dev.ringmaster.svm.vmcb.EventInjection;
import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.Vintr;

import java.util.function.BooleanSupplier;

/**
 * The events of a guest: exceptions that may be intercepted, the event that VMRUN injects, virtual
 * interrupts, task switches.
 *
 * <p>A virtual interrupt keeps the rules of a real one: it waits for RFLAGS.IF, for the virtual TPR
 * unless V_IGN_TPR is 1, for the end of an interrupt shadow and for GIF, and comes after debug
 * traps and NMIs. Physical interrupts, whether they are delivered or leave the guest, come before
 * it; its own intercept is looked at only when it is about to be taken, and leaves V_IRQ set.
 *
 * <p>V_INTR_MASKING puts RFLAGS.IF of the host in the place of the guest's for physical interrupts,
 * and nothing more. An interrupt shadow is a window of one instruction in which no interrupt is
 * recognized; the manual excepts none, so it holds physical interrupts back in either case.
 *
 * @apm Vol. 2, Exception Intercepts; Event Injection; Physical (INTR) Interrupt Masking in EFLAGS;
 *     Injecting Virtual (INTR) Interrupts; Interrupt Shadows; Virtual Interrupt Intercept
 */
final class GuestEvents {
    private static final long DR6_FIXED = 0xffff0ff0L;
    private static final long DR7_GENERAL_DETECT = 1L << 13;
    private static final ExitCode[] CODES = ExitCode.values();
    private static final int FIRST_EXCEPTION = ExitCode.VMEXIT_EXCP0.ordinal();

    private final Cpu cpu;
    private final CpuState state;
    private final Controls controls;
    private final ExitRecord exit;
    private final BooleanSupplier globalInterruptFlag;
    private long injection;
    private long nextRip;
    private boolean exceptionInjected;
    private boolean pdptesAwaited;

    GuestEvents(Cpu cpu, Controls controls, ExitRecord exit, BooleanSupplier globalInterruptFlag) {
        this.cpu = cpu;
        this.state = cpu.state;
        this.controls = controls;
        this.exit = exit;
        this.globalInterruptFlag = globalInterruptFlag;
    }

    /** At VMRUN: what EVENTINJ says, and where an injected software event returns to. */
    void start(long eventInjection, long next) {
        injection = eventInjection;
        nextRip = next;
        exceptionInjected = false;
        pdptesAwaited = false;
    }

    /** PDPTE registers are to be loaded before anything else. */
    void loadPdptesFirst() {
        pdptesAwaited = true;
    }

    // --- intercepts

    /** An injected event itself is not intercepted; what happens while it is delivered is. */
    void exception(Event event) {
        if (exceptionInjected) {
            exceptionInjected = false;
            return;
        }
        boolean int1 = event.type() == Event.Type.PRIVILEGED_SOFTWARE_EXCEPTION;
        if (int1 && controls.asks(Intercept.ICEBP)) {
            throw exit.leave(ExitCode.VMEXIT_ICEBP, Kind.INSTRUCTION, 0, 0);
        }
        if (!controls.asks(2, event.vector())) {
            return;
        }
        ExitCode code = CODES[FIRST_EXCEPTION + event.vector()];
        if (event.vector() == Vector.PF.number()) {
            throw pageFault(code, event);
        }
        if (event.vector() == Vector.DB.number() && !int1) {
            showDebugCause(event);
        }
        throw exit.leave(code, kind(event), event.errorCode(), 0);
    }

    private GuestExit pageFault(ExitCode code, Event event) {
        exit.leave(code, Kind.PAGE_FAULT, event.errorCode() & 0xffffffffL, event.linear());
        if (PageFaultError.I.in(event.errorCode())) {
            exit.markFetch();
        }
        return GuestExit.UNWIND;
    }

    /** nRIP is saved for exceptions that INT1, INT3, INTO and BOUND ask for. @apm Vol. 2, nRIP */
    private static Kind kind(Event event) {
        boolean asked = event.type().software() || event.vector() == Vector.BR.number();
        return asked ? Kind.INSTRUCTION : Kind.EVENT;
    }

    /** DR6 and DR7 are as the handler would have seen them. @apm Vol. 2, #DB (Debug) */
    private void showDebugCause(Event event) {
        state.dr[6] = state.dr[6] & ~0xfL | event.debugStatus() | DR6_FIXED;
        state.dr[7] &= ~DR7_GENERAL_DETECT;
    }

    /**
     * EXITINFO1 is the selector of the TSS, EXITINFO2 holds the error code and, in bits 36, 38, 44
     * and 48, IRET, far jump, error code valid, and RFLAGS.RF. @apm Vol. 2, Task Switch Intercept
     */
    void taskSwitch(int selector, TaskSwitchSource source, Event cause) {
        if (!controls.asks(Intercept.TASK_SWITCH)) {
            return;
        }
        long info2 =
                switch (source) {
                    case IRET -> 1L << 36;
                    case JMP -> 1L << 38;
                    case CALL, GATE -> 0;
                };
        if (cause != null && cause.hasErrorCode()) {
            info2 |= 1L << 44 | cause.errorCode() & 0xffffffffL;
        }
        info2 |= state.flags.is(Rflags.RF) ? 1L << 48 : 0;
        throw exit.leave(ExitCode.VMEXIT_TASK_SWITCH, Kind.EVENT, selector, info2);
    }

    // --- between instructions

    /** The event to inject, then virtual interrupts, which come after everything else. */
    void boundary() {
        if (pdptesAwaited) {
            loadPdptes();
        }
        if (EventInjection.valid(injection)) {
            inject();
        } else if (virtualInterruptOpen() && !earlierEventDue()) {
            takeVirtualInterrupt();
        }
    }

    /** Nested paging does not check the entries at VMRUN. @apm Vol. 2, Legacy PAE Mode */
    private void loadPdptes() {
        cpu.memory.takePdptes(state.cr3);
        pdptesAwaited = false;
    }

    private void inject() {
        long event = injection;
        injection = 0;
        long start = state.rip;
        Event injected = event(event);
        exceptionInjected = injected.type() == Event.Type.HARDWARE_EXCEPTION;
        if (returnsToNext(event)) {
            state.rip = nextRip;
        }
        try {
            EventDelivery.deliver(cpu, injected);
        } catch (GuestExit unwind) {
            state.rip = start;
            throw unwind;
        }
    }

    /**
     * Software interrupts, and the exceptions of INT3 and INTO, return behind their instruction.
     */
    private static boolean returnsToNext(long event) {
        int type = EventInjection.type(event);
        int vector = EventInjection.vector(event);
        boolean trap = vector == Vector.BP.number() || vector == Vector.OF.number();
        return type == EventInjection.SOFTWARE || type == EventInjection.EXCEPTION && trap;
    }

    private Event event(long event) {
        int vector = EventInjection.vector(event);
        return switch (EventInjection.type(event)) {
            case EventInjection.INTR -> Event.external(vector);
            case EventInjection.NMI -> Event.nmi();
            case EventInjection.SOFTWARE ->
                    Event.software(
                            Event.Type.SOFTWARE_INTERRUPT, vector, (int) (nextRip - state.rip));
            default -> exception(event, vector);
        };
    }

    /**
     * CR2 and DR6 are the hypervisor's business: the injected exception leaves them as they are.
     */
    private Event exception(long event, int vector) {
        return new Event(
                Event.Type.HARDWARE_EXCEPTION,
                vector,
                EventInjection.hasErrorCode(event),
                EventInjection.errorCode(event),
                0,
                vector == Vector.PF.number() ? state.cr2 : 0,
                vector == Vector.DB.number() ? state.dr[6] & 0xf00fL : 0);
    }

    /** Whether a physical interrupt gets through; {@code open} is what the guest's state says. */
    boolean interruptsOpen(boolean open) {
        return controls.masksVirtually() ? controls.hostInterrupts() && !shadowed() : open;
    }

    /** Asked only where the guest is in no shadow, and GIF is 1. */
    private boolean earlierEventDue() {
        return state.pendingDebug != 0
                || state.nmiPending && !state.blockedByNmi
                || cpu.interrupts.pending() && interruptsOpen(state.flags.is(Rflags.IF));
    }

    private boolean virtualInterruptOpen() {
        long v = controls.virtualInterrupts();
        return Vintr.V_IRQ.in(v)
                && state.flags.is(Rflags.IF)
                && (Vintr.V_IGN_TPR.in(v) || Vintr.priority(v) > (Vintr.tpr(v) & 0xf))
                && !shadowed()
                && globalInterruptFlag.getAsBoolean();
    }

    private boolean shadowed() {
        return state.blockedBySti || state.blockedByMovSs;
    }

    private void takeVirtualInterrupt() {
        if (controls.asks(Intercept.VINTR)) {
            throw exit.leave(ExitCode.VMEXIT_VINTR, Kind.EVENT, 0, 0);
        }
        long v = controls.virtualInterrupts();
        controls.virtualInterrupts(Vintr.V_IRQ.clear(v));
        EventDelivery.deliver(cpu, Event.external(Vintr.vector(v)));
    }
}
