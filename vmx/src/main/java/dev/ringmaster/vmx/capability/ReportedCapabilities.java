package dev.ringmaster.vmx.capability;

import static dev.ringmaster.cpu.arch.Msr.*;

import dev.ringmaster.vmx.capability.VmxCapabilities.Builder;

/**
 * What processors report, in the order of the registers' numbers. The capability MSRs and CPUID are
 * those of published register listings of the processors named; the listings end at 490H, and
 * IA32_VMX_VMFUNC follows from the "enable VM functions" control, because there is one function.
 *
 * <p>The writable bits of other registers follow from CPUID: the counters of IA32_PERF_GLOBAL_CTRL
 * from leaf 0AH (all eight general ones, which are there while hyper-threading is off),
 * IA32_DEBUGCTL from RTM and bus-lock detection, IA32_RTIT_CTL from leaf 14H, IA32_SPEC_CTRL from
 * leaf 7. Of IA32_LBR_CTL and IA32_S_CET they are the widest.
 *
 * @sdm Vol. 3D, VMX Capability Reporting Facility
 * @sdm Vol. 4, Model-Specific Registers
 */
final class ReportedCapabilities {
    private ReportedCapabilities() {}

    /**
     * What all report alike, and the control words, given by the controls that may be 1: each
     * processor here has the TRUE registers and wants those controls to be 1 that the manual names.
     */
    private static Builder reported(long pin, long primary, long exit, long entry) {
        Builder it = VmxCapabilities.builder().with(CpuFeature.INTEL_64);
        mayBeOne(it, ControlWord.PIN, pin);
        mayBeOne(it, ControlWord.PRIMARY, primary);
        mayBeOne(it, ControlWord.EXIT, exit);
        mayBeOne(it, ControlWord.ENTRY, entry);
        Profiles.reserved(it);
        return it.msr(VMX_CR0_FIXED0, 0x8000_0021L)
                .msr(VMX_CR0_FIXED1, 0xffff_ffffL)
                .msr(VMX_CR4_FIXED0, 0x2000)
                .msr(VMX_VMFUNC, 1);
    }

    private static void mayBeOne(Builder it, ControlWord word, long controls) {
        it.msr(word.msr(), controls << 32).msr(word.trueMsr(), controls << 32);
    }

    /** The Xeon E3-1245 v3; a Core i7-4770 reports the same, but for transactional memory. */
    static VmxCapabilities haswell() {
        return reported(0x7f, 0xfff9_fffeL, 0x007f_ffff, 0xffff)
                .msr(VMX_BASIC, 0x00da_0400_0000_0012L)
                .msr(VMX_MISC, 0x0000_0000_3004_81e5L)
                .msr(VMX_CR4_FIXED1, 0x0000_0000_0017_67ffL)
                .msr(VMX_VMCS_ENUM, 0x0000_0000_0000_002aL)
                .msr(VMX_PROCBASED_CTLS2, 0x0000_7cff_0000_0000L)
                .msr(VMX_EPT_VPID_CAP, 0x0000_0f01_0633_4141L)
                .physicalAddressWidth(39)
                .linearAddressWidth(48)
                .with(CpuFeature.RTM)
                .writable(GuardedRegister.DEBUGCTL, 0xffc3L)
                .writable(GuardedRegister.PERF_GLOBAL_CTRL, 0x7_0000_00ffL)
                .writable(GuardedRegister.SPEC_CTRL, 0x7L)
                .build();
    }

    /** The Core M-5Y70. */
    static VmxCapabilities broadwell() {
        return reported(0x7f, 0xfff9_fffeL, 0x007f_ffff, 0xffff)
                .msr(VMX_BASIC, 0x00da_0400_0000_0012L)
                .msr(VMX_MISC, 0x0000_0000_3004_81e5L)
                .msr(VMX_CR4_FIXED1, 0x0000_0000_0037_67ffL)
                .msr(VMX_VMCS_ENUM, 0x0000_0000_0000_002aL)
                .msr(VMX_PROCBASED_CTLS2, 0x0005_7cff_0000_0000L)
                .msr(VMX_EPT_VPID_CAP, 0x0000_0f01_0633_4141L)
                .physicalAddressWidth(39)
                .linearAddressWidth(48)
                .writable(GuardedRegister.DEBUGCTL, 0x7fc3L)
                .writable(GuardedRegister.PERF_GLOBAL_CTRL, 0x7_0000_00ffL)
                .writable(GuardedRegister.SPEC_CTRL, 0x7L)
                .build();
    }

