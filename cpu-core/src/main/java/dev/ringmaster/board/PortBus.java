package dev.ringmaster.board;

import dev.ringmaster.cpu.bus.PortSpace;

import java.util.ArrayList;
import java.util.List;

/**
 * The port bus: a table from each of the 65536 ports to its device. An access that is wider than
 * what the device takes whole is split into bytes, lowest port first. Absent ports read as all-ones
 * and ignore writes.
 */
public final class PortBus implements PortSpace {
    private static final int PORTS = 0x10000;

    /** For each port the number of its device plus one; 0 where there is none. */
    private final byte[] table = new byte[PORTS];

    private final List<PortDevice> devices = new ArrayList<>();

    /**
     * Lets {@code device} answer {@code count} ports from {@code first} on.
     *
     * @throws IllegalArgumentException if a port is out of range or taken
     */
    public void attach(int first, int count, PortDevice device) {
        int number = numberOf(device);
        for (int port = first; port < first + count; port++) {
            if (port < 0 || port >= PORTS || table[port] != 0) {
                throw new IllegalArgumentException(
                        "port 0x"
                                + Integer.toHexString(port)
                                + ": must be a free port from 0 to 0xffff");
            }
            table[port] = (byte) number;
        }
    }

    private int numberOf(PortDevice device) {
        int index = devices.indexOf(device);
        if (index < 0) {
            index = devices.size();
            devices.add(device);
        }
        if (index >= 255) {
            throw new IllegalArgumentException("device 256 on the port bus: must be 255 at most");
        }
        return index + 1;
    }

    private PortDevice at(int port) {
        int number = port < PORTS ? table[port] & 0xff : 0;
        return number == 0 ? null : devices.get(number - 1);
    }

    @Override
    public int in(int port, int size) {
        PortDevice device = at(port);
        if (device != null && size <= device.width(port)) {
            return device.in(port, size) & ones(size);
        }
        int value = 0;
        for (int i = 0; i < size; i++) {
            value |= byteIn(port + i) << 8 * i;
        }
        return value;
    }

    private int byteIn(int port) {
        PortDevice device = at(port);
        return device == null ? 0xff : device.in(port, 1) & 0xff;
    }

    @Override
    public void out(int port, int size, int value) {
        PortDevice device = at(port);
        if (device != null && size <= device.width(port)) {
            device.out(port, size, value & ones(size));
            return;
        }
        for (int i = 0; i < size; i++) {
            byteOut(port + i, value >>> 8 * i & 0xff);
        }
    }

    private void byteOut(int port, int value) {
        PortDevice device = at(port);
        if (device != null) {
            device.out(port, 1, value);
        }
    }

    private static int ones(int size) {
        return -1 >>> 32 - 8 * size;
    }
}
