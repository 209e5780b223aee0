package dev.ringmaster.vmx.nonroot;

import dev.ringmaster.cpu.guest.GuestView;
import dev.ringmaster.cpu.guest.OptionalInstruction;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;

/**
 * What a guest reads, and what its writes change. @sdm Vol. 3C, Changes to Instruction Behavior in
 * VMX Non-Root Operation
 */
final class VmxView implements GuestView {
    private static final int FRACTION_BITS = 48;

    private final Controls controls;
    private final VirtualTpr tpr;
    private final BoundaryEvents events;

    VmxView(Controls controls, VirtualTpr tpr, BoundaryEvents events) {
        this.controls = controls;
        this.tpr = tpr;
        this.events = events;
    }

    /**
     * @sdm Vol. 3C, Guest/Host Masks and Read Shadows for CR0 and CR4
     */
    @Override
    public long readCr0(long real) {
        return real & ~controls.cr0Mask | controls.cr0Shadow & controls.cr0Mask;
    }

    @Override
    public long readCr4(long real) {
        return real & ~controls.cr4Mask | controls.cr4Shadow & controls.cr4Mask;
    }

    @Override
    public long writtenCr0(long value, long real) {
        return value & ~controls.cr0Mask | real & controls.cr0Mask;
    }

    @Override
    public long writtenCr4(long value, long real) {
        return value & ~controls.cr4Mask | real & controls.cr4Mask;
    }

    /**
     * @sdm Vol. 3C, TSC Offset and TSC Multiplier
     */
    @Override
    public long tsc(long real) {
        if (!controls.has(PrimaryControl.USE_TSC_OFFSETTING)) {
            return real;
        }
        if (!controls.has(SecondaryControl.USE_TSC_SCALING)) {
            return real + controls.tscOffset;
        }
        return scaled(real, controls.tscMultiplier) + controls.tscOffset;
    }

    /** Bits 111:48 of the unsigned 128-bit product. */
    private static long scaled(long a, long b) {
        long high = Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
        return high << 64 - FRACTION_BITS | a * b >>> FRACTION_BITS;
    }

    @Override
    public int readCr8(int real) {
        return controls.has(PrimaryControl.USE_TPR_SHADOW) ? tpr.priorityClass() : real;
    }

    @Override
    public boolean writeCr8(int priorityClass) {
        if (!controls.has(PrimaryControl.USE_TPR_SHADOW)) {
            return false;
        }
        tpr.setPriorityClass(priorityClass);
        if (tpr.belowThreshold()) {
            events.taskPriorityFell();
        }
        return true;
    }

    /**
     * @sdm Vol. 3C, Pin-Based VM-Execution Controls: NMI exiting, virtual NMIs
     */
    @Override
    public boolean iretUnblocksNmis() {
        return !controls.has(PinControl.NMI_EXITING) || controls.has(PinControl.VIRTUAL_NMIS);
    }

    @Override
    public boolean offers(OptionalInstruction instruction) {
        return controls.has(
                switch (instruction) {
                    case RDTSCP -> SecondaryControl.ENABLE_RDTSCP;
                    case INVPCID -> SecondaryControl.ENABLE_INVPCID;
                    case XSAVES -> SecondaryControl.ENABLE_XSAVES_XRSTORS;
                    case USER_WAIT -> SecondaryControl.ENABLE_USER_WAIT_AND_PAUSE;
                });
    }
}
