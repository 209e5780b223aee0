package dev.ringmaster.svm.vmcb;

import dev.ringmaster.cpu.bus.PhysicalMemory;

/**
 * Physical memory as the processor sees it from outside of guests. Values are little-endian and
 * zero-extended.
 */
public interface HostMemory {

    /**
     * Reads 1, 2, 4 or 8 bytes.
     *
     * @param hostPhysical a host-physical address, aligned to {@code bytes}
     */
    long read(long hostPhysical, int bytes);

    /**
     * Writes 1, 2, 4 or 8 bytes.
     *
     * @param hostPhysical a host-physical address, aligned to {@code bytes}
     */
    void write(long hostPhysical, int bytes, long value);

    /** The memory bus of a processor. */
    static HostMemory of(PhysicalMemory bus) {
        return new HostMemory() {
            @Override
            public long read(long hostPhysical, int bytes) {
                return bus.read(hostPhysical, bytes);
            }

            @Override
            public void write(long hostPhysical, int bytes, long value) {
                bus.write(hostPhysical, bytes, value);
            }
        };
    }
}
