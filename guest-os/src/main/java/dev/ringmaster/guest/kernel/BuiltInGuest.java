package dev.ringmaster.guest.kernel;

import dev.ringmaster.guest.load.BootOptions;
import dev.ringmaster.guest.load.ImageFormat;

import java.util.function.Supplier;

/** A guest that comes with Ringmaster. */
public final class BuiltInGuest {
    private final String name;
    private final String description;
    private final ImageFormat format;
    private final String expectedText;
    private final Supplier<byte[]> assembly;

    BuiltInGuest(
            String name,
            String description,
            ImageFormat format,
            String expectedText,
            Supplier<byte[]> assembly) {
        this.name = name;
        this.description = description;
        this.format = format;
        this.expectedText = expectedText;
        this.assembly = assembly;
    }

    /** The name on the command line. */
    public String name() {
        return name;
    }

    /** What it shows, in one sentence. */
    public String description() {
        return description;
    }

    /** Its boot protocol, which its bytes tell too. */
    public ImageFormat format() {
        return format;
    }

    /** The image, assembled anew: what a file would hold. */
    public byte[] image() {
        return assembly.get();
    }

    /** How it boots: no command line; a flat image at {@link BootOptions#BOOT_SECTOR}. */
    public BootOptions bootOptions() {
        return BootOptions.named(name);
    }

    /** What it sends to the serial port on a processor with TSC, PSE and NX. */
    public String expectedText() {
        return expectedText;
    }

    @Override
    public String toString() {
        return name;
    }
}
