package dev.ringmaster.guest.load;

import dev.ringmaster.cpu.state.CpuState;

import java.util.Optional;

/**
 * Loads multiboot 1 images. The information structure, the command line and the memory map go below
 * 640 KiB; a module follows the image on the next page.
 *
 * @see "Multiboot Specification version 0.6.96, Machine state"
 */
final class Multiboot {
    private static final long BOOTLOADER_MAGIC = 0x2badb002L;
    private static final int RAX = 0;
    private static final int RBX = 3;

    private Multiboot() {}

    static CpuState load(Bytes image, BootOptions options, GuestMemory memory)
            throws UnusableImage {
        MultibootHeader header = header(image);
        header.requireKnownFeatures(image.name());
        Loaded loaded =
                (header.flags() & MultibootHeader.ADDRESSES) != 0
                        ? loadByHeader(image, header, memory)
                        : loadElf(image, memory);
        long info = new MultibootInfo(memory, options, loaded.start, loaded.end).write();
        CpuState s = EntryState.flat32(loaded.entry, 0x8, 0x10);
        s.gpr[RAX] = BOOTLOADER_MAGIC;
        s.gpr[RBX] = info;
        return s;
    }

    /** The header, or why there is none: a file that is cut short may have lost it. */
    private static MultibootHeader header(Bytes image) throws UnusableImage {
        Optional<MultibootHeader> header = MultibootHeader.find(image);
        if (header.isEmpty() && Elf.recognizes(image)) {
            Elf.parse(image);
        }
        return header.orElseThrow(
                () ->
                        new UnusableImage(
                                image.name() + " has no multiboot header in its first 8 KiB"));
    }

    private record Loaded(long entry, long start, long end) {}

    private static Loaded loadElf(Bytes image, GuestMemory memory) throws UnusableImage {
        if (!Elf.recognizes(image)) {
            throw new UnusableImage(
                    image.name() + " is neither ELF nor placed by its multiboot header");
        }
        Elf elf = Elf.parse(image);
        long start = Long.MAX_VALUE;
        long end = 0;
        for (Elf.Segment s : elf.segments()) {
            Placement.put(
                    image, s.fileOffset(), s.fileSize(), s.physical(), s.memorySize(), memory);
            start = Math.min(start, s.physical());
            end = Math.max(end, s.physical() + Math.max(s.memorySize(), s.fileSize()));
        }
        return new Loaded(elf.entry(), start, end);
    }

    private static Loaded loadByHeader(Bytes image, MultibootHeader header, GuestMemory memory)
            throws UnusableImage {
        int at = header.offset();
        long headerAddress = image.u32(at + 12);
        long loadAddress = image.u32(at + 16);
        long loadEnd = image.u32(at + 20);
        long bssEnd = image.u32(at + 24);
        long from = at - (headerAddress - loadAddress);
        long size = loadEnd == 0 ? image.length() - from : loadEnd - loadAddress;
        long whole = Math.max(size, bssEnd - loadAddress);
        Placement.put(image, from, size, loadAddress, whole, memory);
        return new Loaded(image.u32(at + 28), loadAddress, loadAddress + whole);
    }
}
