package dev.ringmaster.hypervisor.host;

import dev.ringmaster.cpu.bus.InterruptController;

/**
 * The host's interrupt pin. Whatever a hypervisor waits for (a virtual device, a timer of its own)
 * raises it; the guest then exits by an external interrupt, and the hypervisor lowers it.
 */
public final class HostPin implements InterruptController {
    /** The vector of the one interrupt. */
    public static final int VECTOR = 0xf0;

    private boolean raised;
    private int priorityClass;

    /** Raises the pin. */
    public void raise() {
        raised = true;
    }

    /** Lowers the pin. */
    public void lower() {
        raised = false;
    }

    @Override
    public boolean pending() {
        return raised;
    }

    @Override
    public int acknowledge() {
        raised = false;
        return VECTOR;
    }

    @Override
    public int taskPriorityClass() {
        return priorityClass;
    }

    @Override
    public void setTaskPriorityClass(int priorityClass) {
        this.priorityClass = priorityClass;
    }
}
