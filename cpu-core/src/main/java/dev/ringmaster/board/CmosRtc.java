package dev.ringmaster.board;

import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.bus.VirtualClock;

import java.time.LocalDateTime;

/**
 * The real-time clock and its battery-backed memory at ports 0x70 and 0x71: Motorola MC146818. It
 * starts at the same date in every run and goes with virtual time. Its interrupts and setting it
 * are not modelled.
 */
final class CmosRtc implements PortDevice {
    private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 0, 0);
    private static final String SHEET = "MC146818 data sheet, Registers";
    private static final int REGISTER_A = 0x0a;
    private static final int REGISTER_B = 0x0b;
    private static final int REGISTER_C = 0x0c;
    private static final int REGISTER_D = 0x0d;
    private static final int CENTURY = 0x32;
    private static final int BINARY = 4;
    private static final int HOURS_24 = 2;
    private static final int INTERRUPTS = 0x70;

    /** An update is announced 244 microseconds ahead and takes 1984. */
    private static final long UPDATE = VirtualClock.FREQUENCY / 1_000_000 * 2228;

    private final VirtualClock clock;
    private final byte[] memory = new byte[128];
    private int index;

    /** A clock on a board with {@code memorySize} bytes of RAM, of which its memory tells. */
    CmosRtc(VirtualClock clock, long memorySize) {
        this.clock = clock;
        memory[REGISTER_A] = 0x26;
        memory[REGISTER_B] = HOURS_24;
        store(0x15, 640);
        long extended = Math.min(0xffff, Math.max(0, memorySize - (1 << 20) >> 10));
        store(0x17, extended);
        store(0x30, extended);
        store(0x34, Math.max(0, memorySize - (16 << 20) >> 16));
    }

    private void store(int where, long value) {
        memory[where] = (byte) value;
        memory[where + 1] = (byte) (value >> 8);
    }

    @Override
    public int in(int port, int size) {
        return (port & 1) == 0 ? 0xff : read();
    }

    @Override
    public void out(int port, int size, int value) {
        if ((port & 1) == 0) {
            index = value & 0x7f;
        } else {
            write(value);
        }
    }

    private int read() {
        LocalDateTime now = START.plusSeconds(clock.now() / VirtualClock.FREQUENCY);
        return switch (index) {
            case 0 -> shown(now.getSecond());
            case 2 -> shown(now.getMinute());
            case 4 -> hour(now.getHour());
            case 6 -> now.getDayOfWeek().getValue() % 7 + 1;
            case 7 -> shown(now.getDayOfMonth());
            case 8 -> shown(now.getMonthValue());
            case 9 -> shown(now.getYear() % 100);
            case CENTURY -> shown(now.getYear() / 100);
            case REGISTER_A -> memory[REGISTER_A] & 0x7f | (updates() ? 0x80 : 0);
            case REGISTER_C -> 0;
            case REGISTER_D -> 0x80;
            default -> memory[index] & 0xff;
        };
    }

    private boolean updates() {
        return clock.now() % VirtualClock.FREQUENCY >= VirtualClock.FREQUENCY - UPDATE;
    }

    private int hour(int hour) {
        if ((memory[REGISTER_B] & HOURS_24) != 0) {
            return shown(hour);
        }
        return shown((hour + 11) % 12 + 1) | (hour >= 12 ? 0x80 : 0);
    }

    private int shown(int value) {
        return (memory[REGISTER_B] & BINARY) != 0 ? value : value / 10 << 4 | value % 10;
    }

    private void write(int value) {
        switch (index) {
            case 0, 2, 4, 6, 7, 8, 9, CENTURY ->
                    throw new NotModelled("setting the real-time clock", SHEET);
            case REGISTER_B -> writeB(value);
            case REGISTER_C, REGISTER_D -> {
                // read-only
            }
            default -> memory[index] = (byte) value;
        }
    }

    private void writeB(int value) {
        if ((value & INTERRUPTS) != 0) {
            throw new NotModelled("interrupts of the real-time clock", SHEET);
        }
        memory[REGISTER_B] = (byte) value;
    }
}
