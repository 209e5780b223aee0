package dev.ringmaster.vmx.capability;

import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.VmcsField;

/**
 * The processors that exist nowhere: the one that allows most, and what this model offers. Those
 * that exist are {@link IntelProcessor}.
 */
final class Profiles {
    /** 4-KByte regions, write-back, INS and OUTS information, TRUE controls. */
    private static final long BASIC = 0x1000L << 32 | 6L << 50 | 1L << 54 | 1L << 55;

    private static final long PE_NE_PG = 0x80000021L;
    private static final long CR0_BITS = 0xffffffffL;
    private static final long VMXE = 1L << 13;

    private static final VmxCapabilities PERMISSIVE = buildPermissive();
    private static final VmxCapabilities MODELLED = buildModelled();

    private Profiles() {}

    static VmxCapabilities permissive() {
        return PERMISSIVE;
    }

    static VmxCapabilities modelled() {
        return MODELLED;
    }

    /**
     * Everything allowed, with one exception: hardware exceptions keep their fixed error codes
     * (IA32_VMX_BASIC bit 56 is 0). A processor without that bit is common, and an event that obeys
     * it is right on either.
     */
    private static VmxCapabilities buildPermissive() {
        VmxCapabilities.Builder it = VmxCapabilities.builder();
        for (ControlWord word : ControlWord.values()) {
            it.allow(word.defined());
        }
        for (EptVpidCapability each : EptVpidCapability.values()) {
            it.msr(Msr.VMX_EPT_VPID_CAP, it.msr(Msr.VMX_EPT_VPID_CAP) | each.mask());
        }
        reserved(it);
        return it.msr(Msr.VMX_BASIC, BASIC | 1L << 49 | 1L << 58 | 1)
                .msr(Msr.VMX_MISC, 0x7004c1e5L)
                .msr(Msr.VMX_CR0_FIXED0, PE_NE_PG)
                .msr(Msr.VMX_CR0_FIXED1, CR0_BITS)
                .msr(Msr.VMX_CR4_FIXED0, VMXE)
                .msr(Msr.VMX_CR4_FIXED1, 0x1_1bff_7fffL)
                .msr(Msr.VMX_VMCS_ENUM, 0x34L << 1)
                .physicalAddressWidth(52)
                .linearAddressWidth(57)
                .with(
                        CpuFeature.INTEL_64,
                        CpuFeature.SGX,
                        CpuFeature.RTM,
                        CpuFeature.BUS_LOCK_DETECT,
                        CpuFeature.FRED)
                .build();
    }

