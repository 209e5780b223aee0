package dev.ringmaster.guest.load;

/**
 * An image's bytes, read little-endian; reading beyond the end says that the image is cut short.
 */
final class Bytes {
    private final byte[] bytes;
    private final String name;

    Bytes(byte[] bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    int length() {
        return bytes.length;
    }

    String name() {
        return name;
    }

    byte[] array() {
        return bytes;
    }

    /** Whether {@code size} bytes from {@code offset} on are there. */
    boolean has(long offset, long size) {
        return offset >= 0 && size >= 0 && offset + size <= bytes.length && offset + size >= 0;
    }

    /** The value of {@code size} bytes at {@code offset}, zero-extended. */
    long get(long offset, int size) throws UnusableImage {
        require(offset, size);
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | bytes[(int) offset + i] & 0xff;
        }
        return value;
    }

    int u8(long offset) throws UnusableImage {
        return (int) get(offset, 1);
    }

    int u16(long offset) throws UnusableImage {
        return (int) get(offset, 2);
    }

    long u32(long offset) throws UnusableImage {
        return get(offset, 4);
    }

    long u64(long offset) throws UnusableImage {
        return get(offset, 8);
    }

    void require(long offset, long size) throws UnusableImage {
        if (!has(offset, size)) {
            throw new UnusableImage(
                    name
                            + " is truncated: it has "
                            + bytes.length
                            + " bytes, and needs "
                            + Long.toUnsignedString(offset + size));
        }
    }
}
