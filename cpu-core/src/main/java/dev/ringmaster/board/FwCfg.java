package dev.ringmaster.board;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The firmware configuration device that paravirtual boards have at ports 0x510 and 0x511: a 16-bit
 * selector, then the item's bytes one by one. Items that are absent, and bytes past the end of one,
 * read as 0.
 */
final class FwCfg implements PortDevice {
    private static final int SELECTOR = 0x510;
    private static final byte[] NOTHING = {};

    private final Map<Integer, byte[]> items;
    private byte[] item = NOTHING;
    private int next;

    /** A device that tells of {@code memorySize} bytes of RAM and one processor. */
    FwCfg(long memorySize) {
        items =
                Map.of(
                        0, "QEMU".getBytes(StandardCharsets.US_ASCII),
                        1, little(4, 1),
                        3, little(8, memorySize),
                        5, little(2, 1),
                        0x11, little(2, 0));
    }

    private static byte[] little(int size, long value) {
        byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        return java.util.Arrays.copyOf(all, size);
    }

    @Override
    public int width(int port) {
        return port == SELECTOR ? 2 : 1;
    }

    @Override
    public int in(int port, int size) {
        if (port == SELECTOR) {
            return 0;
        }
        return next < item.length ? item[next++] & 0xff : 0;
    }

    @Override
    public void out(int port, int size, int value) {
        if (port == SELECTOR) {
            item = items.getOrDefault(value, NOTHING);
            next = 0;
        }
    }
}
