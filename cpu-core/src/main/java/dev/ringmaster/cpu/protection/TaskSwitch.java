package dev.ringmaster.cpu.protection;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Cr0;
import dev.ringmaster.cpu.arch.Event;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Rflags;
import dev.ringmaster.cpu.guest.TaskSwitchSource;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;

/**
 * A switch of tasks. The new task's registers are all read before the point of no return; what is
 * wrong with its segments is found after it and belongs to the new task.
 *
 * @sdm Vol. 3A, Task Switching
 */
final class TaskSwitch {
    private static final long LOCAL_BREAKPOINTS = 0x155;
    private static final long TASK_TRAP = 1L << 15;

    private final Cpu cpu;
    private final CpuState s;
    private final Descriptor next;
    private final TaskSwitchSource source;
    private final Event cause;
    private final TaskState layout;
    private long[] image;

    /**
     * Prepares a switch to the TSS {@code next}; {@code cause} is the event that went through a
     * task gate, or null.
     */
    TaskSwitch(Cpu cpu, Descriptor next, TaskSwitchSource source, Event cause) {
        this.cpu = cpu;
        this.s = cpu.state;
        this.next = next;
        this.source = source;
        this.cause = cause;
        this.layout = TaskState.of((next.type() & 8) != 0);
    }

    /** The available TSS that a task gate names. */
    static Descriptor available(Cpu cpu, int selector) {
        return checked(cpu, selector, Descriptor.TSS16);
    }

    private static Descriptor checked(Cpu cpu, int selector, int type) {
        int code = Descriptors.errorCode(cpu, selector);
        boolean returns = type != Descriptor.TSS16;
        if (Descriptors.isNull(selector) || Descriptors.isLocal(selector)) {
            throw returns ? Fault.ts(code) : Fault.gp(code);
        }
        Descriptor d = Descriptors.require(cpu, selector, returns ? Fault::ts : Fault::gp);
        if (!d.system() || (d.type() & 7) != type) {
            throw returns ? Fault.ts(code) : Fault.gp(code);
        }
        if (!d.present()) {
            throw Fault.np(code);
        }
        return d;
    }

    /**
     * CALL or JMP, direct or through a gate; what is wrong with the new task is delivered in it.
     */
    static void transfer(Cpu cpu, Descriptor tss, TaskSwitchSource source) {
        new TaskSwitch(cpu, tss, source, null).runAndDeliver(cpu.state.flags.get());
    }

    /** IRET with NT: back to the task that called. @sdm Vol. 3A, Task Linking */
    static void back(Cpu cpu) {
        CpuState s = cpu.state;
        int selector = (int) cpu.memory.systemRead(s.tr.base & 0xffffffffL, 2);
        Descriptor d = checked(cpu, selector, Descriptor.TSS16 | Descriptor.BUSY);
        long flags = Rflags.NT.clear(s.flags.get());
        new TaskSwitch(cpu, d, TaskSwitchSource.IRET, null).runAndDeliver(flags);
    }

    private void runAndDeliver(long savedFlags) {
        int old = s.tr.selector;
        try {
            run(savedFlags);
        } catch (Fault fault) {
            if (s.tr.selector == old) {
                throw fault;
            }
            EventDelivery.deliver(cpu, Event.of(fault));
        }
    }

    /** The switch; {@code savedFlags} go to the old TSS. */
    void run(long savedFlags) {
        if (next.limit() < layout.size() - 1) {
            throw Fault.ts(Descriptors.errorCode(cpu, next.selector()));
        }
        cpu.intercepts().taskSwitch(next.selector(), source, cause);
        image = layout.read(cpu, next.base());
        saveOld(savedFlags);
        link();
        commit();
        loadSegments();
        trap();
        cpu.requestAttention();
    }

    private void saveOld(long savedFlags) {
        TaskState old = TaskState.of((s.tr.access & 8) != 0);
        if (s.tr.limit < old.size() - 1) {
            throw Fault.ts(Descriptors.errorCode(cpu, s.tr.selector));
        }
        cpu.memory.systemProbeWrite(s.tr.base & 0xffffffffL, old.size());
        cpu.memory.systemProbeWrite(next.base() & 0xffffffffL, 2);
        old.save(cpu, s.tr.base, savedFlags);
    }

    /** Busy bits and the back link. */
    private void link() {
        if (source == TaskSwitchSource.JMP || source == TaskSwitchSource.IRET) {
            Descriptor old = Descriptors.find(cpu, s.tr.selector);
            if (old != null) {
                Descriptors.markBusy(cpu, old, false);
            }
        } else {
            cpu.memory.systemWrite(next.base() & 0xffffffffL, 2, s.tr.selector);
        }
        if (source != TaskSwitchSource.IRET) {
            Descriptors.markBusy(cpu, next, true);
        }
    }

