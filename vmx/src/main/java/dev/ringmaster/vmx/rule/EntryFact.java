package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.rule.StateField;

/**
 * What VM-entry rules read beside the VMCS: the state of the processor that executes VMLAUNCH or
 * VMRESUME.
 */
public enum EntryFact implements StateField {
    /** 1 if the instruction is VMRESUME, 0 if it is VMLAUNCH. */
    VMRESUME(1),
    /** 1 in VMX operation. */
    VMX_OPERATION(1),
    /** 1 in VMX non-root operation. */
    VMX_NON_ROOT(1),
    /** CR0.PE of the processor. */
    CR0_PE(1),
    /** RFLAGS.VM of the processor. */
    RFLAGS_VM(1),
    /** 1 in compatibility mode. */
    COMPATIBILITY_MODE(1),
    /** The current privilege level. */
    CPL(2),
    /** 1 if there is a current VMCS. */
    HAS_CURRENT_VMCS(1),
    /** Bit 31 of the first dword of the current VMCS. */
    SHADOW_INDICATOR(1),
    /** 1 while events are blocked by MOV SS or POP SS. */
    MOV_SS_BLOCKING(1),
    /** 1 if the launch state of the current VMCS is launched, 0 if clear. */
    LAUNCHED(1),
    /** Host-physical address of the current VMCS. */
    CURRENT_VMCS_POINTER(64),
    /** Host-physical address of the VMXON region. */
    VMXON_POINTER(64),
    /** IA32_EFER.LMA of the processor. */
    EFER_LMA(1),
    /** 1 in system-management mode. */
    IN_SMM(1),
    /** 1 in SEAM VMX root operation. */
    IN_SEAM(1),
    /** IA32_RTIT_CTL.TraceEn of the processor. */
    RTIT_TRACE_EN(1);

    private final int width;

    EntryFact(int width) {
        this.width = width;
    }

    @Override
    public int width() {
        return width;
    }
}
