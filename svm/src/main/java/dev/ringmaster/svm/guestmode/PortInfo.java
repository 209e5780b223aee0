package dev.ringmaster.svm.guestmode;

import dev.ringmaster.cpu.guest.PortAccess;

/**
 * EXITINFO1 of an IOIO exit: direction in bit 0, string 2, repeated 3, operand size 6:4, address
 * size 9:7, segment 12:10, port 31:16. @apm Vol. 2, IOIO Intercepts
 */
final class PortInfo {
    private PortInfo() {}

    /** The value; IN and OUT tell the size of their code as address size. */
    static long of(PortAccess access, int codeSize) {
        long info = (long) access.port() << 16 | access.size() << 4;
        info |= access.in() ? 1 : 0;
        info |= access.repeated() ? 1 << 3 : 0;
        info |= addressSize(access.string() ? access.addressSize() : codeSize);
        if (access.string()) {
            info |= 1 << 2 | access.segment() << 10;
        }
        return info;
    }

    private static long addressSize(int bytes) {
        return switch (bytes) {
            case 2 -> 1 << 7;
            case 4 -> 1 << 8;
            default -> 1 << 9;
        };
    }
}
