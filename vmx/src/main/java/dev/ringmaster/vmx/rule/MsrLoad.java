package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.arch.Msr;

/**
 * An entry of the VM-entry MSR-load area.
 *
 * @param index the MSR
 * @param reserved bits 63:32 of the entry
 * @param value what is loaded
 * @sdm Vol. 3C, VM-Entry Controls for MSRs
 */
public record MsrLoad(int index, int reserved, long value) {
    static final int SMM_MONITOR_CTL = 0x9b;
    static final int MICROCODE_UPDATE_TRIGGER = 0x79;

    /** Whether the register is one of the x2APIC. */
    boolean ofX2apic() {
        return index >>> 8 == Msr.X2APIC_FIRST >>> 8;
    }

    /** Whether the register can be written in SMM only. */
    boolean ofSmm() {
        return index == SMM_MONITOR_CTL;
    }

    /** Whether the write would start a microcode update. */
    boolean updatesMicrocode() {
        return index == MICROCODE_UPDATE_TRIGGER;
    }

    /** Whether the VMCS has a field for the register, which is the only way to load it. */
    boolean ofVmcs() {
        return index == Msr.FS_BASE || index == Msr.GS_BASE;
    }

    /** Whether the entry may be loaded unless its value is wrong. */
    public boolean wellFormed() {
        return !ofX2apic() && !ofSmm() && !updatesMicrocode() && !ofVmcs() && reserved == 0;
    }
}
