package dev.ringmaster.vmx.capability;

import dev.ringmaster.cpu.arch.Flag;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.vmx.vmcs.EntryControl;
import dev.ringmaster.vmx.vmcs.ExitControl;
import dev.ringmaster.vmx.vmcs.PinControl;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryExitControl;
import dev.ringmaster.vmx.vmcs.TertiaryControl;
import dev.ringmaster.vmx.vmcs.VmFunction;
import dev.ringmaster.vmx.vmcs.VmcsField;

/**
 * The control words of a VMCS, with the capability MSRs that say which settings they allow.
 *
 * @sdm Vol. 3D, VMX Capability Reporting Facility
 */
public enum ControlWord {
    /** Pin-based VM-execution controls. */
    PIN(
            PinControl.class,
            VmcsField.PIN_BASED_VM_EXEC_CONTROL,
            Msr.VMX_PINBASED_CTLS,
            Msr.VMX_TRUE_PINBASED_CTLS),
    /** Primary processor-based VM-execution controls. */
    PRIMARY(
            PrimaryControl.class,
            VmcsField.CPU_BASED_VM_EXEC_CONTROL,
            Msr.VMX_PROCBASED_CTLS,
            Msr.VMX_TRUE_PROCBASED_CTLS),
    /** Secondary processor-based VM-execution controls. */
    SECONDARY(
            SecondaryControl.class,
            VmcsField.SECONDARY_VM_EXEC_CONTROL,
            Msr.VMX_PROCBASED_CTLS2,
            Msr.VMX_PROCBASED_CTLS2),
    /** Tertiary processor-based VM-execution controls: 64 bits, every one may be 0. */
    TERTIARY(
            TertiaryControl.class,
            VmcsField.TERTIARY_VM_EXEC_CONTROL,
            Msr.VMX_PROCBASED_CTLS3,
            Msr.VMX_PROCBASED_CTLS3),
    /** Primary VM-exit controls. */
    EXIT(ExitControl.class, VmcsField.VM_EXIT_CONTROLS, Msr.VMX_EXIT_CTLS, Msr.VMX_TRUE_EXIT_CTLS),
    /** Secondary VM-exit controls: 64 bits, every one may be 0. */
    SECONDARY_EXIT(
            SecondaryExitControl.class,
            VmcsField.SECONDARY_VM_EXIT_CONTROLS,
            Msr.VMX_EXIT_CTLS2,
            Msr.VMX_EXIT_CTLS2),
    /** VM-entry controls. */
    ENTRY(
            EntryControl.class,
            VmcsField.VM_ENTRY_CONTROLS,
            Msr.VMX_ENTRY_CTLS,
            Msr.VMX_TRUE_ENTRY_CTLS),
    /** VM-function controls: 64 bits, every one may be 0. */
    VM_FUNCTION(VmFunction.class, VmcsField.VM_FUNCTION_CONTROLS, Msr.VMX_VMFUNC, Msr.VMX_VMFUNC);

    private final Class<? extends Flag> flags;
    private final VmcsField field;
    private final int msr;
    private final int trueMsr;

    ControlWord(Class<? extends Flag> flags, VmcsField field, int msr, int trueMsr) {
        this.flags = flags;
        this.field = field;
        this.msr = msr;
        this.trueMsr = trueMsr;
    }

    /** The VMCS field that holds the word. */
    public VmcsField field() {
        return field;
    }

    /** The MSR that reports the allowed settings. */
    public int msr() {
        return msr;
    }

    /**
     * The MSR that reports them where IA32_VMX_BASIC bit 55 is 1; {@link #msr()} if there is no
     * second one.
     */
    public int trueMsr() {
        return trueMsr;
    }

    /** Whether the MSR has an allowed-0 half; otherwise its 64 bits are the allowed 1-settings. */
    public boolean hasAllowedZeroHalf() {
        return this != TERTIARY && this != SECONDARY_EXIT && this != VM_FUNCTION;
    }

    /** The bits of the word that the manual defines. */
    public Flag[] defined() {
        return flags.getEnumConstants();
    }

    /**
     * The word that a control bit belongs to.
     *
     * @throws IllegalArgumentException if {@code flag} is no control bit of a VMCS
     */
    public static ControlWord of(Flag flag) {
        for (ControlWord word : values()) {
            if (word.flags.isInstance(flag)) {
                return word;
            }
        }
        throw new IllegalArgumentException(flag + " is no control bit of a VMCS");
    }
}
