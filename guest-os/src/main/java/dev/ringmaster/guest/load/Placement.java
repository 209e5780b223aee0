package dev.ringmaster.guest.load;

/** Puts bytes into memory, or says in one line that they do not fit. */
final class Placement {
    private Placement() {}

    /** Copies {@code fileSize} bytes and zeroes up to {@code memorySize}. */
    static void put(
            Bytes image,
            long fileOffset,
            long fileSize,
            long physical,
            long memorySize,
            GuestMemory memory)
            throws UnusableImage {
        requireRoom(image.name(), physical, Math.max(fileSize, memorySize), memory);
        image.require(fileOffset, fileSize);
        memory.write(physical, image.array(), (int) fileOffset, (int) fileSize);
        if (memorySize > fileSize) {
            memory.write(physical + fileSize, new byte[(int) (memorySize - fileSize)]);
        }
    }

    static void requireRoom(String name, long physical, long size, GuestMemory memory)
            throws UnusableImage {
        if (physical < 0 || size < 0 || physical + size < 0 || physical + size > memory.size()) {
            throw new UnusableImage(
                    String.format(
                            "%s does not fit: it needs memory up to %#x, and the machine has %#x",
                            name, physical + size, memory.size()));
        }
    }
}
