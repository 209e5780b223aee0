package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of the VM-function controls. Which functions VMFUNC offers to the guest.
 *
 * @sdm Vol. 3C, VM-Function Controls
 */
public enum VmFunction implements Flag {
    /** VMFUNC leaf 0 switches EPTP from the EPTP list. */
    EPTP_SWITCHING(0, "EPTP switching");

    private final int bit;
    private final String title;

    VmFunction(int bit, String title) {
        this.bit = bit;
        this.title = title;
    }

    @Override
    public int bit() {
        return bit;
    }

    /** The name as the manual prints it. */
    public String title() {
        return title;
    }
}
