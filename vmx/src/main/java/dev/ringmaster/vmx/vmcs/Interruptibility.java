package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of {@code GUEST_INTERRUPTIBILITY_INFO}.
 *
 * @sdm Vol. 3C, Guest Non-Register State
 */
public enum Interruptibility implements Flag {
    /** Events are held back for one instruction after STI. */
    BLOCKING_BY_STI(0),
    /** Events are held back for one instruction after MOV SS or POP SS. */
    BLOCKING_BY_MOV_SS(1),
    /** SMIs are held back. */
    BLOCKING_BY_SMI(2),
    /** NMIs, or virtual NMIs, are held back until IRET. */
    BLOCKING_BY_NMI(3),
    /** The exit came out of an enclave. */
    ENCLAVE_INTERRUPTION(4);

    private final int bit;

    Interruptibility(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
