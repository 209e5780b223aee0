package dev.ringmaster.board;

/** A device on the port bus. */
public interface PortDevice {

    /** Reads {@code size} bytes, at most {@link #width}, from {@code port}; zero-extended. */
    int in(int port, int size);

    /**
     * Writes the low {@code size} bytes, at most {@link #width}, of {@code value}; the rest of it
     * is zero.
     */
    void out(int port, int size, int value);

    /**
     * The widest access in bytes (1, 2 or 4) that {@code port} takes whole; wider ones come byte by
     * byte.
     */
    default int width(int port) {
        return 1;
    }
}
