package dev.ringmaster.svm.vmcb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A few pages of memory from an address on; an access outside or across its alignment is an error
 * of the test.
 */
public final class PageMemory implements HostMemory {
    private final long base;
    private final ByteBuffer bytes;

    public PageMemory(long base, int size) {
        this.base = base;
        this.bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long read(long hostPhysical, int size) {
        int at = at(hostPhysical, size);
        return switch (size) {
            case 1 -> bytes.get(at) & 0xffL;
            case 2 -> bytes.getShort(at) & 0xffffL;
            case 4 -> bytes.getInt(at) & 0xffffffffL;
            case 8 -> bytes.getLong(at);
            default -> throw new AssertionError("size " + size);
        };
    }

    @Override
    public void write(long hostPhysical, int size, long value) {
        int at = at(hostPhysical, size);
        switch (size) {
            case 1 -> bytes.put(at, (byte) value);
            case 2 -> bytes.putShort(at, (short) value);
            case 4 -> bytes.putInt(at, (int) value);
            case 8 -> bytes.putLong(at, value);
            default -> throw new AssertionError("size " + size);
        }
    }

    byte[] array() {
        return bytes.array();
    }

    private int at(long hostPhysical, int size) {
        if (hostPhysical % size != 0) {
            throw new AssertionError(Long.toHexString(hostPhysical) + " not aligned to " + size);
        }
        return Math.toIntExact(hostPhysical - base);
    }
}
