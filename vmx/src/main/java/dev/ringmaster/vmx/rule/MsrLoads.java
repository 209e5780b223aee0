package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.rule.Missing;

/**
 * Whether loads of the VM-entry MSR-load area would fault; the processor that has the MSRs knows.
 */
@FunctionalInterface
public interface MsrLoads {

    /** Nothing is known of the processor's MSRs: the case of a dump. */
    MsrLoads UNKNOWN =
            (index, value) -> {
                throw new Missing("what WRMSR of 0x" + Integer.toHexString(index) + " does");
            };

    /**
     * Whether WRMSR at CPL 0 would raise #GP.
     *
     * @throws Missing if that is not known
     */
    boolean faults(int index, long value);
}
