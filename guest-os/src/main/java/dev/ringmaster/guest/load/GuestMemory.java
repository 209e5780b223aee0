package dev.ringmaster.guest.load;

import dev.ringmaster.board.Board;

/** The RAM of the machine that is being loaded, from physical address 0 on. */
public interface GuestMemory {

    /** The RAM of {@code board}: a bare machine's, or that of a hypervisor's guest. */
    static GuestMemory of(Board board) {
        return new GuestMemory() {
            @Override
            public long size() {
                return board.options().memorySize();
            }

            @Override
            public void write(long physical, byte[] bytes, int from, int length) {
                board.memory().load(physical, bytes, from, length);
            }
        };
    }

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
