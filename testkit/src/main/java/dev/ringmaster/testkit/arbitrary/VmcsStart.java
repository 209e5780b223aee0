package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.rule.EntryContext;
import dev.ringmaster.vmx.rule.EntryFact;
import dev.ringmaster.vmx.rule.EntryState;
import dev.ringmaster.vmx.rule.StraightLine;
import dev.ringmaster.vmx.rule.ValidVmcs;
import dev.ringmaster.vmx.vmcs.EventInfo;
import dev.ringmaster.vmx.vmcs.EventType;
import dev.ringmaster.vmx.vmcs.Vmcs;
import dev.ringmaster.vmx.vmcs.VmcsField;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Where cases start from. */
public enum VmcsStart {
    /** A 64-bit guest. */
    SIXTY_FOUR_BIT(ValidVmcs::sixtyFourBit),
    /** A 32-bit guest with two-level paging. */
    PROTECTED_32(ValidVmcs::protected32),
    /** A 32-bit guest with PAE paging. */
    PAE(ValidVmcs::pae),
    /** A real-mode guest, unrestricted. */
    REAL(ValidVmcs::realMode),
    /** A virtual-8086 guest. */
    VIRTUAL_8086(ValidVmcs::virtual8086),
    /** A 64-bit guest with every control that goes together with the others. */
    EVERY_CONTROL(ValidVmcs::everything),
    /** A 64-bit guest with a TPR shadow and virtual NMIs. */
    TPR_SHADOW(ValidVmcs::tprShadow),
    /** A 64-bit guest into which an NMI is injected. */
    INJECTED_NMI(caps -> injecting(caps, EventInfo.of(EventType.NMI, 2))),
    /** A 64-bit guest into which #GP is injected. */
    INJECTED_EXCEPTION(
            caps -> injecting(caps, EventInfo.withErrorCode(EventType.HARDWARE_EXCEPTION, 13))),
    /** A 64-bit guest into which INT3 is injected. */
    INJECTED_BREAKPOINT(
            caps ->
                    injecting(caps, EventInfo.of(EventType.SOFTWARE_EXCEPTION, 3))
                            .set(VmcsField.VM_ENTRY_INSTRUCTION_LEN, 1)),
    /** A 64-bit guest with a link pointer, the one that is entered while MTF is pending. */
    LINKED(
            caps ->
                    injecting(caps, EventInfo.of(EventType.OTHER_EVENT, 0))
                            .set(VmcsField.VMCS_LINK_POINTER, 0x3000)
                            .set(VmcsField.EXECUTIVE_VMCS_POINTER, 0x6000)),
    /** The same, left from SMM. */
    LINKED_IN_SMM(LINKED.guest) {
        @Override
        EntryContext context() {
            return super.context().set(EntryFact.IN_SMM, 1);
        }
    },
    /** A halted 64-bit guest. */
    HALTED(caps -> ValidVmcs.sixtyFourBit(caps).set(VmcsField.GUEST_ACTIVITY_STATE, 1)),
    /** A 64-bit guest for which an MSR is loaded. */
    MSR_LIST(VmcsStart::listing),
    /** The same, but the MSR is one that a field holds. */
    FS_BASE_LISTED(VmcsStart::listing, Msr.FS_BASE),
    /** The same with another such MSR. */
    GS_BASE_LISTED(VmcsStart::listing, Msr.GS_BASE),
    /** The same with a register of the x2APIC. */
    X2APIC_LISTED(VmcsStart::listing, Msr.X2APIC_FIRST),
    /** The same with an MSR that only SMM may write. */
    SMM_MSR_LISTED(VmcsStart::listing, 0x9b),
    /** The same with the MSR that starts a microcode update. */
    MICROCODE_LISTED(VmcsStart::listing, 0x79),
    /** The same with an MSR that does not take the value 0. */
    FAULTING_LISTED(VmcsStart::listing, Msr.TSC_AUX),
    /** A 64-bit guest for which an MSR is loaded out of an entry with a reserved bit. */
    RESERVED_LISTED(VmcsStart::listing) {
        @Override
        long read(VmxCapabilities caps, long hostPhysical, int bytes) {
            return bytes == 4 && hostPhysical == LIST + 4 ? 1 : 0;
        }
    },
    /** A 32-bit guest with PAE paging and EPT, whose PDPTEs are fields. */
    PAE_WITH_EPT(ValidVmcs::paeWithEpt),
    /**
     * A 32-bit guest with PAE paging and a PDPTE in memory that has a reserved bit; with other bits
     * of CR3 it is another PDPTE.
     */
    PAE_RESERVED(ValidVmcs::pae) {
        @Override
        long read(VmxCapabilities caps, long hostPhysical, int bytes) {
            boolean reserved =
                    hostPhysical == 0x18
                            || hostPhysical == 0x20 + 0x10
                            || hostPhysical == 0x40 + 0x8
                            || hostPhysical == 0x80;
            return reserved ? 3 : 0;
        }
    };

    private static final long LIST = 0x5000;

    private final Function<VmxCapabilities, Vmcs> guest;
    private final int listed;

    VmcsStart(Function<VmxCapabilities, Vmcs> guest) {
        this(guest, 0);
    }

    VmcsStart(Function<VmxCapabilities, Vmcs> guest, int listed) {
        this.guest = guest;
        this.listed = listed;
    }

    private static Vmcs listing(VmxCapabilities caps) {
        return ValidVmcs.sixtyFourBit(caps)
                .set(VmcsField.VM_ENTRY_MSR_LOAD_COUNT, 1)
                .set(VmcsField.VM_ENTRY_MSR_LOAD_ADDRESS, LIST);
    }

    private static Vmcs injecting(VmxCapabilities caps, long event) {
        return ValidVmcs.sixtyFourBit(caps).set(VmcsField.VM_ENTRY_INTR_INFO_FIELD, event);
    }

    /** A new VMCS for a processor. */
    public Vmcs vmcs(VmxCapabilities caps) {
        return guest.apply(caps);
    }

    /** Whether a guest so started is entered on a processor. */
    public boolean enters(VmxCapabilities caps) {
        return StraightLine.allHold(state(caps));
    }

    /** The starts whose guests a processor enters. */
    public static List<VmcsStart> entering(VmxCapabilities caps) {
        return Arrays.stream(values()).filter(start -> start.enters(caps)).toList();
    }

    /** A new state, in which loading no MSR faults. */
    EntryState state(VmxCapabilities caps) {
        return new EntryState(
                vmcs(caps),
                caps,
                context(),
                (at, bytes) -> read(caps, at, bytes),
                (index, value) -> index == Msr.TSC_AUX);
    }

    /** What is in memory: an MSR's index in the list, elsewhere regions of VMCSs. */
    long read(VmxCapabilities caps, long hostPhysical, int bytes) {
        if (bytes != 4 || hostPhysical == LIST + 4) {
            return 0;
        }
        return hostPhysical == LIST ? listed & 0xffffffffL : caps.revision();
    }

    EntryContext context() {
        return EntryContext.sixtyFourBitLaunch();
    }
}
