package dev.ringmaster.vmx.nonroot;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.bus.VirtualClock;

/**
 * The VMX-preemption timer: counts down by 1 whenever one chosen bit of the time-stamp counter
 * changes. One serves all guests of a processor.
 *
 * @sdm Vol. 3C, VMX-Preemption Timer
 */
public final class PreemptionTimer {
    private final Cpu cpu;
    private final int rate;
    private final VirtualClock.Timer timer;
    private boolean running;
    private long end;

    /**
     * A stopped timer.
     *
     * @param rate the number of the TSC bit, 0 to 31: IA32_VMX_MISC bits 4:0
     */
    public PreemptionTimer(Cpu cpu, int rate) {
        this.cpu = cpu;
        this.rate = rate;
        this.timer = cpu.clock.timer(cpu::requestAttention);
    }

    /** Starts to count down from {@code value}, 0 to FFFFFFFFH. */
    void start(long value) {
        running = true;
        end = (cpu.tsc() >>> rate) + value;
        cpu.clock.arm(timer, (end << rate) - cpu.tscOffset());
    }

    /** Stops it. */
    void stop() {
        if (running) {
            running = false;
            cpu.clock.arm(timer, Long.MAX_VALUE);
        }
    }

    /** Whether it runs and has reached 0. */
    boolean expired() {
        return running && value() == 0;
    }

    /** What is left, 0 to FFFFFFFFH. */
    long value() {
        return Math.max(0, end - (cpu.tsc() >>> rate));
    }
}
