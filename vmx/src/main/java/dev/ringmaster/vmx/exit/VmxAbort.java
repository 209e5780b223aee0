package dev.ringmaster.vmx.exit;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.state.Activity;

/** Why a VM exit could not be completed. @sdm Vol. 3C, VMX Aborts */
public enum VmxAbort {
    /** An MSR of the guest could not be saved. */
    SAVING_GUEST_MSRS(1),
    /** The host's page-directory-pointer-table entries are malformed. */
    HOST_PDPTES(2),
    /** The current VMCS was corrupted. */
    CORRUPTED_VMCS(3),
    /** An MSR of the host could not be loaded. */
    LOADING_HOST_MSRS(4),
    /** A machine check came during the exit. */
    MACHINE_CHECK(5),
    /** A 64-bit guest exits to a 32-bit host. */
    HOST_NOT_64_BIT(6);

    private final int number;

    VmxAbort(int number) {
        this.number = number;
    }

    /** The VMX-abort indicator, which the second dword of the VMCS region receives. */
    public int number() {
        return number;
    }

    /** Writes the indicator and shuts the processor down. */
    void happen(Cpu cpu, long vmcsPointer) {
        cpu.physical.write(vmcsPointer + 4, 4, number);
        cpu.state.activity = Activity.SHUTDOWN;
    }
}
