package dev.ringmaster.board;

import dev.ringmaster.cpu.bus.InterruptController;
import dev.ringmaster.cpu.bus.VirtualClock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * A PC board: the buses, the chips and the wires between them, without a processor. It stops nothing by itself; whoever runs
 * the processor listens with {@link #onStop} and asks {@link #exitCode}, {@link #shutdownRequested} and {@link #resetRequested}.
 */
public final class Board {
    private final BoardOptions options;
    private final VirtualClock clock;
    private final MemoryBus memory;
    private final PortBus ports = new PortBus();
    private final DualPic pic = new DualPic();
    private final Uart16550 uart;
    private final PowerControl power = new PowerControl();
    private Runnable attention = () -> {};
    private Runnable nmi = () -> {};

    /**
     * A board after power-on.
     *
     * @param clock the time its timers count
     * @param serial takes each byte that leaves the serial port, 0 to 255
     */
    public Board(BoardOptions options, VirtualClock clock, IntConsumer serial) {
        this.options = options;
        this.clock = clock;
        memory = new MemoryBus(options.memorySize());
        uart = new Uart16550(serial, pic.input(4));
        pic.attach(ports);
        pic.connect(high -> attention.run());
        ports.attach(0x3f8, 8, uart);
        power.attach(ports);
    }

    /** A board with a clock of its own. */
    public Board(BoardOptions options, IntConsumer serial) {
        this(options, new VirtualClock(), serial);
    }

    /** What it was built from. */
    public BoardOptions options() {
        return options;
    }

    /** The memory bus. */
    public MemoryBus memory() {
        return memory;
    }

    /** The port bus. */
    public PortBus ports() {
        return ports;
    }

    /** What stands at the processor's interrupt pin. */
    public InterruptController interrupts() {
        return pic;
    }

    /** The time that the board's timers count. */
    public VirtualClock clock() {
        return clock;
    }

    /** The 8259 pair. */
    public DualPic pic() {
        return pic;
    }

    /** The serial port. */
    public Uart16550 uart() {
        return uart;
    }

    /** Names who is called when an interrupt may have become pending; asking {@link #interrupts()} then tells. */
    public void onAttention(Runnable callback) {
        attention = callback;
    }

    /** Names who is called for each non-maskable interrupt. */
    public void onNmi(Runnable callback) {
        nmi = callback;
    }

    /** Names who is called when the guest has ended the run or asked for a reset. */
    public void onStop(Runnable callback) {
        power.onStop(callback);
    }

    /** The value that the guest wrote to the exit port 0xf4, as written; empty if it did not. */
    public OptionalInt exitCode() {
        return power.exitCode();
    }

    /** Whether the guest wrote "Shutdown" to port 0x8900. */
    public boolean shutdownRequested() {
        return power.shutdownRequested();
    }

    /** Whether the guest asked for a reset, by the keyboard controller or port 0xcf9 or 0x92. */
    public boolean resetRequested() {
        return power.resetRequested();
    }

    /** Whether the guest has ended the run in any of these ways. */
    public boolean stopped() {
        return exitCode().isPresent() || shutdownRequested() || resetRequested();
    }
}
