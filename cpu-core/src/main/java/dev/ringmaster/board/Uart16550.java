package dev.ringmaster.board;

import java.util.ArrayDeque;
import java.util.function.IntConsumer;

/**
 * A serial port: the 16550 UART of the PC, register names as in National Semiconductor's PC16550D
 * data sheet. What the guest sends leaves at once, so the transmitter is always empty; what comes
 * in waits in a queue without bound and moves into the receiver FIFO as that has room, so nothing
 * is lost. A character below the trigger level counts as timed out at once. OUT2 of the modem
 * control register gates the interrupt line, as on the PC.
 */
public final class Uart16550 implements PortDevice {
    private static final int IER_RECEIVE = 1;
    private static final int IER_TRANSMIT = 2;
    private static final int IER_LINE = 4;
    private static final int IER_MODEM = 8;
    private static final int LCR_DLAB = 0x80;
    private static final int MCR_OUT2 = 8;
    private static final int MCR_LOOP = 0x10;
    private static final int LSR_DATA_READY = 1;
    private static final int LSR_OVERRUN = 2;
    private static final int LSR_EMPTY = 0x60;
    private static final int MSR_CONNECTED = 0xb0;
    private static final int IIR_NONE = 1;
    private static final int IIR_FIFOS = 0xc0;
    private static final int[] TRIGGER = {1, 4, 8, 14};

    private final IntConsumer sink;
    private final InterruptLine line;
    private final ArrayDeque<Integer> wire = new ArrayDeque<>();
    private final ArrayDeque<Integer> receiver = new ArrayDeque<>();
    private int divisor = 12;
    private int ier;
    private int lcr;
    private int mcr;
    private int scratch;
    private int fifoControl;
    private int modemDelta;
    private boolean overrun;
    private boolean transmitInterrupt;

    /**
     * A serial port after reset.
     *
     * @param sink takes each byte sent, 0 to 255
     * @param line the interrupt output
     */
    public Uart16550(IntConsumer sink, InterruptLine line) {
        this.sink = sink;
        this.line = line;
    }

    /** Queues a byte as if it came over the wire. */
    public void receive(int value) {
        wire.add(value & 0xff);
        update();
    }

    @Override
    public int in(int port, int size) {
        int value = read(port & 7);
        update();
        return value;
    }

    @Override
    public void out(int port, int size, int value) {
        write(port & 7, value);
        update();
    }

    private int read(int register) {
        return switch (register) {
            case 0 -> latch() ? divisor & 0xff : readReceiver();
            case 1 -> latch() ? divisor >> 8 : ier;
            case 2 -> readIdentification();
            case 3 -> lcr;
            case 4 -> mcr;
            case 5 -> readLineStatus();
            case 6 -> readModemStatus();
            default -> scratch;
        };
    }

    private void write(int register, int value) {
        switch (register) {
            case 0 -> writeFirst(value);
            case 1 -> writeSecond(value);
            case 2 -> writeFifoControl(value);
            case 3 -> lcr = value;
            case 4 -> writeModemControl(value & 0x1f);
            case 7 -> scratch = value;
            default -> {
                // LSR and MSR: writing them is for factory tests only and changes nothing here
            }
        }
    }

    private boolean latch() {
        return (lcr & LCR_DLAB) != 0;
    }

    private boolean loop() {
        return (mcr & MCR_LOOP) != 0;
    }

    private boolean fifo() {
        return (fifoControl & 1) != 0;
    }

    private int readReceiver() {
        return receiver.isEmpty() ? 0 : receiver.remove();
    }

    private void writeFirst(int value) {
        if (latch()) {
            divisor = divisor & 0xff00 | value;
        } else {
            transmit(value);
        }
    }

    private void transmit(int value) {
        if (loop()) {
            loopBack(value);
        } else {
            sink.accept(value);
        }
        transmitInterrupt = true;
    }

    private void loopBack(int value) {
        if (receiver.size() < capacity()) {
            receiver.add(value);
        } else {
            overrun = true;
        }
    }

    private void writeSecond(int value) {
        if (latch()) {
            divisor = divisor & 0xff | value << 8;
            return;
        }
        boolean enabled = (value & ~ier & IER_TRANSMIT) != 0;
        ier = value & 0xf;
        transmitInterrupt |= enabled;
    }

    private void writeFifoControl(int value) {
        if ((value & 2) != 0 || ((value ^ fifoControl) & 1) != 0) {
            receiver.clear();
        }
        fifoControl = value & 0xc9;
    }

    private void writeModemControl(int value) {
        int before = modemLines();
        mcr = value;
        int changed = before ^ modemLines();
        int ringEnded = before & ~modemLines() & 0x40;
        modemDelta |= (changed & 0xb0) >> 4 | ringEnded >> 4;
    }

    /**
     * CTS, DSR, RI, DCD in bits 4 to 7: a peer that is always there, or in loop-back RTS, DTR,
     * OUT1, OUT2.
     */
    private int modemLines() {
        if (!loop()) {
            return MSR_CONNECTED;
        }
        return (mcr & 2) << 3 | (mcr & 1) << 5 | (mcr & 4) << 4 | (mcr & 8) << 4;
    }

    private int readIdentification() {
        int cause = cause();
        if (cause == 2) {
            transmitInterrupt = false;
        }
        return cause | (fifo() ? IIR_FIFOS : 0);
    }

    private int readLineStatus() {
        int status =
                LSR_EMPTY | (receiver.isEmpty() ? 0 : LSR_DATA_READY) | (overrun ? LSR_OVERRUN : 0);
        overrun = false;
        return status;
    }

    private int readModemStatus() {
        int status = modemLines() | modemDelta;
        modemDelta = 0;
        return status;
    }

    private int capacity() {
        return fifo() ? 16 : 1;
    }

    /**
     * The interrupt of highest priority as IIR names it. Data sheet, Interrupt Control Functions.
     */
    private int cause() {
        if (overrun && (ier & IER_LINE) != 0) {
            return 6;
        }
        if (!receiver.isEmpty() && (ier & IER_RECEIVE) != 0) {
            return fifo() && receiver.size() < TRIGGER[fifoControl >> 6] ? 0xc : 4;
        }
        if (transmitInterrupt && (ier & IER_TRANSMIT) != 0) {
            return 2;
        }
        return modemDelta != 0 && (ier & IER_MODEM) != 0 ? 0 : IIR_NONE;
    }

    private void update() {
        while (!loop() && !wire.isEmpty() && receiver.size() < capacity()) {
            receiver.add(wire.remove());
        }
        line.set(cause() != IIR_NONE && (mcr & MCR_OUT2) != 0 && !loop());
    }
}
