package dev.ringmaster.svm.vmcb;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of {@link VmcbField#VIRT_EXT}. @apm Vol. 2, LBR Virtualization; Virtual VMLOAD and
 * VMSAVE; Layout of VMCB
 */
public enum VirtExt implements Flag {
    /** The guest has its own last branch records. */
    LBR(0),
    /** VMLOAD and VMSAVE of the guest take guest-physical addresses. */
    VMLOAD_VMSAVE(1),
    /** The guest has its own instruction-based sampling. */
    IBS(2),
    /** The guest has its own performance counters. */
    PMC(3);

    private final int bit;

    VirtExt(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
