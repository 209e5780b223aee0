package dev.ringmaster.guest.load;

import java.util.Optional;

/**
 * What a user says about how to boot an image.
 *
 * @param name the image's name, the first word of a multiboot command line
 * @param commandLine the rest of the command line; may be empty
 * @param initrd a RAM disk or the one multiboot module
 * @param loadAddress where a flat image goes
 */
public record BootOptions(
        String name, String commandLine, Optional<byte[]> initrd, long loadAddress) {

    /** Where a PC's firmware puts a boot sector. */
    public static final long BOOT_SECTOR = 0x7c00;

    /** No command line, no RAM disk. */
    public static BootOptions named(String name) {
        return new BootOptions(name, "", Optional.empty(), BOOT_SECTOR);
    }

    /** The same with a command line. */
    public BootOptions withCommandLine(String line) {
        return new BootOptions(name, line, initrd, loadAddress);
    }
}
