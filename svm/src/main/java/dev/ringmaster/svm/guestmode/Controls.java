package dev.ringmaster.svm.guestmode;

import dev.ringmaster.svm.vmcb.Intercept;
import dev.ringmaster.svm.vmcb.NestedControl;
import dev.ringmaster.svm.vmcb.Vintr;
import dev.ringmaster.svm.vmcb.Vmcb;
import dev.ringmaster.svm.vmcb.VmcbField;

/**
 * The controls of the guest that runs, as VMRUN found them: the processor's copy of the control
 * area.
 *
 * @apm Vol. 2, VMCB Control Area
 */
public final class Controls {
    private final long[] vectors = new long[6];
    private long ioMap;
    private long msrMap;
    private long tscOffset;
    private long virtualInterrupts;
    private int pauseCount;
    private int pauseThreshold;
    private boolean nestedPaging;
    private boolean hostInterrupts;

    /**
     * Takes the controls of {@code vmcb}; {@code hostInterruptFlag} is RFLAGS.IF of the host at
     * VMRUN.
     */
    public void load(Vmcb vmcb, boolean hostInterruptFlag) {
        vectors[0] = vmcb.get(VmcbField.INTERCEPT_CR);
        vectors[1] = vmcb.get(VmcbField.INTERCEPT_DR);
        vectors[2] = vmcb.get(VmcbField.INTERCEPT_EXCEPTION);
        vectors[3] = vmcb.get(VmcbField.INTERCEPT_WORD3);
        vectors[4] = vmcb.get(VmcbField.INTERCEPT_WORD4);
        vectors[5] = vmcb.get(VmcbField.INTERCEPT_WORD5);
        ioMap = vmcb.get(VmcbField.IOPM_BASE_PA) & ~0xfffL;
        msrMap = vmcb.get(VmcbField.MSRPM_BASE_PA) & ~0xfffL;
        tscOffset = vmcb.get(VmcbField.TSC_OFFSET);
        virtualInterrupts = vmcb.get(VmcbField.VINTR);
        pauseCount = (int) vmcb.get(VmcbField.PAUSE_FILTER_COUNT);
        pauseThreshold = (int) vmcb.get(VmcbField.PAUSE_FILTER_THRESHOLD);
        nestedPaging = NestedControl.NP_ENABLE.in(vmcb.get(VmcbField.NESTED_CONTROL));
        hostInterrupts = hostInterruptFlag;
    }

    /** Whether {@code intercept} is asked for. */
    public boolean asks(Intercept intercept) {
        return asks(intercept.vector(), intercept.bit());
    }

    /** Whether bit {@code bit} of intercept vector {@code vector} (0 to 5) is 1. */
    boolean asks(int vector, int bit) {
        return (vectors[vector] >>> bit & 1) != 0;
    }

    /** The host-physical address of the I/O permission map. */
    long ioMap() {
        return ioMap;
    }

    /** The host-physical address of the MSR permission map. */
    long msrMap() {
        return msrMap;
    }

    /** What is added to the time-stamp counter. */
    long tscOffset() {
        return tscOffset;
    }

    /** The virtual interrupt control, which a running guest changes. */
    public long virtualInterrupts() {
        return virtualInterrupts;
    }

    void virtualInterrupts(long value) {
        virtualInterrupts = value;
    }

    /** Whether RFLAGS.IF and CR8 of the guest concern virtual interrupts only. */
    boolean masksVirtually() {
        return Vintr.V_INTR_MASKING.in(virtualInterrupts);
    }

    /** Whether the host took interrupts when it executed VMRUN. */
    boolean hostInterrupts() {
        return hostInterrupts;
    }

    /** PAUSEs that pass before one is intercepted, 0 to FFFFH. */
    int pauseCount() {
        return pauseCount;
    }

    /** Ticks between two PAUSEs that start the count anew; 0 for never. */
    int pauseThreshold() {
        return pauseThreshold;
    }

    /** Whether the guest has nested paging. */
    public boolean nestedPaging() {
        return nestedPaging;
    }
}
