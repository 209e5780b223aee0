package dev.ringmaster.cpu.bus;

/** What stands at the processor's interrupt pin: a local APIC, or an 8259 pair alone. */
public interface InterruptController {

    /** Whether a maskable interrupt waits that the task priority lets through. */
    boolean pending();

    /**
     * Accepts the highest waiting interrupt and returns its vector, 0 to 255. Only called while
     * {@link #pending()}.
     */
    int acknowledge();

    /** Bits 7:4 of the task-priority register, which CR8 shows; 0 to 15. */
    int taskPriorityClass();

    /** Writes the task priority as MOV to CR8 does. */
    void setTaskPriorityClass(int priorityClass);
}