    /** The Core i7-6700K; two of them report the same. */
    static VmxCapabilities skylake() {
        return reported(0x7f, 0xfff9_fffeL, 0x01ff_ffff, 0x0003_ffff)
                .msr(VMX_BASIC, 0x00da_0400_0000_0004L)
                .msr(VMX_MISC, 0x0000_0000_7004_c1e7L)
                .msr(VMX_CR4_FIXED1, 0x0000_0000_0037_27ffL)
                .msr(VMX_VMCS_ENUM, 0x0000_0000_0000_002eL)
                .msr(VMX_PROCBASED_CTLS2, 0x001f_fcff_0000_0000L)
                .msr(VMX_EPT_VPID_CAP, 0x0000_0f01_0633_4141L)
                .physicalAddressWidth(39)
                .linearAddressWidth(48)
                .with(CpuFeature.SGX, CpuFeature.RTM)
                .writable(GuardedRegister.DEBUGCTL, 0xffc3L)
                .writable(GuardedRegister.PERF_GLOBAL_CTRL, 0x7_0000_00ffL)
                .writable(GuardedRegister.SPEC_CTRL, 0x7L)
                .build();
    }

    /** The Xeon Platinum 8160; a Xeon D of the same model and a Xeon W-3200 report the same. */
    static VmxCapabilities skylakeServer() {
        return reported(0xff, 0xfff9_fffeL, 0x01ff_ffff, 0x0003_ffff)
                .msr(VMX_BASIC, 0x00da_0400_0000_0004L)
                .msr(VMX_MISC, 0x0000_0000_7004_c1e7L)
                .msr(VMX_CR4_FIXED1, 0x0000_0000_0077_67ffL)
                .msr(VMX_VMCS_ENUM, 0x0000_0000_0000_002eL)
                .msr(VMX_PROCBASED_CTLS2, 0x025f_7fff_0000_0000L)
                .msr(VMX_EPT_VPID_CAP, 0x0000_0f01_0673_4141L)
                .physicalAddressWidth(46)
                .linearAddressWidth(48)
                .with(CpuFeature.RTM)
                .writable(GuardedRegister.DEBUGCTL, 0xffc3L)
                .writable(GuardedRegister.PERF_GLOBAL_CTRL, 0x7_0000_00ffL)
                .writable(GuardedRegister.SPEC_CTRL, 0x7L)
                .build();
    }

    /** The Core i7-1065G7. */
    static VmxCapabilities icelake() {
        return reported(0xff, 0xfff9_fffeL, 0x037f_ffff, 0x0006_ffff)
                .msr(VMX_BASIC, 0x00da_0500_0000_0013L)
                .msr(VMX_MISC, 0x0000_0000_7004_c1e7L)
                .msr(VMX_CR4_FIXED1, 0x0000_0000_0077_2fffL)
                .msr(VMX_VMCS_ENUM, 0x0000_0000_0000_002eL)
                .msr(VMX_PROCBASED_CTLS2, 0x335f_bfff_0000_0000L)
                .msr(VMX_EPT_VPID_CAP, 0x0000_0f01_0673_4141L)
                .physicalAddressWidth(39)
                .linearAddressWidth(48)
                .with(CpuFeature.SGX)
                .writable(GuardedRegister.DEBUGCTL, 0x7fc3L)
                .writable(GuardedRegister.PERF_GLOBAL_CTRL, 0x1_000f_0000_00ffL)
                .writable(GuardedRegister.SPEC_CTRL, 0x7L)
                .writable(GuardedRegister.RTIT_CTL, 0xff_0f7b_ef8fL)
                .build();
    }

    /**
     * The Xeon w7-2475X; a w9-3475X reports the same. The tertiary controls and the secondary
     * VM-exit controls are not in its list. They are those that the rest of it speaks for, or not
     * against: IA32_VMX_EPT_VPID_CAP has a size of HLAT prefixes, and the family virtualizes IPIs.
     */
    static VmxCapabilities sapphireRapids() {
        return reported(0xff, 0xfffb_fffeL, 0xff7f_ffffL, 0x007e_ffff)
                .msr(VMX_BASIC, 0x03da_0500_0000_0013L)
                .msr(VMX_MISC, 0x0000_0000_7004_c1e7L)
                .msr(VMX_CR4_FIXED1, 0x0000_0000_03f7_7fffL)
                .msr(VMX_VMCS_ENUM, 0x0000_0000_0000_002eL)
                .msr(VMX_PROCBASED_CTLS2, 0xcfff_3fff_0000_0000L)
                .msr(VMX_EPT_VPID_CAP, 0x0001_0f01_06f3_41c1L)
                .msr(VMX_PROCBASED_CTLS3, 0x1eL)
                .msr(VMX_EXIT_CTLS2, 0xcL)
                .physicalAddressWidth(52)
                .linearAddressWidth(57)
                .with(CpuFeature.RTM, CpuFeature.BUS_LOCK_DETECT)
                .writable(GuardedRegister.DEBUGCTL, 0xffc7L)
                .writable(GuardedRegister.PERF_GLOBAL_CTRL, 0x1_000f_0000_00ffL)
                .writable(GuardedRegister.SPEC_CTRL, 0x4ffL)
                .writable(GuardedRegister.RTIT_CTL, 0x0100_00ff_0f7b_ffafL)
                .build();
    }
}
