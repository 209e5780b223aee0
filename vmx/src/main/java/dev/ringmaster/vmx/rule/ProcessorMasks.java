package dev.ringmaster.vmx.rule;

import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.capability.CpuFeature;
import dev.ringmaster.vmx.capability.EptVpidCapability;
import dev.ringmaster.vmx.capability.GuardedRegister;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.ActivityState;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.PrimaryControl;

/**
 * What straight-line checks ask of a processor, worked out once: masks of the bits that must not be
 * 1, and answers of one bit. Immutable.
 */
final class ProcessorMasks {
    /** The bits beyond MAXPHYADDR. */
    final long beyondWidth;

    /** The bits that no address in a VMCS may set. */
    final long beyondLimit;

    /** What an address of a 4-KByte page in a VMCS must not set. */
    final long page;

    /**
     * How far a linear address is shifted until its highest implemented bit is bit 63; without
     * Intel 64 not at all, for then each is canonical.
     */
    final int linearShift;

    /** The number of bits of a linear address. */
    final int linearWidth;

    /** The bits of CR3 that must be 0. */
    final long cr3Reserved;

    final long cr0Ones;
    final long cr0Zeros;
    final long cr4Ones;
    final long cr4Zeros;

    /** Bit n is 1 if EPT structures may have memory type n. */
    final int eptTypes;

    /** Bit n is 1 if an EPT pointer may have n in its bits 5:3. */
    final int eptWalks;

    /** The bits of an EPT pointer that must be 0. */
    final long eptReserved;

    /** The bits of a valid injected event that must be 0. */
    final long eventReserved;

    /** Bits of pending debug exceptions that must be 0. */
    final long pendingReserved;

    /** Bit n is 1 if a guest may be entered in activity state n. */
    final int activities;

    final int cr3Targets;
    final boolean strictErrorCodes;
    final boolean zeroLength;
    final boolean otherEvents;
    final boolean longMode;
    final boolean sgx;
    final boolean rtm;
    final boolean stiBlocksNmi;
    final int revision;

    private final long[] ones = new long[ControlWord.values().length];
    private final long[] zeros = new long[ones.length];
    private final long[] reserved = new long[GuardedRegister.values().length];

    ProcessorMasks(VmxCapabilities caps) {
        beyondWidth = Bits.above(caps.physicalAddressWidth());
        beyondLimit = caps.limitsAddressesTo32Bits() ? Bits.HIGH_32 : beyondWidth;
        page = beyondLimit | Bits.LOW_12;
        linearWidth = caps.linearAddressWidth();
        linearShift = caps.has(CpuFeature.INTEL_64) ? 64 - linearWidth : 0;
        cr3Reserved = Rows.cr3Reserved(caps);
        cr0Ones = caps.cr0Fixed0();
        cr0Zeros = ~caps.cr0Fixed1();
        cr4Ones = caps.cr4Fixed0();
        cr4Zeros = ~caps.cr4Fixed1();
        eptTypes =
                (caps.has(EptVpidCapability.MEMORY_TYPE_UC) ? 1 : 0)
                        | (caps.has(EptVpidCapability.MEMORY_TYPE_WB) ? 1 << 6 : 0);
        eptWalks =
                (caps.has(EptVpidCapability.PAGE_WALK_4) ? 1 << 3 : 0)
                        | (caps.has(EptVpidCapability.PAGE_WALK_5) ? 1 << 4 : 0);
        eptReserved = beyondWidth | 0xf00 | absentEptFlags(caps);
        eventReserved = EventInfo.RESERVED | (caps.hasNestedExceptions() ? 0 : EventInfo.NESTED);
        boolean busLocks = caps.has(CpuFeature.BUS_LOCK_DETECT);
        pendingReserved = Bits.range(63, 17) | 1 << 15 | 1 << 13 | (busLocks ? 0x7f0 : 0xff0);
        activities = activities(caps);
        cr3Targets = caps.cr3Targets();
        strictErrorCodes = !caps.relaxesErrorCodes();
        zeroLength = caps.injectsWithLengthZero();
        otherEvents = caps.allows(PrimaryControl.MONITOR_TRAP_FLAG) || caps.has(CpuFeature.FRED);
        longMode = caps.has(CpuFeature.INTEL_64);
        sgx = caps.has(CpuFeature.SGX);
        rtm = caps.has(CpuFeature.RTM);
        stiBlocksNmi = caps.has(CpuFeature.STI_BLOCKS_NMI_INJECTION);
        revision = caps.revision();
        for (ControlWord word : ControlWord.values()) {
            ones[word.ordinal()] = caps.mustBeOne(word);
            zeros[word.ordinal()] = ~caps.mayBeOne(word);
        }
        for (GuardedRegister register : GuardedRegister.values()) {
            reserved[register.ordinal()] = ~caps.writable(register);
        }
    }

    private static long absentEptFlags(VmxCapabilities caps) {
        return (caps.has(EptVpidCapability.ACCESSED_DIRTY) ? 0 : 1 << 6)
                | (caps.has(EptVpidCapability.SUPERVISOR_SHADOW_STACK) ? 0 : 1 << 7);
    }

    private static int activities(VmxCapabilities caps) {
        int supported = 0;
        for (ActivityState state : ActivityState.values()) {
            supported |= caps.supports(state) ? 1 << state.number() : 0;
        }
        return supported;
    }

    /** The bits of a control word that its capability MSR does not allow; 0 if all is well. */
    long wrong(ControlWord word, long value) {
        return ones[word.ordinal()] & ~value | value & zeros[word.ordinal()];
    }

    /** The bits of a register that software must not set. */
    long reserved(GuardedRegister register) {
        return reserved[register.ordinal()];
    }

    /** The bits in which a linear address is not canonical; 0 if it is. */
    long uncanonical(long linear) {
        return linear << linearShift >> linearShift ^ linear;
    }
}
