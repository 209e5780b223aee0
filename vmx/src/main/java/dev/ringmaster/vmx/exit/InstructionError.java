package dev.ringmaster.vmx.exit;

/**
 * VM-instruction error numbers: what VMfailValid writes to {@code VM_INSTRUCTION_ERROR}.
 *
 * @sdm Vol. 3C, VM Instruction Error Numbers
 */
public enum InstructionError {
    /**
     * VMCALL in VMX root operation when the dual-monitor path is unavailable (in SMM, not
     * supported, or IA32_SMM_MONITOR_CTL valid bit clear).
     */
    VMCALL_IN_ROOT(1, "VMCALL executed in VMX root operation"),
    /** Operand not 4-KByte aligned or beyond the physical-address width. */
    VMCLEAR_INVALID_ADDRESS(2, "VMCLEAR with invalid physical address"),
    /** Operand equals the VMXON pointer. */
    VMCLEAR_VMXON_POINTER(3, "VMCLEAR with VMXON pointer"),
    /** Launch state of the current VMCS is not clear. */
    VMLAUNCH_NON_CLEAR_VMCS(4, "VMLAUNCH with non-clear VMCS"),
    /** Launch state of the current VMCS is not launched. */
    VMRESUME_NON_LAUNCHED_VMCS(5, "VMRESUME with non-launched VMCS"),
    /**
     * VMXOFF and VMXON ran between the VMLAUNCH and this VMRESUME; processors may report 5 instead
     * or not detect it.
     */
    VMRESUME_AFTER_VMXOFF(6, "VMRESUME after VMXOFF"),
    /**
     * A check on VM-execution, VM-exit or VM-entry control fields failed (7 and 8 may be reported
     * in either order when both apply).
     */
    ENTRY_INVALID_CONTROL_FIELDS(7, "VM entry with invalid control field(s)"),
    /** A check on host-state fields or on address-space size failed. */
    ENTRY_INVALID_HOST_STATE(8, "VM entry with invalid host-state field(s)"),
    /** Operand not 4-KByte aligned or beyond the physical-address width. */
    VMPTRLD_INVALID_ADDRESS(9, "VMPTRLD with invalid physical address"),
    /** Operand equals the VMXON pointer. */
    VMPTRLD_VMXON_POINTER(10, "VMPTRLD with VMXON pointer"),
    /** Revision identifier mismatch, or bit 31 (shadow) set without VMCS-shadowing support. */
    VMPTRLD_WRONG_REVISION(11, "VMPTRLD with incorrect VMCS revision identifier"),
    /** Encoding does not name a supported field. */
    UNSUPPORTED_COMPONENT(12, "VMREAD/VMWRITE from/to unsupported VMCS component"),
    /** Field is a VM-exit information field and IA32_VMX_MISC[29]=0. */
    VMWRITE_READ_ONLY_COMPONENT(13, "VMWRITE to read-only VMCS component"),
    /** VMXON while already in VMX root operation. */
    VMXON_IN_ROOT(15, "VMXON executed in VMX root operation"),
    /**
     * VM entry that returns from SMM: executive-VMCS pointer misaligned, too wide or wrong
     * revision.
     */
    ENTRY_INVALID_EXECUTIVE_POINTER(16, "VM entry with invalid executive-VMCS pointer"),
    /** VM entry that returns from SMM to non-root: launch state of executive VMCS not launched. */
    ENTRY_NON_LAUNCHED_EXECUTIVE(17, "VM entry with non-launched executive VMCS"),
    /**
     * VM entry deactivating dual-monitor treatment: executive-VMCS pointer is not the VMXON
     * pointer.
     */
    ENTRY_EXECUTIVE_NOT_VMXON_POINTER(18, "VM entry with executive-VMCS pointer not VMXON pointer"),
    /** Dual-monitor activation with current VMCS not clear. */
    VMCALL_NON_CLEAR_VMCS(19, "VMCALL with non-clear VMCS"),
    /** Dual-monitor activation with bad VM-exit controls. */
    VMCALL_INVALID_EXIT_CONTROLS(20, "VMCALL with invalid VM-exit control fields"),
    /** Dual-monitor activation, MSEG header revision mismatch. */
    VMCALL_WRONG_MSEG_REVISION(22, "VMCALL with incorrect MSEG revision identifier"),
    /** VMXOFF while dual-monitor treatment is active. */
    VMXOFF_UNDER_DUAL_MONITOR(23, "VMXOFF under dual-monitor treatment of SMIs and SMM"),
    /** Dual-monitor activation, unsupported SMM-monitor feature bits in MSEG header. */
    VMCALL_INVALID_SMM_MONITOR_FEATURES(24, "VMCALL with invalid SMM-monitor features"),
    /** VM entry that returns from SMM: executive VMCS execution controls fail their checks. */
    ENTRY_INVALID_EXECUTIVE_CONTROLS(
            25, "VM entry with invalid VM-execution control fields in executive VMCS"),
    /** VMLAUNCH/VMRESUME directly after MOV SS/POP SS. */
    ENTRY_BLOCKED_BY_MOV_SS(26, "VM entry with events blocked by MOV SS"),
    /** Unsupported type, reserved descriptor bits, VPID 0, non-canonical address or bad EPTP. */
    INVALID_OPERAND_INVEPT_INVVPID(28, "Invalid operand to INVEPT/INVVPID");

    private static final InstructionError[] BY_NUMBER = byNumber();

    private final int number;
    private final String title;

    InstructionError(int number, String title) {
        this.number = number;
        this.title = title;
    }

    /** The number in {@code VM_INSTRUCTION_ERROR}. */
    public int number() {
        return number;
    }

    /** The manual's name. */
    public String title() {
        return title;
    }

    /**
     * The error with a number.
     *
     * @throws IllegalArgumentException if no error has it
     */
    public static InstructionError of(int number) {
        InstructionError found =
                number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        if (found == null) {
            throw new IllegalArgumentException(number + " is no VM-instruction error");
        }
        return found;
    }

    private static InstructionError[] byNumber() {
        InstructionError[] values = values();
        InstructionError[] table = new InstructionError[values[values.length - 1].number + 1];
        for (InstructionError each : values) {
            table[each.number] = each;
        }
        return table;
    }
}
