package dev.ringmaster.cpu.arch;

/**
 * Numbers of model-specific registers. @sdm Vol. 4, Model-Specific Registers; @apm Vol. 2, MSR
 * Cross-Reference
 */
public final class Msr {
    public static final int TSC = 0x10;
    public static final int APIC_BASE = 0x1b;
    public static final int FEATURE_CONTROL = 0x3a;
    public static final int TSC_ADJUST = 0x3b;
    public static final int SPEC_CTRL = 0x48;
    public static final int PRED_CMD = 0x49;
    public static final int BIOS_SIGN_ID = 0x8b;
    public static final int MTRRCAP = 0xfe;
    public static final int SYSENTER_CS = 0x174;
    public static final int SYSENTER_ESP = 0x175;
    public static final int SYSENTER_EIP = 0x176;
    public static final int MISC_ENABLE = 0x1a0;
    public static final int DEBUGCTL = 0x1d9;
    public static final int PAT = 0x277;
    public static final int MTRR_DEF_TYPE = 0x2ff;
    public static final int PERF_GLOBAL_CTRL = 0x38f;
    public static final int VMX_BASIC = 0x480;
    public static final int VMX_PINBASED_CTLS = 0x481;
    public static final int VMX_PROCBASED_CTLS = 0x482;
    public static final int VMX_EXIT_CTLS = 0x483;
    public static final int VMX_ENTRY_CTLS = 0x484;
    public static final int VMX_MISC = 0x485;
    public static final int VMX_CR0_FIXED0 = 0x486;
    public static final int VMX_CR0_FIXED1 = 0x487;
    public static final int VMX_CR4_FIXED0 = 0x488;
    public static final int VMX_CR4_FIXED1 = 0x489;
    public static final int VMX_VMCS_ENUM = 0x48a;
    public static final int VMX_PROCBASED_CTLS2 = 0x48b;
    public static final int VMX_EPT_VPID_CAP = 0x48c;
    public static final int VMX_TRUE_PINBASED_CTLS = 0x48d;
    public static final int VMX_TRUE_PROCBASED_CTLS = 0x48e;
    public static final int VMX_TRUE_EXIT_CTLS = 0x48f;
    public static final int VMX_TRUE_ENTRY_CTLS = 0x490;
    public static final int VMX_VMFUNC = 0x491;
    public static final int VMX_PROCBASED_CTLS3 = 0x492;
    public static final int VMX_EXIT_CTLS2 = 0x493;
    public static final int X2APIC_FIRST = 0x800;
    public static final int X2APIC_LAST = 0x8ff;
    public static final int XSS = 0xda0;
    public static final int EFER = 0xc0000080;
    public static final int STAR = 0xc0000081;
    public static final int LSTAR = 0xc0000082;
    public static final int CSTAR = 0xc0000083;
    public static final int SFMASK = 0xc0000084;
    public static final int FS_BASE = 0xc0000100;
    public static final int GS_BASE = 0xc0000101;
    public static final int KERNEL_GS_BASE = 0xc0000102;
    public static final int TSC_AUX = 0xc0000103;
    public static final int VM_CR = 0xc0010114;
    public static final int VM_HSAVE_PA = 0xc0010117;

    private Msr() {}
}
