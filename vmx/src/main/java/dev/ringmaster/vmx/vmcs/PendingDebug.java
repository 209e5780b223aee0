package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of {@code GUEST_PENDING_DEBUG_EXCEPTIONS}.
 *
 * @sdm Vol. 3C, Guest Non-Register State
 */
public enum PendingDebug implements Flag {
    /** Breakpoint 0 was met. */
    B0(0),
    /** Breakpoint 1 was met. */
    B1(1),
    /** Breakpoint 2 was met. */
    B2(2),
    /** Breakpoint 3 was met. */
    B3(3),
    /** A bus lock was asserted; reserved where OS bus-lock detection does not exist. */
    BLD(11),
    /** A data or I/O breakpoint was met that DR7 enables. */
    ENABLED_BREAKPOINT(12),
    /** A single step is pending. */
    BS(14),
    /** The debug exception came inside a transactional region. */
    RTM(16);

    private final int bit;

    PendingDebug(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
