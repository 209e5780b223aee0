package dev.ringmaster.board;

import java.util.function.IntConsumer;

/**
 * The port at which a test kernel ends the run, 0xf4 by custom: the value written, of 1, 2 or 4
 * bytes, is the verdict. Reads as 0.
 */
public final class ExitPort implements PortDevice {
    private final IntConsumer exit;

    /** An exit port that hands the value written to {@code exit}. */
    public ExitPort(IntConsumer exit) {
        this.exit = exit;
    }

    @Override
    public int in(int port, int size) {
        return 0;
    }

    @Override
    public void out(int port, int size, int value) {
        exit.accept(value);
    }

    @Override
    public int width(int port) {
        return 4;
    }
}
