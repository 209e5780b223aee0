package dev.ringmaster.guest.load;

import dev.ringmaster.cpu.state.CpuState;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Loads bzImages by Linux' 32-bit boot protocol: the setup part is not executed, its header is
 * completed and handed over in the zero page.
 *
 * @see "Linux documentation, The Linux/x86 Boot Protocol"
 */
final class LinuxBoot {
    private static final long HEADER_MAGIC = 0x53726448;
    private static final int HEADER = 0x1f1;
    private static final int ZERO_PAGE = 0x90000;
    private static final int COMMAND_LINE = 0x91000;
    private static final int GDT = 0x92000;
    private static final int E820_ENTRIES = 0x1e8;
    private static final int E820_TABLE = 0x2d0;
    private static final int RSI = 6;

    private LinuxBoot() {}

    static boolean recognizes(Bytes image) {
        try {
            return image.has(0x202, 4) && image.u32(0x202) == HEADER_MAGIC;
        } catch (UnusableImage e) {
            return false;
        }
    }

    static CpuState load(Bytes image, BootOptions options, GuestMemory memory)
            throws UnusableImage {
        if (!recognizes(image)) {
            throw new UnusableImage(image.name() + " has no Linux setup header");
        }
        if (image.u16(0x206) < 0x202) {
            throw new UnusableImage(image.name() + " speaks a boot protocol older than 2.02");
        }
        int sectors = image.u8(HEADER) == 0 ? 4 : image.u8(HEADER);
        long kernel = (sectors + 1) * 512L;
        image.require(kernel, 1);
        long entry = image.u32(0x214);
        long room = image.u16(0x206) >= 0x20a ? image.u32(0x260) : 0;
        long size = image.length() - kernel;
        Placement.put(image, kernel, size, entry, size, memory);
        Placement.requireRoom(image.name(), entry, Math.max(size, room), memory);
        writeZeroPage(image, options, memory);
        CpuState s = EntryState.flat32(entry, 0x10, 0x18);
        writeGdt(memory);
        s.gdtr.base = GDT;
        s.gdtr.limit = 0x1f;
        s.gpr[RSI] = ZERO_PAGE;
        return s;
    }

    private static void writeZeroPage(Bytes image, BootOptions options, GuestMemory memory)
            throws UnusableImage {
        ByteBuffer page = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        int headerEnd = 0x202 + image.u8(0x201);
        image.require(HEADER, headerEnd - HEADER);
        page.position(HEADER);
        page.put(image.array(), HEADER, headerEnd - HEADER);
        page.put(0x210, (byte) 0xff);
        page.put(0x211, (byte) (page.get(0x211) | 0x01));
        page.putInt(0x228, COMMAND_LINE);
        byte[] line = (options.commandLine() + "\0").getBytes(StandardCharsets.ISO_8859_1);
        long longest = image.u16(0x206) >= 0x206 ? image.u32(0x238) : 255;
        if (line.length > Math.min(longest + 1, 0x1000)) {
            throw new UnusableImage("the command line is longer than " + longest + " bytes");
        }
        memory.write(COMMAND_LINE, line);
        if (options.initrd().isPresent()) {
            placeInitrd(image, options.initrd().get(), page, memory);
        }
        int n = 0;
        for (MemoryMap.Range range : MemoryMap.of(memory.size())) {
            page.putLong(E820_TABLE + 20 * n, range.start());
            page.putLong(E820_TABLE + 20 * n + 8, range.size());
            page.putInt(E820_TABLE + 20 * n++ + 16, range.type());
        }
        page.put(E820_ENTRIES, (byte) n);
        memory.write(ZERO_PAGE, page.array());
    }

    /** As high as the header allows, on a page boundary. */
    private static void placeInitrd(Bytes image, byte[] initrd, ByteBuffer page, GuestMemory memory)
            throws UnusableImage {
        long highest = image.u16(0x206) >= 0x203 ? image.u32(0x22c) : 0x37ffffff;
        long end = Math.min(highest + 1, memory.size());
        long start = end - initrd.length & ~0xfffL;
        Placement.requireRoom("the RAM disk", start, initrd.length, memory);
        memory.write(start, initrd);
        page.putInt(0x218, (int) start);
        page.putInt(0x21c, initrd.length);
    }

    /** The protocol wants flat descriptors behind selectors 0x10 and 0x18. */
    private static void writeGdt(GuestMemory memory) {
        ByteBuffer gdt = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        gdt.putLong(0x10, 0x00cf9b000000ffffL);
        gdt.putLong(0x18, 0x00cf93000000ffffL);
        memory.write(GDT, gdt.array());
    }
}
