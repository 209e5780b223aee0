package dev.ringmaster.board;

import java.util.function.IntFunction;

/**
 * The device that kvm-unit-tests drives: a latch at port 0xe0 that takes 1, 2 or 4 bytes, a port
 * 0xe4 that lets an emulator drop what it cached of a page (of which a guest sees nothing),
 * interrupt lines at ports 0x2000 to 0x2017, and 64 KiB that behave as RAM at 0xff000000.
 */
final class TestDevice implements PortDevice, MemoryDevice {
    private static final int LATCH = 0xe0;
    private static final int FLUSH = 0xe4;
    private static final int LINES = 0x2000;
    private static final long MEMORY = 0xff00_0000L;
    private static final int MEMORY_SIZE = 0x10000;

    private final InterruptLine[] lines = new InterruptLine[IoApic.INPUTS];
    private final byte[] memory = new byte[MEMORY_SIZE];
    private int latch;

    /** A device that drives the lines that {@code line} gives for 0 to 23. */
    TestDevice(IntFunction<InterruptLine> line) {
        java.util.Arrays.setAll(lines, line);
    }

    void attach(PortBus ports, MemoryBus bus) {
        ports.attach(LATCH, 1, this);
        ports.attach(FLUSH, 1, this);
        ports.attach(LINES, lines.length, this);
        bus.map(MEMORY, MEMORY_SIZE, this);
    }

    @Override
    public int width(int port) {
        return 4;
    }

    @Override
    public int in(int port, int size) {
        return port == LATCH ? latch : -1;
    }

    @Override
    public void out(int port, int size, int value) {
        if (port == LATCH) {
            latch = value;
        } else if (port >= LINES) {
            lines[port - LINES].set(value != 0);
        }
    }

    @Override
    public long read(int offset, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (memory[offset + i] & 0xffL) << 8 * i;
        }
        return value;
    }

    @Override
    public void write(int offset, int size, long value) {
        for (int i = 0; i < size; i++) {
            memory[offset + i] = (byte) (value >>> 8 * i);
        }
    }
}
