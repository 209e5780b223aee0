package dev.ringmaster.svm.vmcb;

/**
 * The defined values of {@link VmcbField#TLB_CONTROL}; all others are reserved. @apm Vol. 2, TLB
 * Control
 */
public enum TlbControl {
    /** Flush nothing. */
    NOTHING(0),
    /** Flush all entries of all address spaces. */
    ALL(1),
    /** Flush this guest's entries. */
    THIS_ASID(3),
    /** Flush this guest's entries that are not global. */
    THIS_ASID_NON_GLOBAL(7);

    private final int encoding;

    TlbControl(int encoding) {
        this.encoding = encoding;
    }

    /** The value in the field. */
    public int encoding() {
        return encoding;
    }
}
