package dev.ringmaster.vmx.operation;

import dev.ringmaster.cpu.Msrs;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.vmx.capability.ControlWord;
import dev.ringmaster.vmx.capability.VmxCapabilities;
import dev.ringmaster.vmx.vmcs.PrimaryControl;
import dev.ringmaster.vmx.vmcs.SecondaryControl;

import java.util.LinkedHashMap;
import java.util.Map;

/** IA32_FEATURE_CONTROL and the capability MSRs of a processor with VMX. */
final class VmxMsrs {
    private static final long LOCK = 1;
    private static final long OUTSIDE_SMX = 1 << 2;

    /** Firmware has allowed VMX and locked the register. */
    private long featureControl = LOCK | OUTSIDE_SMX;

    void register(Msrs msrs, VmxCapabilities caps) {
        constants(caps).forEach(msrs::registerConstant);
        msrs.register(Msr.FEATURE_CONTROL, () -> featureControl, this::writeFeatureControl);
    }

    /**
     * @sdm Vol. 3C, Enabling and Entering VMX Operation
     */
    private void writeFeatureControl(long value) {
        if ((featureControl & LOCK) != 0 || (value & ~(LOCK | OUTSIDE_SMX)) != 0) {
            throw Fault.gp(0);
        }
        featureControl = value;
    }

    /** Whether VMXON is allowed outside SMX operation. */
    boolean allowsVmxon() {
        return featureControl == (LOCK | OUTSIDE_SMX);
    }

    /**
     * The capability MSRs that exist, with their values. @sdm Vol. 3D, VMX Capability Reporting
     * Facility
     */
    static Map<Integer, Long> constants(VmxCapabilities caps) {
        Map<Integer, Long> values = new LinkedHashMap<>();
        for (int msr = Msr.VMX_BASIC; msr <= Msr.VMX_VMCS_ENUM; msr++) {
            values.put(msr, caps.msr(msr));
        }
        if (caps.allows(PrimaryControl.ACTIVATE_SECONDARY_CONTROLS)) {
            values.put(Msr.VMX_PROCBASED_CTLS2, caps.msr(Msr.VMX_PROCBASED_CTLS2));
        }
        if (caps.allows(SecondaryControl.ENABLE_EPT) || caps.allows(SecondaryControl.ENABLE_VPID)) {
            values.put(Msr.VMX_EPT_VPID_CAP, caps.msr(Msr.VMX_EPT_VPID_CAP));
        }
        if (caps.reportsTrueControls()) {
            for (int msr = Msr.VMX_TRUE_PINBASED_CTLS; msr <= Msr.VMX_TRUE_ENTRY_CTLS; msr++) {
                values.put(msr, caps.msr(msr));
            }
        }
        for (ControlWord word : ControlWord.values()) {
            if (!word.hasAllowedZeroHalf() && caps.msr(word.msr()) != 0) {
                values.put(word.msr(), caps.msr(word.msr()));
            }
        }
        return values;
    }
}
