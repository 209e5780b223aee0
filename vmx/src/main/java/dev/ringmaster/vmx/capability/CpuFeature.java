package dev.ringmaster.vmx.capability;

/**
 * What VM-entry checks want to know of the processor beside its capability MSRs, mostly from CPUID.
 */
public enum CpuFeature {
    /** Intel 64 architecture. */
    INTEL_64,
    /** Software guard extensions. */
    SGX,
    /** Restricted transactional memory. */
    RTM,
    /** OS bus-lock detection: DR6.BLD. */
    BUS_LOCK_DETECT,
    /** Flexible return and event delivery. */
    FRED,
    /** An NMI cannot be injected under blocking by STI; processors differ. */
    STI_BLOCKS_NMI_INJECTION
}
