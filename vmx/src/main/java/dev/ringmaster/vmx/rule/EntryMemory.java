package dev.ringmaster.vmx.rule;

import dev.ringmaster.cpu.rule.Missing;

/** Memory at host-physical addresses, as VM-entry rules read it; nothing of it need be known. */
public interface EntryMemory {

    /** No byte is known: the case of a dump. */
    EntryMemory UNKNOWN =
            (hostPhysical, bytes) -> {
                throw new Missing("memory at 0x" + Long.toHexString(hostPhysical));
            };

    /**
     * Reads a little-endian value.
     *
     * @param bytes 1, 4 or 8
     * @throws Missing if the memory is not known
     */
    long read(long hostPhysical, int bytes);
}
