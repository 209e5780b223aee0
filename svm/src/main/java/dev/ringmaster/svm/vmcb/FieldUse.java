package dev.ringmaster.svm.vmcb;

/** When the processor reads or writes a VMCB field. @apm Vol. 2, VMCB State Caching */
public enum FieldUse {
    /** VMRUN reads it, unless its clean bit allows a cached copy. */
    CACHED,
    /** VMRUN reads it every time. */
    NOT_CACHED,
    /** #VMEXIT writes it, VMRUN does not read it. */
    WRITTEN_ON_EXIT,
    /** VMLOAD and VMSAVE transfer it, VMRUN does not. */
    VMLOAD_VMSAVE,
    /** Used only by the feature it belongs to, or by host software. */
    OTHER
}
