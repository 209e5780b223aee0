package dev.ringmaster.board;

import dev.ringmaster.cpu.arch.NotModelled;
import dev.ringmaster.cpu.bus.VirtualClock;

/**
 * The fixed hardware of ACPI: PM1a event and control registers and the power-management timer,
 * 3.579545 MHz and 32 bits wide. No event ever happens, so the system control interrupt stays low.
 * ACPI Specification, ACPI Hardware Specification.
 */
final class AcpiPower implements PortDevice {
    /** PM1a event block, 4 bytes: status, enable. */
    static final int EVENT = 0x600;

    /** PM1a control block, 2 bytes. */
    static final int CONTROL = 0x604;

    /** The power-management timer, 4 bytes. */
    static final int TIMER = 0x608;

    /** The sleep type that the DSDT names for S5, soft off. */
    static final int SOFT_OFF = 5;

    private static final long FREQUENCY = 3_579_545;
    private static final int ENABLE = EVENT + 2;
    private static final int SCI_ENABLED = 1;
    private static final int SLEEP_ENABLE = 1 << 13;

    private final Oscillator oscillator;
    private final Runnable powerOff;
    private int enable;

    AcpiPower(VirtualClock clock, Runnable powerOff) {
        oscillator = new Oscillator(clock, FREQUENCY);
        this.powerOff = powerOff;
    }

    void attach(PortBus ports) {
        ports.attach(EVENT, 4, this);
        ports.attach(CONTROL, 2, this);
        ports.attach(TIMER, 4, this);
    }

    @Override
    public int width(int port) {
        return port == TIMER ? 4 : port % 2 == 0 ? 2 : 1;
    }

    @Override
    public int in(int port, int size) {
        int start = port >= TIMER ? TIMER : port & ~1;
        int value =
                switch (start) {
                    case TIMER -> (int) oscillator.ticks();
                    case ENABLE -> enable;
                    case CONTROL -> SCI_ENABLED;
                    default -> 0;
                };
        return value >>> 8 * (port - start);
    }

    @Override
    public void out(int port, int size, int value) {
        int shifted = port < TIMER ? value << 8 * (port & 1) : 0;
        switch (port & ~1) {
            case ENABLE -> writeEnable(port, size, shifted);
            case CONTROL -> writeControl(shifted);
            default -> {
                // status bits are cleared by writing, and all are clear; the timer is read-only
            }
        }
    }

    private void writeEnable(int port, int size, int value) {
        int written = (size == 2 ? 0xffff : 0xff) << 8 * (port & 1);
        enable = enable & ~written | value;
        if ((enable & 1) != 0) {
            throw new NotModelled(
                    "interrupt of the ACPI PM timer", "ACPI Specification, PM1 Enable Registers");
        }
    }

    private void writeControl(int value) {
        if ((value & SLEEP_ENABLE) == 0) {
            return;
        }
        if ((value >> 10 & 7) != SOFT_OFF) {
            throw new NotModelled(
                    "ACPI sleep type " + (value >> 10 & 7),
                    "ACPI Specification, PM1 Control Registers");
        }
        powerOff.run();
    }
}
