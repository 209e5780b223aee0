package dev.ringmaster.guest.load;

/** The RAM of the machine that is being loaded, from physical address 0 on. */
public interface GuestMemory {

    /** The size in bytes. */
    long size();

    /**
     * Copies {@code length} bytes of {@code bytes}, from {@code from} on, to physical address
     * {@code physical}.
     */
    void write(long physical, byte[] bytes, int from, int length);

    /** Copies all of {@code bytes} to physical address {@code physical}. */
    default void write(long physical, byte[] bytes) {
        write(physical, bytes, 0, bytes.length);
    }
}
