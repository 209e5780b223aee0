package dev.ringmaster.vmx.vmcs;

import dev.ringmaster.cpu.arch.Flag;

/**
 * The bits of the secondary VM-exit controls. More of what a VM exit saves and loads, in force only
 * if {@link ExitControl#ACTIVATE_SECONDARY_CONTROLS} is 1; the word has 64 bits.
 *
 * @sdm Vol. 3C, VM-Exit Controls
 */
public enum SecondaryExitControl implements Flag {
    /** Save guest FRED MSRs. */
    SAVE_IA32_FRED_MSRS(0, "Save IA32_FRED MSRs"),
    /** Load host FRED MSRs. */
    LOAD_IA32_FRED_MSRS(1, "Load IA32_FRED MSRs"),
    /** Load host IA32_SPEC_CTRL. */
    LOAD_IA32_SPEC_CTRL(2, "Load IA32_SPEC_CTRL"),
    /** Exits record in exit-reason bit 25 that a shadow stack was left prematurely busy. */
    PREMATURELY_BUSY_SHADOW_STACK(3, "Prematurely busy shadow stack");

    private final int bit;
    private final String title;

    SecondaryExitControl(int bit, String title) {
        this.bit = bit;
        this.title = title;
    }

    @Override
    public int bit() {
        return bit;
    }

    /** The name as the manual prints it. */
    public String title() {
        return title;
    }
}