    /** Every control here is one that the execution model obeys; nothing else may be set. */
    private static VmxCapabilities buildModelled() {
        VmxCapabilities.Builder it = VmxCapabilities.builder();
        it.allow(
                PinControl.EXTERNAL_INTERRUPT_EXITING,
                PinControl.NMI_EXITING,
                PinControl.VIRTUAL_NMIS,
                PinControl.ACTIVATE_VMX_PREEMPTION_TIMER);
        it.allow(
                PrimaryControl.INTERRUPT_WINDOW_EXITING,
                PrimaryControl.USE_TSC_OFFSETTING,
                PrimaryControl.HLT_EXITING,
                PrimaryControl.INVLPG_EXITING,
                PrimaryControl.MWAIT_EXITING,
                PrimaryControl.RDPMC_EXITING,
                PrimaryControl.RDTSC_EXITING,
                PrimaryControl.CR3_LOAD_EXITING,
                PrimaryControl.CR3_STORE_EXITING,
                PrimaryControl.CR8_LOAD_EXITING,
                PrimaryControl.CR8_STORE_EXITING,
                PrimaryControl.USE_TPR_SHADOW,
                PrimaryControl.NMI_WINDOW_EXITING,
                PrimaryControl.MOV_DR_EXITING,
                PrimaryControl.UNCONDITIONAL_IO_EXITING,
                PrimaryControl.USE_IO_BITMAPS,
                PrimaryControl.MONITOR_TRAP_FLAG,
                PrimaryControl.USE_MSR_BITMAPS,
                PrimaryControl.MONITOR_EXITING,
                PrimaryControl.PAUSE_EXITING,
                PrimaryControl.ACTIVATE_SECONDARY_CONTROLS);
        it.allow(
                SecondaryControl.ENABLE_EPT,
                SecondaryControl.DESCRIPTOR_TABLE_EXITING,
                SecondaryControl.ENABLE_RDTSCP,
                SecondaryControl.ENABLE_VPID,
                SecondaryControl.WBINVD_EXITING,
                SecondaryControl.UNRESTRICTED_GUEST,
                SecondaryControl.RDRAND_EXITING,
                SecondaryControl.ENABLE_INVPCID,
                SecondaryControl.RDSEED_EXITING,
                SecondaryControl.USE_TSC_SCALING);
        it.allow(
                ExitControl.SAVE_DEBUG_CONTROLS,
                ExitControl.HOST_ADDRESS_SPACE_SIZE,
                ExitControl.ACKNOWLEDGE_INTERRUPT_ON_EXIT,
                ExitControl.SAVE_IA32_PAT,
                ExitControl.LOAD_IA32_PAT,
                ExitControl.SAVE_IA32_EFER,
                ExitControl.LOAD_IA32_EFER,
                ExitControl.SAVE_VMX_PREEMPTION_TIMER_VALUE);
        it.allow(
                EntryControl.LOAD_DEBUG_CONTROLS,
                EntryControl.IA_32E_MODE_GUEST,
                EntryControl.LOAD_IA32_PAT,
                EntryControl.LOAD_IA32_EFER);
        reserved(it);
        return it.msr(Msr.VMX_BASIC, BASIC | 1)
                .msr(Msr.VMX_MISC, 0x60040060L)
                .msr(Msr.VMX_CR0_FIXED0, PE_NE_PG)
                .msr(Msr.VMX_CR0_FIXED1, CR0_BITS)
                .msr(Msr.VMX_CR4_FIXED0, VMXE)
                .msr(Msr.VMX_CR4_FIXED1, 0x372fffL)
                .msr(Msr.VMX_VMCS_ENUM, highestIndex(it.build()))
                .msr(Msr.VMX_EPT_VPID_CAP, eptOfTheModel())
                .physicalAddressWidth(40)
                .with(CpuFeature.INTEL_64)
                .build();
    }

    /** The highest index of a field that exists, where IA32_VMX_VMCS_ENUM has it. */
    private static long highestIndex(VmxCapabilities caps) {
        long highest = 0;
        for (VmcsField field : VmcsField.values()) {
            highest = caps.exists(field) ? Math.max(highest, field.index()) : highest;
        }
        return highest << 1;
    }

    private static long eptOfTheModel() {
        long bits = 0;
        for (Flag each :
                new Flag[] {
                    EptVpidCapability.EXECUTE_ONLY,
                    EptVpidCapability.PAGE_WALK_4,
                    EptVpidCapability.MEMORY_TYPE_UC,
                    EptVpidCapability.MEMORY_TYPE_WB,
                    EptVpidCapability.PAGES_2M,
                    EptVpidCapability.PAGES_1G,
                    EptVpidCapability.INVEPT,
                    EptVpidCapability.ACCESSED_DIRTY,
                    EptVpidCapability.INVEPT_SINGLE_CONTEXT,
                    EptVpidCapability.INVEPT_ALL_CONTEXT,
                    EptVpidCapability.INVVPID,
                    EptVpidCapability.INVVPID_INDIVIDUAL_ADDRESS,
                    EptVpidCapability.INVVPID_SINGLE_CONTEXT,
                    EptVpidCapability.INVVPID_ALL_CONTEXT,
                    EptVpidCapability.INVVPID_SINGLE_CONTEXT_RETAINING_GLOBALS
                }) {
            bits = each.set(bits);
        }
        return bits;
    }

    /** Reserved bits that must be 1, and the default1 class where there are no TRUE MSRs. */
    static void reserved(VmxCapabilities.Builder it) {
        fix(it, ControlWord.PIN, PinControl.RESERVED_ONE, PinControl.DEFAULT1);
        fix(it, ControlWord.PRIMARY, PrimaryControl.RESERVED_ONE, PrimaryControl.DEFAULT1);
        fix(it, ControlWord.EXIT, ExitControl.RESERVED_ONE, ExitControl.DEFAULT1);
        fix(it, ControlWord.ENTRY, EntryControl.RESERVED_ONE, EntryControl.DEFAULT1);
    }

    private static void fix(
            VmxCapabilities.Builder it, ControlWord word, long reserved, long default1) {
        it.msr(word.msr(), it.msr(word.msr()) | default1 | default1 << 32);
        it.msr(word.trueMsr(), it.msr(word.trueMsr()) | reserved | reserved << 32);
    }
}
