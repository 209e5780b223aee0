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
    private static final int INFO = 0x9000;
    private static final int MODULES = 0x9080;
    private static final int MAP = 0x9100;
    private static final int NAME = 0x9200;
    private static final int COMMAND_LINE = 0x9240;
    private static final int LONGEST_COMMAND_LINE = 0xdc0;

    private static final int FLAGS_MEMORY = 1;
    private static final int FLAGS_COMMAND_LINE = 4;
    private static final int FLAGS_MODULES = 8;
    private static final int FLAGS_MAP = 0x40;
    private static final int FLAGS_LOADER_NAME = 0x200;

    private final GuestMemory memory;
    private final BootOptions options;

    MultibootInfo(GuestMemory memory, BootOptions options) {
        this.memory = memory;
        this.options = options;
    }

    /**
     * Writes everything and returns the structure's address; a module goes behind {@code imageEnd}.
     */
    long write(long imageEnd) throws UnusableImage {
        byte[] bytes = new byte[120];
        ByteBuffer info = little(bytes);
        int flags = FLAGS_MEMORY | FLAGS_COMMAND_LINE | FLAGS_MAP | FLAGS_LOADER_NAME;
        info.putInt(4, (int) (MemoryMap.LOW_END >> 10));
        info.putInt(8, (int) (memory.size() - MemoryMap.HIGH_START >> 10));
        info.putInt(16, COMMAND_LINE);
        memory.write(COMMAND_LINE, text(commandLine()));
        if (options.initrd().isPresent()) {
            flags |= FLAGS_MODULES;
            info.putInt(20, 1);
            info.putInt(24, MODULES);
            writeModule(options.initrd().get(), imageEnd + 0xfff & ~0xfffL);
        }
        byte[] map = map();
        info.putInt(44, map.length);
        info.putInt(48, MAP);
        memory.write(MAP, map);
        info.putInt(64, NAME);
        memory.write(NAME, text("ringmaster"));
        info.putInt(0, flags);
        memory.write(INFO, bytes);
        return INFO;
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
        entry.putInt(COMMAND_LINE).putInt(0);
        memory.write(MODULES, bytes);
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
