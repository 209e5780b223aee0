package dev.ringmaster.svm.npt;

import dev.ringmaster.cpu.arch.Flag;

/** The bits of EXITINFO1 of a nested page fault. @apm Vol. 2, Nested Page Faults */
public enum NestedFault implements Flag {
    /** The nested page was present. */
    P(0),
    /** The access was a write. */
    W(1),
    /** The access was a user access; accesses to nested tables always are. */
    US(2),
    /** A reserved bit was 1 in a nested entry. */
    RSV(3),
    /** The access was an instruction fetch. */
    ID(4),
    /** The final address of the guest's access was translated. */
    FINAL(32),
    /** An entry of the guest's page tables was translated. */
    TABLE(33);

    private final int bit;

    NestedFault(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
