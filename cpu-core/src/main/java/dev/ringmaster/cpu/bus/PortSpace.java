package dev.ringmaster.cpu.bus;

/** The 64 KiB of I/O ports. Absent ports read as all-ones and ignore writes. */
public interface PortSpace {

    /** Reads {@code size} bytes (1, 2 or 4) from {@code port}, zero-extended. */
    int in(int port, int size);

    /** Writes the low {@code size} bytes (1, 2 or 4) of {@code value} to {@code port}. */
    void out(int port, int size, int value);
}
