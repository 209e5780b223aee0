package dev.ringmaster.guest.kernel;

import static dev.ringmaster.cpu.isa.Operand.address;
import static dev.ringmaster.cpu.isa.Operand.mem;

import dev.ringmaster.cpu.isa.Code;
import dev.ringmaster.cpu.isa.Label;
import dev.ringmaster.cpu.isa.Mem;

/**
 * Three threads in turn: the kernel's own, which waits for the end, and the tasks A and B. Each has
 * a kernel stack on which its {@link Frame} waits; every tick of the timer goes on to the next.
 */
final class Scheduler {
    /** The offsets, in words, of a thread's fields. */
    private static final int STACK = 0;

    private static final int STACK_TOP = 1;
    private static final int RUNNABLE = 2;
    private static final int EXPECTED_PROBE = 3;
    private static final int FIELDS = 4;

    private static final int THREADS = 3;
    private static final int RESERVED_FLAG = 2;
    private static final int INTERRUPTS_ON = 0x200;

    private final KernelCode k;
    private final Code c;
    private final Frame frame;

    Scheduler(KernelCode k) {
        this.k = k;
        this.c = k.c;
        this.frame = new Frame(k);
    }

    void routines() {
        tick();
        next();
        variables();
    }

    /** A word of the thread that {@code BX} points to. */
    private Mem field(int index) {
        return k.slot(k.bx, (long) index * k.word);
    }

    /** Where a thread keeps the probe that it expects, from its start. */
    static int expectedOffset(KernelCode k) {
        return EXPECTED_PROBE * k.word;
    }

    private Mem fieldOf(int thread, int index) {
        return mem(k.at("threads")).disp((thread * FIELDS + index) * (long) k.word).size(k.word);
    }

    private void tick() {
        k.bind("tick").inc(mem(k.at("ticks")).size(4));
        new Timer(k).endOfInterrupt();
    }

    /** Leaves the running thread with its frame and continues the next that is runnable. */
    private void next() {
        Label found = c.label("thread within the table");
        k.bind("schedule").mov(k.bx, k.slot("current")).mov(field(STACK), k.sp);
        Label again = c.here("next thread");
        c.add(k.bx, FIELDS * (long) k.word).mov(k.ax, address(k.at("threads end")));
        c.cmp(k.bx, k.ax).jne(found);
        c.mov(k.bx, address(k.at("threads")));
        c.bind(found).cmp(field(RUNNABLE), 0).je(again);
        c.mov(k.slot("current"), k.bx).mov(k.sp, field(STACK));
        c.mov(k.ax, field(STACK_TOP)).mov(mem(k.at("tss")).disp(4), k.ax);
        if (k.is64()) {
            c.mov(k.slot("per processor"), k.ax);
        }
        c.jmp(k.at("restore"));
    }

    private void variables() {
        c.align(8);
        k.bind("current");
        k.dataWord(address(k.at("threads")));
        k.bind("threads").zeros(THREADS * FIELDS * k.word);
        k.bind("threads end");
        k.bind("ticks").dq(0);
    }

    /** The kernel's own thread, which is running already. */
    void startOwnThread() {
        c.mov(fieldOf(0, RUNNABLE), 1).mov(fieldOf(0, STACK_TOP), Layout.STACKS + Layout.PAGE);
    }

    /** Makes task 1 or 2: a frame as if it had been interrupted before its first instruction. */
    void startTask(int number, String entry) {
        long top = Layout.STACKS + (number + 1L) * Layout.PAGE;
        c.mov(k.di, top - frame.size());
        if (!k.is64()) {
            c.mov(k.slot(k.di, 0), Selectors.USER_DATA).mov(k.slot(k.di, 4), Selectors.USER_DATA);
        }
        c.mov(k.ax, address(k.at(entry))).mov(k.slot(k.di, frame.instruction()), k.ax);
        c.mov(k.slot(k.di, frame.codeSegment()), Selectors.USER_CODE);
        c.mov(k.slot(k.di, frame.flags()), INTERRUPTS_ON | RESERVED_FLAG);
        c.mov(k.slot(k.di, frame.stack()), Layout.USER_DATA + (number + 1L) * Layout.PAGE);
        c.mov(k.slot(k.di, frame.stack() + k.word), Selectors.USER_DATA);
        c.mov(fieldOf(number, STACK), k.di).mov(fieldOf(number, STACK_TOP), top);
        c.mov(fieldOf(number, RUNNABLE), 1);
    }

    /** Ends the task that runs. */
    void endTask() {
        c.mov(k.bx, k.slot("current")).mov(field(RUNNABLE), 0).jmp(k.at("schedule"));
    }

    /** Halts in ring 0, tick after tick, until no task is left. */
    void waitForTasks() {
        Label wait = c.here("wait for tasks");
        c.sti().hlt().cli();
        c.cmp(fieldOf(1, RUNNABLE), 0).jne(wait).cmp(fieldOf(2, RUNNABLE), 0).jne(wait);
    }
}
