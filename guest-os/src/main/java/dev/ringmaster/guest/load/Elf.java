package dev.ringmaster.guest.load;

import java.util.ArrayList;
import java.util.List;

/** The loadable part of an ELF file. @see "System V ABI, Program Header" */
record Elf(long entry, List<Segment> segments) {
    private static final long MAGIC = 0x464c457f;
    private static final int PT_LOAD = 1;
    private static final int I386 = 3;
    private static final int X86_64 = 62;

    /**
     * A part of the file that goes to memory; what {@code memorySize} exceeds {@code fileSize} by
     * is zero.
     */
    record Segment(long fileOffset, long physical, long fileSize, long memorySize) {}

    static boolean recognizes(Bytes image) {
        try {
            return image.has(0, 4) && image.u32(0) == MAGIC;
        } catch (UnusableImage e) {
            return false;
        }
    }

    static Elf parse(Bytes image) throws UnusableImage {
        image.require(0, 52);
        int machine = image.u16(18);
        if (machine != I386 && machine != X86_64) {
            throw new UnusableImage(
                    image.name() + " is an ELF file for machine " + machine + ", not x86");
        }
        boolean wide = image.u8(4) == 2;
        long table = wide ? image.u64(32) : image.u32(28);
        int entrySize = image.u16(wide ? 54 : 42);
        int count = image.u16(wide ? 56 : 44);
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long header = table + (long) i * entrySize;
            if (image.u32(header) == PT_LOAD) {
                segments.add(wide ? segment64(image, header) : segment32(image, header));
            }
        }
        if (segments.isEmpty()) {
            throw new UnusableImage(image.name() + " is an ELF file with nothing to load");
        }
        for (Segment s : segments) {
            image.require(s.fileOffset, s.fileSize);
        }
        return new Elf(wide ? image.u64(24) : image.u32(24), segments);
    }

    private static Segment segment32(Bytes image, long header) throws UnusableImage {
        return new Segment(
                image.u32(header + 4),
                image.u32(header + 12),
                image.u32(header + 16),
                image.u32(header + 20));
    }

    private static Segment segment64(Bytes image, long header) throws UnusableImage {
        return new Segment(
                image.u64(header + 8),
                image.u64(header + 24),
                image.u64(header + 32),
                image.u64(header + 40));
    }
}
