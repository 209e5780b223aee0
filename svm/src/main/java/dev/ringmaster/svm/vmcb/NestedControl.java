package dev.ringmaster.svm.vmcb;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of {@link VmcbField#NESTED_CONTROL}. @apm Vol. 2, Enabling Nested Paging; Layout of VMCB
 */
public enum NestedControl implements Flag {
    /** Nested paging. */
    NP_ENABLE(0),
    /** Encrypted memory. */
    SEV(1),
    /** Encrypted state. */
    SEV_ES(2),
    /** Guest mode execute trap. */
    GMET(3),
    /** Supervisor shadow stack restrictions. */
    SSS_CHECK_ENABLE(4),
    /** Virtual transparent encryption. */
    VTE(5),
    /** Read-only guest page tables. */
    ROGPT(6),
    /** INVLPGB and TLBSYNC in the guest. */
    INVLPGB_ENABLE(7);

    private final int bit;

    NestedControl(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
