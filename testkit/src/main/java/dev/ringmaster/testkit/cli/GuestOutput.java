package dev.ringmaster.testkit.cli;

import java.io.PrintStream;

/** A guest's serial output on its way to stdout, a line at a time. */
final class GuestOutput {
    private static final int SIZE = 4096;

    private final PrintStream stream;
    private final byte[] buffer = new byte[SIZE];
    private int used;

    GuestOutput(PrintStream stream) {
        this.stream = stream;
    }

    void accept(int value) {
        buffer[used++] = (byte) value;
        if (value == '\n' || used == SIZE) {
            flush();
        }
    }

    void flush() {
        stream.write(buffer, 0, used);
        stream.flush();
        used = 0;
    }
}
