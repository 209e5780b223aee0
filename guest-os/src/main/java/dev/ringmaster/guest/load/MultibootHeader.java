package dev.ringmaster.guest.load;

import java.util.Optional;

/**
 * The header that marks a multiboot 1 image: three words whose sum is 0, on a 4-byte boundary in
 * the first 8 KiB.
 *
 * @param offset where it stands in the file
 * @param flags what the image asks for
 * @see "Multiboot Specification version 0.6.96, OS image format"
 */
record MultibootHeader(int offset, long flags) {
    private static final long MAGIC = 0x1badb002L;
    private static final int SEARCHED = 8192;

    /** Flag: the header's address fields say where the image goes. */
    static final long ADDRESSES = 1 << 16;

    /**
     * The flags that a loader may not ignore, of which bits 0 and 1 need nothing more than what is
     * always given.
     */
    private static final long UNKNOWN_REQUIREMENTS = 0xfffc;

    static Optional<MultibootHeader> find(Bytes image) {
        try {
            for (int at = 0; at < SEARCHED && image.has(at, 12); at += 4) {
                long flags = image.u32(at + 4);
                long sum = image.u32(at) + flags + image.u32(at + 8);
                if (image.u32(at) == MAGIC && (sum & 0xffffffffL) == 0) {
                    return Optional.of(new MultibootHeader(at, flags));
                }
            }
            return Optional.empty();
        } catch (UnusableImage e) {
            throw new AssertionError(e);
        }
    }

    void requireKnownFeatures(String name) throws UnusableImage {
        if ((flags & UNKNOWN_REQUIREMENTS & ~4) != 0) {
            throw new UnusableImage(
                    String.format(
                            "%s asks for multiboot features %#x, which are not defined",
                            name, flags & 0xffff));
        }
    }
}
