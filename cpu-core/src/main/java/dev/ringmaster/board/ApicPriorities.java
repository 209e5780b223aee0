package dev.ringmaster.board;

/**
 * What waits (IRR), what is served (ISR), which of it is level-triggered (TMR), and the task
 * priority that holds back the rest.
 *
 * @sdm Vol. 3A, Interrupt, Task, and Processor Priority
 */
final class ApicPriorities {
    final ApicBits inService = new ApicBits();
    final ApicBits trigger = new ApicBits();
    final ApicBits request = new ApicBits();
    private int task;

    void reset() {
        inService.reset();
        trigger.reset();
        request.reset();
        task = 0;
    }

    int task() {
        return task;
    }

    void setTask(int priority) {
        task = priority;
    }

    /** The processor priority register. */
    int processor() {
        int service = Math.max(0, inService.highest());
        return task >> 4 >= service >> 4 ? task : service & 0xf0;
    }

    void request(int vector, boolean level) {
        request.set(vector);
        trigger.put(vector, level);
    }

    /** The vector that would be served now, or -1. */
    int candidate() {
        int vector = request.highest();
        return vector >> 4 > processor() >> 4 ? vector : -1;
    }

    void serve(int vector) {
        request.clear(vector);
        inService.set(vector);
    }

    /** Ends what is served; its vector, or -1 if nothing was. */
    int end() {
        int vector = inService.highest();
        if (vector >= 0) {
            inService.clear(vector);
        }
        return vector;
    }
}
