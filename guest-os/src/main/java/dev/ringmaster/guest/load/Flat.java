package dev.ringmaster.guest.load;

import dev.ringmaster.cpu.state.CpuState;

/**
 * A flat image: it goes to the load address and is entered there in real mode, as firmware enters a
 * boot sector.
 */
final class Flat {
    private static final long REAL_MODE_END = 0x100000;

    private Flat() {}

    static CpuState load(Bytes image, BootOptions options, GuestMemory memory)
            throws UnusableImage {
        long at = options.loadAddress();
        if (at < 0 || at >= REAL_MODE_END) {
            throw new UnusableImage(
                    String.format(
                            "a flat image starts in real mode, below 0x100000, not at %#x", at));
        }
        Placement.put(image, 0, image.length(), at, image.length(), memory);
        return EntryState.real(at);
    }
}
