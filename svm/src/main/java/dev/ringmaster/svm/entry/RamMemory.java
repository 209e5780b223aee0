package dev.ringmaster.svm.entry;

import dev.ringmaster.cpu.bus.PhysicalMemory;
import dev.ringmaster.svm.vmcb.HostMemory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Physical memory for structures that nearly always lie in plain RAM: aligned 8 bytes there are
 * read without asking the bus. Writes go by the bus, which knows where code is cached.
 */
final class RamMemory implements HostMemory {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final PhysicalMemory bus;
    private final byte[] ram;

    RamMemory(PhysicalMemory bus) {
        this.bus = bus;
        this.ram = bus.ram();
    }

    @Override
    public long read(long hostPhysical, int bytes) {
        int offset = bytes == 8 ? bus.ramOffset(hostPhysical) : -1;
        return offset >= 0 ? (long) LONG.get(ram, offset) : bus.read(hostPhysical, bytes);
    }

    @Override
    public void write(long hostPhysical, int bytes, long value) {
        bus.write(hostPhysical, bytes, value);
    }
}
