package dev.ringmaster.cpu.bus;

/**
 * The memory bus. RAM is one array, so that processors may reach it without a call; everything else
 * (devices, ROM, absent addresses, which read as all-ones and ignore writes) is reached through
 * {@link #read} and {@link #write}. Addresses are host-physical. Values are little-endian and
 * zero-extended.
 */
public interface PhysicalMemory {

    /** The RAM. */
    byte[] ram();

    /**
     * Where in {@link #ram()} the byte at {@code hostPhysical} stands, or -1 if that address is not
     * plain RAM. A page is RAM as a whole or not at all.
     */
    int ramOffset(long hostPhysical);

    /**
     * Reads 1, 2, 4 or 8 bytes, of RAM or a device.
     *
     * @param size the number of bytes; the access must not cross a page
     */
    long read(long hostPhysical, int size);

    /**
     * Writes 1, 2, 4 or 8 bytes, to RAM or a device, and tells the {@link #codeMap()} where RAM
     * holds cached code.
     */
    void write(long hostPhysical, int size, long value);

    /** Which parts of RAM hold code that an engine has cached. */
    CodeMap codeMap();
}
