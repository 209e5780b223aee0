package dev.ringmaster.svm.guestmode;

import dev.ringmaster.svm.vmcb.HostMemory;

/**
 * Looks into the permission maps in memory. Addresses are host-physical.
 *
 * @apm Vol. 2, IOIO Intercepts; MSR Intercepts
 */
final class PermissionMaps {
    private static final int MSRS_A_RANGE = 0x2000;
    private static final int BYTES_A_RANGE = 0x800;

    private final HostMemory memory;

    PermissionMaps(HostMemory memory) {
        this.memory = memory;
    }

    /**
     * Whether one of the {@code size} ports from {@code port} on is intercepted. The map has one
     * bit for each port, and bits behind it for accesses that go beyond port FFFFH.
     */
    boolean port(long map, int port, int size) {
        for (int at = port; at < port + size; at++) {
            if ((memory.read(map + (at >>> 3), 1) >>> (at & 7) & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an access of register {@code index} is intercepted. Two bits a register: read, write.
     * Registers outside of the three ranges of the map always are.
     */
    boolean msr(long map, int index, boolean write) {
        int range = range(index);
        if (range < 0) {
            return true;
        }
        int bit = 2 * (index & MSRS_A_RANGE - 1) + (write ? 1 : 0);
        long at = map + (long) range * BYTES_A_RANGE + (bit >>> 3);
        return (memory.read(at, 1) >>> (bit & 7) & 1) != 0;
    }

    private static int range(int index) {
        return switch (index & -MSRS_A_RANGE) {
            case 0 -> 0;
            case 0xc0000000 -> 1;
            case 0xc0010000 -> 2;
            default -> -1;
        };
    }
}
