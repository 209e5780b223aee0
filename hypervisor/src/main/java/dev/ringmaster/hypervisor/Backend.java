package dev.ringmaster.hypervisor;

import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.hypervisor.host.Host;

/** A method of virtualization: how a processor is made to run guests. */
public interface Backend {

    /** The name on the command line. */
    String name();

    /** The profile of the processor that the host has if nobody says otherwise. */
    CpuProfile defaultProfile();

    /**
     * Switches the method on.
     *
     * @param memorySize the host's RAM in bytes
     * @throws IllegalArgumentException if the profile does not have it
     */
    Driver start(CpuProfile profile, int memorySize);

    /** The method, switched on in one host. */
    interface Driver {
        /** The machine. */
        Host host();

        /**
         * Makes a virtual processor whose guest-physical memory is a window of the host's.
         *
         * @param start host-physical address of the guest's address 0, a multiple of 2 MiB
         * @param size bytes, a multiple of 4096
         */
        VcpuDriver vcpu(long start, int size);
    }
}