    /** The point of no return: TR, CR0.TS, CR3, flags and general registers. */
    private void commit() {
        int rights = next.access() | Descriptor.BUSY;
        s.tr.set(next.selector(), next.base(), next.limit(), rights);
        s.cr0 = Cr0.TS.set(s.cr0);
        s.dr[7] &= ~LOCAL_BREAKPOINTS;
        if (layout.wide() && s.paging()) {
            switchSpace(image[TaskState.CR3] & 0xffffffffL);
        }
        s.rip = image[TaskState.EIP];
        long flags = image[TaskState.EFLAGS];
        boolean nested = source == TaskSwitchSource.CALL || source == TaskSwitchSource.GATE;
        s.flags.set(nested ? Rflags.NT.set(flags) : flags);
        for (int i = 0; i < 8; i++) {
            s.reg(i, layout.wide() ? 4 : 2, image[TaskState.EAX + i]);
        }
        visibleSelectors();
        cpu.modeChanged();
    }

    private void switchSpace(long cr3) {
        s.cr3 = cr3;
        if (s.paePaging() && !cpu.memory.loadPdptes(cr3)) {
            throw Fault.gp(0);
        }
        cpu.memory.flush();
    }

    /** Until its descriptor is loaded, a register shows the selector and is unusable. */
    private void visibleSelectors() {
        for (int i = 0; i < 6; i++) {
            int selector = (int) image[TaskState.ES + i];
            boolean defined = layout.wide() || i < 4;
            s.segments[i].set(defined ? selector : 0, 0, 0, SegmentLoading.NULL);
        }
        s.ldtr.set((int) image[TaskState.LDTR], 0, 0, SegmentLoading.NULL);
        s.cpl = s.virtual8086() ? 3 : s.segments[Segment.CS].selector & 3;
    }

    private void loadSegments() {
        loadLdt(s.ldtr.selector);
        if (s.virtual8086()) {
            for (int i = 0; i < 6; i++) {
                SegmentLoading.loadReal(s, i, s.segments[i].selector);
            }
        } else {
            loadCode(s.segments[Segment.CS].selector);
            loadStack(s.segments[Segment.SS].selector);
            for (int i : new int[] {Segment.ES, Segment.DS, Segment.FS, Segment.GS}) {
                SegmentLoading.loadData(cpu, i, s.segments[i].selector, Fault::ts);
            }
        }
        cpu.modeChanged();
        if (Long.compareUnsigned(s.rip, s.segments[Segment.CS].limit) > 0) {
            throw Fault.gp(Descriptors.external(cpu));
        }
    }

    private void loadLdt(int selector) {
        if (Descriptors.isNull(selector)) {
            return;
        }
        int code = Descriptors.errorCode(cpu, selector);
        Descriptor d = Descriptors.isLocal(selector) ? null : Descriptors.find(cpu, selector);
        if (d == null || !d.system() || d.type() != Descriptor.LDT || !d.present()) {
            throw Fault.ts(code);
        }
        s.ldtr.set(selector, d.base(), d.limit(), d.access());
    }

    private void loadCode(int selector) {
        int code = Descriptors.errorCode(cpu, selector);
        if (Descriptors.isNull(selector)) {
            throw Fault.ts(Descriptors.external(cpu));
        }
        Descriptor d = Descriptors.require(cpu, selector, Fault::ts);
        boolean privileged = d.conforming() ? d.dpl() <= d.rpl() : d.dpl() == d.rpl();
        if (!d.code() || !privileged) {
            throw Fault.ts(code);
        }
        if (!d.present()) {
            throw Fault.np(code);
        }
        SegmentLoading.install(cpu, s.segments[Segment.CS], d, selector);
    }

    private void loadStack(int selector) {
        if (Descriptors.isNull(selector)) {
            throw Fault.ts(Descriptors.external(cpu));
        }
        Descriptor d = SegmentLoading.stack(cpu, selector, s.cpl, Fault::ts);
        SegmentLoading.install(cpu, s.segments[Segment.SS], d, selector);
    }

    /** The T flag of the TSS traps before the task's first instruction. */
    private void trap() {
        if (layout.wide() && (image[TaskState.TRAP] & 1) != 0) {
            s.pendingDebug |= TASK_TRAP;
        }
    }

    /** Pushes the error code of the event on the new task's stack. */
    void pushErrorCode(int errorCode) {
        Stack.push(cpu, layout.wide() ? 4 : 2, errorCode & 0xffffffffL);
    }
}
