package dev.ringmaster.vmx.capability;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of IA32_VMX_EPT_VPID_CAP.
 *
 * @sdm Vol. 3D, VPID and EPT Capabilities
 */
public enum EptVpidCapability implements Flag {
    /** EPT entries may allow execution alone. */
    EXECUTE_ONLY(0),
    /** EPT walks of 4 levels. */
    PAGE_WALK_4(6),
    /** EPT walks of 5 levels. */
    PAGE_WALK_5(7),
    /** EPT structures may be uncacheable. */
    MEMORY_TYPE_UC(8),
    /** EPT structures may be write-back. */
    MEMORY_TYPE_WB(14),
    /** 2-MByte pages. */
    PAGES_2M(16),
    /** 1-GByte pages. */
    PAGES_1G(17),
    /** INVEPT. */
    INVEPT(20),
    /** Accessed and dirty flags. */
    ACCESSED_DIRTY(21),
    /** EPT violations report more of the linear address. */
    ADVANCED_EXIT_INFORMATION(22),
    /** Supervisor shadow-stack control. */
    SUPERVISOR_SHADOW_STACK(23),
    /** INVEPT of a single context. */
    INVEPT_SINGLE_CONTEXT(25),
    /** INVEPT of all contexts. */
    INVEPT_ALL_CONTEXT(26),
    /** INVVPID. */
    INVVPID(32),
    /** INVVPID of an individual address. */
    INVVPID_INDIVIDUAL_ADDRESS(40),
    /** INVVPID of a single context. */
    INVVPID_SINGLE_CONTEXT(41),
    /** INVVPID of all contexts. */
    INVVPID_ALL_CONTEXT(42),
    /** INVVPID of a single context but its global translations. */
    INVVPID_SINGLE_CONTEXT_RETAINING_GLOBALS(43);

    private final int bit;

    EptVpidCapability(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
