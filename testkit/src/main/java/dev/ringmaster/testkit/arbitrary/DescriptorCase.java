package dev.ringmaster.testkit.arbitrary;

import dev.ringmaster.cpu.state.Segment;

/**
 * A segment descriptor by its parts.
 *
 * @param wide whether it has 16 bytes, as system descriptors of IA-32e mode
 * @param access type, S, DPL, P, AVL, L, D/B and G where {@link Segment#access} has them
 * @param base the linear address at which the segment starts: 32 bits, or 64 if it is wide
 * @param limit the limit as it is stored: 20 bits, in bytes or pages
 * @sdm Vol. 3A, Segment Descriptors
 * @sdm Vol. 3A, Segment Descriptor Tables in IA-32e Mode
 */
public record DescriptorCase(boolean wide, int access, long base, int limit) {
    private static final int ACCESS_BITS = 0xf0ff;

    /** Checks that the parts fit their fields. */
    public DescriptorCase {
        boolean fits = (access & ~ACCESS_BITS) == 0 && limit >>> 20 == 0;
        if (!fits || !wide && base >>> 32 != 0) {
            throw new IllegalArgumentException(
                    String.format(
                            "base 0x%x, limit 0x%x, access 0x%x do not fit a descriptor of %d bytes",
                            base, limit, access, wide ? 16 : 8));
        }
    }

    /** The first 8 bytes. */
    public long low() {
        return limit & 0xffffL
                | (base & 0xffffff) << 16
                | (long) access << 40
                | (limit & 0xf0000L) << 32
                | (base & 0xff000000L) << 32;
    }

    /** The second 8 bytes of a wide descriptor; else 0. */
    public long high() {
        return base >>> 32;
    }

    /** Whether it describes an LDT, a TSS or a gate instead of code or data. */
    public boolean system() {
        return (access & Segment.S) == 0;
    }

    /** The four type bits. */
    public int type() {
        return access & 0xf;
    }

    /** The descriptor privilege level, 0 to 3. */
    public int dpl() {
        return access >> 5 & 3;
    }

    /** The last offset in bytes that the limit names, 0 to FFFFFFFFH. */
    public long byteLimit() {
        return (access & Segment.G) != 0 ? limit * 0x1000L + 0xfff : limit;
    }

    /** The parts as people read them. */
    @Override
    public String toString() {
        return String.format(
                "%s type %d dpl %d access 0x%x base 0x%x limit 0x%x",
                system() ? "system" : "segment", type(), dpl(), access, base, limit);
    }
}
