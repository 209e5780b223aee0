package dev.ringmaster.svm.vmcb;

import dev.ringmaster.cpu.arch.Flag;

/** The bits of {@link VmcbField#INTERRUPT_STATE}. @apm Vol. 2, Interrupt Shadows */
public enum InterruptState implements Flag {
    /** The guest is in an interrupt shadow. */
    INTERRUPT_SHADOW(0),
    /** RFLAGS.IF of an encrypted guest. */
    GUEST_INTERRUPT_MASK(1);

    private final int bit;

    InterruptState(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
