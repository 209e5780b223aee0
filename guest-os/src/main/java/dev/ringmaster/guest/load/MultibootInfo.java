package dev.ringmaster.guest.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes the multiboot information structure: memory sizes, command line, modules, memory map,
 * loader's name.
 *
 * @see "Multiboot Specification version 0.6.96, Boot information format"
 */
final class MultibootInfo {
    /** Where the structure goes if the image leaves room there; else to {@link #SECOND_PLACE}. */
    private static final int FIRST_PLACE = 0x9000;

    private static final int SECOND_PLACE = 0x70000;
    private static final int SIZE = 0x1000;

    private static final int MODULES = 0x80;
    private static final int MAP = 0x100;
    private static final int NAME = 0x200;
    private static final int COMMAND_LINE = 0x240;
    private static final int LONGEST_COMMAND_LINE = 0xdc0;

    private static final int FLAGS_MEMORY = 1;
    private static final int FLAGS_COMMAND_LINE = 4;
    private static final int FLAGS_MODULES = 8;
    private static final int FLAGS_MAP = 0x40;
    private static final int FLAGS_LOADER_NAME = 0x200;

    private final GuestMemory memory;
    private final BootOptions options;
    private final int base;
    private final long imageEnd;

    /** For an image that occupies {@code imageStart} to {@code imageEnd}. */
    MultibootInfo(GuestMemory memory, BootOptions options, long imageStart, long imageEnd) {
        this.memory = memory;
        this.options = options;
        this.imageEnd = imageEnd;
        boolean free = imageStart >= FIRST_PLACE + SIZE || imageEnd <= FIRST_PLACE;
        base = free ? FIRST_PLACE : SECOND_PLACE;
    }

    /** Writes everything and returns the structure's address; a module goes behind the image. */
    long write() throws UnusableImage {
        byte[] bytes = new byte[120];
        ByteBuffer info = little(bytes);
        int flags = FLAGS_MEMORY | FLAGS_COMMAND_LINE | FLAGS_MAP | FLAGS_LOADER_NAME;
        info.putInt(4, (int) (MemoryMap.LOW_END >> 10));
        info.putInt(8, (int) (memory.size() - MemoryMap.HIGH_START >> 10));
        info.putInt(16, base + COMMAND_LINE);
        memory.write(base + COMMAND_LINE, text(commandLine()));
        if (options.initrd().isPresent()) {
            flags |= FLAGS_MODULES;
            info.putInt(20, 1);
            info.putInt(24, base + MODULES);
            writeModule(options.initrd().get(), imageEnd + 0xfff & ~0xfffL);
        }
        byte[] map = map();
        info.putInt(44, map.length);
        info.putInt(48, base + MAP);
        memory.write(base + MAP, map);
        info.putInt(64, base + NAME);
        memory.write(base + NAME, text("ringmaster"));
        info.putInt(0, flags);
        memory.write(base, bytes);
        return base;
    }

    private String commandLine() throws UnusableImage {
        String line = (options.name() + " " + options.commandLine()).strip();
        if (line.length() >= LONGEST_COMMAND_LINE) {
            throw new UnusableImage(
                    "the command line is longer than " + LONGEST_COMMAND_LINE + " bytes");
        }
        return line;
    }

    private void writeModule(byte[] module, long start) throws UnusableImage {
        Placement.requireRoom("the module", start, module.length, memory);
        memory.write(start, module);
        byte[] bytes = new byte[16];
        ByteBuffer entry = little(bytes);
        entry.putInt((int) start).putInt((int) start + module.length);
        entry.putInt(base + COMMAND_LINE).putInt(0);
        memory.write(base + MODULES, bytes);
    }

    private byte[] map() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MemoryMap.Range range : MemoryMap.of(memory.size())) {
            byte[] bytes = new byte[24];
            ByteBuffer entry = little(bytes).putInt(20).putLong(range.start());
            entry.putLong(range.size()).putInt(range.type());
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] text(String s) {
        return (s + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }
}
