package dev.ringmaster.svm.guestmode;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.guest.GuestView;
import dev.ringmaster.svm.vmcb.Vintr;

/**
 * What an SVM guest sees instead of the real thing: its time-stamp counter and its task priority.
 *
 * @apm Vol. 2, TSC Offset; Virtualizing CR8
 */
final class SvmView implements GuestView {
    private final Cpu cpu;
    private final Controls controls;

    SvmView(Cpu cpu, Controls controls) {
        this.cpu = cpu;
        this.controls = controls;
    }

    @Override
    public long tsc(long real) {
        return real + controls.tscOffset();
    }

    @Override
    public int readCr8(int real) {
        return controls.masksVirtually() ? Vintr.tpr(controls.virtualInterrupts()) & 0xf : real;
    }

    /** V_TPR follows CR8 in any case; the real task priority only if the guest's is not virtual. */
    @Override
    public boolean writeCr8(int priorityClass) {
        controls.virtualInterrupts(
                Vintr.withTpr(controls.virtualInterrupts(), priorityClass & 0xf));
        cpu.requestAttention();
        return controls.masksVirtually();
    }
}
