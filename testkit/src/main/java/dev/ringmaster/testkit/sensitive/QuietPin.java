package dev.ringmaster.testkit.sensitive;

import dev.ringmaster.cpu.bus.InterruptController;

/** An interrupt pin that is never raised, with a task-priority register. */
final class QuietPin implements InterruptController {
    private int priorityClass;

    @Override
    public boolean pending() {
        return false;
    }

    @Override
    public int acknowledge() {
        throw new AssertionError("an interrupt was acknowledged that was never pending");
    }

    @Override
    public int taskPriorityClass() {
        return priorityClass;
    }

    @Override
    public void setTaskPriorityClass(int value) {
        priorityClass = value;
    }
}
