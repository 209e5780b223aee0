package dev.ringmaster.vmx.nonroot;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.state.Activity;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.vmx.exit.ExitReason;
import dev.ringmaster.vmx.exit.ExitRecorder;
import dev.ringmaster.vmx.vmcs.PrimaryControl;

/**
 * The exits that are taken between two instructions, in the order of their priority: TPR below
 * threshold, monitor trap flag, then (after debug traps) the VMX-preemption timer, the NMI window
 * and the interrupt window.
 *
 * @sdm Vol. 3C, Other Causes of VM Exits
 */
final class BoundaryEvents {
    private enum Trap {
        OFF,
        /** The next boundary stands before the first instruction. */
        ARMED,
        /** The exit is due at the next boundary. */
        PENDING
    }

    private final Cpu cpu;
    private final Controls controls;
    private final ExitRecorder recorder;
    private final PreemptionTimer timer;
    private Trap trap = Trap.OFF;
    private boolean tprBelowThreshold;

    BoundaryEvents(Cpu cpu, Controls controls, ExitRecorder recorder, PreemptionTimer timer) {
        this.cpu = cpu;
        this.controls = controls;
        this.recorder = recorder;
        this.timer = timer;
    }

    /**
     * At VM entry; {@code pendingTrap} if a pending MTF VM exit was injected or an event was
     * delivered.
     */
    void begin(boolean injectedTrap, boolean injectedEvent) {
        boolean mtf = controls.has(PrimaryControl.MONITOR_TRAP_FLAG);
        trap = injectedTrap || mtf && injectedEvent ? Trap.PENDING : mtf ? Trap.ARMED : Trap.OFF;
        tprBelowThreshold = false;
    }

    /** After a write to the virtual task priority. */
    void taskPriorityFell() {
        tprBelowThreshold = true;
        cpu.requestAttention();
    }

    /** Takes the first exit that is due. */
    void poll() {
        CpuState s = cpu.state;
        if (tprBelowThreshold) {
            throw recorder.between(ExitReason.TPR_BELOW_THRESHOLD);
        }
        monitorTrap();
        if (s.pendingDebug != 0 && !s.blockedByMovSs) {
            cpu.requestAttention();
            return;
        }
        if (timer.expired() && s.activity != Activity.WAIT_FOR_SIPI) {
            throw recorder.between(ExitReason.PREEMPTION_TIMER);
        }
        windows(s);
    }

    private void monitorTrap() {
        if (trap == Trap.PENDING) {
            throw recorder.between(ExitReason.MONITOR_TRAP_FLAG);
        }
        if (trap == Trap.ARMED) {
            trap = Trap.PENDING;
            cpu.requestAttention();
        }
    }

    /**
     * @sdm Vol. 3C, Interrupt-Window Exiting and Virtual-Interrupt Delivery
     */
    private void windows(CpuState s) {
        boolean shadow = s.blockedBySti || s.blockedByMovSs;
        boolean awake = s.activity == Activity.ACTIVE || s.activity == Activity.HLT;
        boolean nmi = controls.has(PrimaryControl.NMI_WINDOW_EXITING) && !s.blockedByNmi;
        boolean interrupt =
                controls.has(PrimaryControl.INTERRUPT_WINDOW_EXITING) && s.flags.is(Rflags.IF);
        if (!nmi && !interrupt || s.activity == Activity.WAIT_FOR_SIPI) {
            return;
        }
        if (shadow) {
            cpu.requestAttention();
        } else if (nmi) {
            throw recorder.between(ExitReason.NMI_WINDOW);
        } else if (awake) {
            throw recorder.between(ExitReason.INTERRUPT_WINDOW);
        }
    }
}
