package dev.ringmaster.board;

import java.util.OptionalInt;

/**
 * The ways in which a guest ends the run: exit port 0xf4, "Shutdown" at port 0x8900, and a reset by
 * the keyboard controller (0xfe at port 0x64), the reset control register 0xcf9 or bit 0 of port
 * 0x92.
 */
final class PowerControl {
    private static final String SHUTDOWN = "Shutdown";

    private Runnable stop = () -> {};
    private OptionalInt exitCode = OptionalInt.empty();
    private boolean shutdown;
    private boolean reset;
    private int matched;

    void attach(PortBus ports) {
        ports.attach(0xf4, 4, new ExitPort(this::exit));
        ports.attach(0x8900, 1, writeOnly(this::shutdownByte));
        ports.attach(0x64, 1, new KeyboardReset(this::reset));
        ports.attach(0x92, 1, new SystemControlPort(this::reset));
        ports.attach(0xcf9, 1, new ResetControl(this::reset));
    }

    private interface Writer {
        void write(int value);
    }

    private static PortDevice writeOnly(Writer writer) {
        return new PortDevice() {
            @Override
            public int in(int port, int size) {
                return 0xff;
            }

            @Override
            public void out(int port, int size, int value) {
                writer.write(value);
            }
        };
    }

    void onStop(Runnable callback) {
        stop = callback;
    }

    OptionalInt exitCode() {
        return exitCode;
    }

    boolean shutdownRequested() {
        return shutdown;
    }

    boolean resetRequested() {
        return reset;
    }

    private void exit(int value) {
        exitCode = OptionalInt.of(value);
        stop.run();
    }

    private void shutdownByte(int value) {
        matched =
                value == SHUTDOWN.charAt(matched)
                        ? matched + 1
                        : value == SHUTDOWN.charAt(0) ? 1 : 0;
        if (matched == SHUTDOWN.length()) {
            matched = 0;
            powerOff();
        }
    }

    void powerOff() {
        shutdown = true;
        stop.run();
    }

    private void reset() {
        reset = true;
        stop.run();
    }

    /**
     * The keyboard controller's command port with the one command that pulses the reset pin; no
     * keyboard is there.
     */
    private record KeyboardReset(Runnable reset) implements PortDevice {
        private static final int PULSE_RESET = 0xfe;

        @Override
        public int in(int port, int size) {
            return 0xff;
        }

        @Override
        public void out(int port, int size, int value) {
            if (value == PULSE_RESET) {
                reset.run();
            }
        }
    }

    /** Port 0x92: bit 1 is the A20 gate, always open here; a rising bit 0 resets. */
    private static final class SystemControlPort implements PortDevice {
        private static final int A20 = 2;
        private final Runnable reset;
        private int value = A20;

        SystemControlPort(Runnable reset) {
            this.reset = reset;
        }

        @Override
        public int in(int port, int size) {
            return value;
        }

        @Override
        public void out(int port, int size, int written) {
            boolean rises = (written & ~value & 1) != 0;
            value = written;
            if (rises) {
                reset.run();
            }
        }
    }

    /** The chipset's reset control register: a rising bit 2 resets. */
    private static final class ResetControl implements PortDevice {
        private static final int RESET_CPU = 4;
        private final Runnable reset;
        private int value;

        ResetControl(Runnable reset) {
            this.reset = reset;
        }

        @Override
        public int in(int port, int size) {
            return value;
        }

        @Override
        public void out(int port, int size, int written) {
            boolean rises = (written & ~value & RESET_CPU) != 0;
            value = written & ~RESET_CPU;
            if (rises) {
                reset.run();
            }
        }
    }
}
