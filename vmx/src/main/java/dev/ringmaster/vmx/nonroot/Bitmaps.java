package dev.ringmaster.vmx.nonroot;

import dev.ringmaster.cpu.bus.PhysicalMemory;

/** The bitmaps in memory that select exits of port and MSR accesses. */
final class Bitmaps {
    private static final int HIGH_MSRS = 0xc0000000;
    private static final int RANGE = 0x2000;
    private static final int HIGH_HALF = 0x400;
    private static final int WRITES = 0x800;

    private final PhysicalMemory memory;
    private final Controls controls;

    Bitmaps(PhysicalMemory memory, Controls controls) {
        this.memory = memory;
        this.controls = controls;
    }

    /**
     * Whether an access to {@code size} ports from {@code port} exits: one bit is 1, or the access
     * wraps around. @sdm Vol. 3C, I/O-Bitmap Addresses
     */
    boolean selectsPort(int port, int size) {
        if (port + size > 0x10000) {
            return true;
        }
        for (int n = port; n < port + size; n++) {
            long bitmap = n < 0x8000 ? controls.ioBitmapA : controls.ioBitmapB;
            if (bit(bitmap, n & 0x7fff)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an access to an MSR exits. @sdm Vol. 3C, MSR-Bitmap Address */
    boolean selectsMsr(int index, boolean write) {
        long bitmap = controls.msrBitmap + (write ? WRITES : 0);
        if (index >= 0 && index < RANGE) {
            return bit(bitmap, index);
        }
        int offset = index - HIGH_MSRS;
        return offset < 0 || offset >= RANGE || bit(bitmap + HIGH_HALF, offset);
    }

    private boolean bit(long bitmap, int number) {
        return (memory.read(bitmap + (number >> 3), 1) >> (number & 7) & 1) != 0;
    }
}
