package dev.ringmaster.guest.load;

import dev.ringmaster.cpu.state.CpuState;

/** The boot protocols. */
public enum ImageFormat {
    /** Multiboot 1: a 32-bit ELF, or an image that its header places. */
    MULTIBOOT {
        @Override
        CpuState load(Bytes image, BootOptions options, GuestMemory memory) throws UnusableImage {
            return Multiboot.load(image, options, memory);
        }
    },
    /** Linux' boot protocol: a bzImage. */
    LINUX {
        @Override
        CpuState load(Bytes image, BootOptions options, GuestMemory memory) throws UnusableImage {
            return LinuxBoot.load(image, options, memory);
        }
    },
    /** Bytes that go to an address and are entered there in real mode. */
    FLAT {
        @Override
        CpuState load(Bytes image, BootOptions options, GuestMemory memory) throws UnusableImage {
            return Flat.load(image, options, memory);
        }
    };

    abstract CpuState load(Bytes image, BootOptions options, GuestMemory memory)
            throws UnusableImage;

    /**
     * Loads {@code image} into {@code memory}.
     *
     * @return the registers at the image's entry
     * @throws UnusableImage if the image is not of this format, is damaged, or does not fit
     */
    public CpuState load(byte[] image, BootOptions options, GuestMemory memory)
            throws UnusableImage {
        if (image.length == 0) {
            throw new UnusableImage(options.name() + " is empty");
        }
        Firmware.write(memory);
        return load(new Bytes(image, options.name()), options, memory);
    }

    /** The format of {@code image}, by its signature; flat if it has none. */
    public static ImageFormat detect(byte[] image) {
        Bytes bytes = new Bytes(image, "image");
        if (LinuxBoot.recognizes(bytes)) {
            return LINUX;
        }
        return MultibootHeader.find(bytes).isPresent() || Elf.recognizes(bytes) ? MULTIBOOT : FLAT;
    }
}
