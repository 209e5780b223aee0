package dev.ringmaster.board;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.Feature;
import dev.ringmaster.cpu.MsrHandler;
import dev.ringmaster.cpu.arch.Msr;
import dev.ringmaster.cpu.bus.InterruptController;
import dev.ringmaster.cpu.bus.VirtualClock;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * A PC board: the buses, the chips and the wires between them, without a processor. It stops
 * nothing by itself; whoever runs the processor listens with {@link #onStop} and asks {@link
 * #exitCode}, {@link #shutdownRequested} and {@link #resetRequested}.
 */
public final class Board {
    /** The ID that firmware gives the I/O APIC. */
    static final byte IO_APIC_ID = 1;

    private final BoardOptions options;
    private final VirtualClock clock;
    private final MemoryBus memory;
    private final PortBus ports = new PortBus();
    private final DualPic pic = new DualPic();
    private final Optional<LocalApic> localApic;
    private final Optional<IoApic> ioApic;
    private final Uart16550 uart;
    private final PowerControl power = new PowerControl();
    private Runnable attention = () -> {};
    private Runnable nmi = () -> {};

    /**
     * A board after power-on and firmware.
     *
     * @param clock the time its timers count
     * @param serial takes each byte that leaves the serial port, 0 to 255
     */
    public Board(BoardOptions options, VirtualClock clock, IntConsumer serial) {
        this(options, new MemoryBus(options.memorySize()), clock, serial);
    }

    /**
     * A board with memory of somebody else: what a hypervisor gives a guest.
     *
     * @param memory a bus without devices, with as much RAM as the options say
     */
    public Board(BoardOptions options, MemoryBus memory, VirtualClock clock, IntConsumer serial) {
        this.options = options;
        this.clock = clock;
        this.memory = memory;
        localApic = options.withApic() ? Optional.of(makeLocalApic()) : Optional.empty();
        ioApic = options.withIoApic() ? localApic.map(this::makeIoApic) : Optional.empty();
        uart = new Uart16550(serial, interruptRequest(4));
        connectPin();
        attachAlways();
        attachOptional();
    }

    private LocalApic makeLocalApic() {
        LocalApic apic = new LocalApic(0, memory, clock, pic);
        apic.onAttention(() -> attention.run());
        apic.onNmi(() -> nmi.run());
        apic.virtualWire();
        return apic;
    }

    private IoApic makeIoApic(LocalApic apic) {
        IoApic chip = new IoApic(apic);
        chip.write(0, 4, 0);
        chip.write(0x10, 4, IO_APIC_ID << 24);
        memory.map(IoApic.BASE, 0x1000, chip);
        return chip;
    }

    private void connectPin() {
        InterruptLine bare = high -> attention.run();
        pic.connect(localApic.<InterruptLine>map(apic -> apic::lint0).orElse(bare));
    }

    private void attachAlways() {
        pic.attach(ports);
        new Pit8254(clock, interruptRequest(0)).attach(ports);
        ports.attach(0x3f8, 8, uart);
        ports.attach(0xcf8, 1, new PciConfig());
        ports.attach(0x510, 2, new FwCfg(options.memorySize()));
        power.attach(ports);
        leaveAsFirmwareDoes();
    }

    /**
     * Firmware hands over with the timer ticking 18.2 times a second and its interrupt let through.
     */
    private void leaveAsFirmwareDoes() {
        ports.out(0x43, 1, 0x36);
        ports.out(0x40, 1, 0);
        ports.out(0x40, 1, 0);
        ports.out(0x21, 1, 0xfa);
        if (pic.pending()) {
            pic.acknowledge(); // the tick of the timer's start
            ports.out(0x20, 1, 0x20);
        }
    }

    private void attachOptional() {
        if (options.withRtc()) {
            ports.attach(0x70, 2, new CmosRtc(clock, options.memorySize()));
        }
        if (options.withAcpi()) {
            new AcpiPower(clock, power::powerOff).attach(ports);
            AcpiTables.write(memory, options);
        }
        if (options.withTestDevice()) {
            new TestDevice(this::interruptRequest).attach(ports, memory);
        }
    }

    /**
     * The wire of interrupt request {@code number}, 0 to 23: to the 8259 pair (0 to 15, but for its
     * cascade 2) and to the I/O APIC, where request 0 arrives at input 2.
     */
    public InterruptLine interruptRequest(int number) {
        InterruptLine first =
                number < 16 && number != 2 ? pic.input(number) : InterruptLine.UNCONNECTED;
        InterruptLine second =
                ioApic.map(chip -> chip.input(number == 0 ? 2 : number))
                        .orElse(InterruptLine.UNCONNECTED);
        return high -> {
            first.set(high);
            second.set(high);
        };
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
        return localApic.isPresent() ? localApic.get() : pic;
    }

    /** The local APIC, if the board has one. */
    public Optional<LocalApic> localApic() {
        return localApic;
    }

    /** The I/O APIC, if the board has one. */
    public Optional<IoApic> ioApic() {
        return ioApic;
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

    /**
     * Names who is called when an interrupt may have become pending; asking {@link #interrupts()}
     * then tells.
     */
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

    /** Whether the guest wrote "Shutdown" to port 0x8900 or entered the ACPI state S5. */
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

    /**
     * Gives {@code cpu} the model-specific registers that live on the board: those of the local
     * APIC, if there is one.
     */
    public void connect(Cpu cpu) {
        localApic.ifPresent(apic -> connect(apic, cpu));
    }

    private static void connect(LocalApic apic, Cpu cpu) {
        apic.profile(cpu.profile.has(Feature.X2APIC), cpu.profile.physicalBits());
        apic.connectTsc(cpu::tscOffset);
        MsrHandler handler =
                new MsrHandler() {
                    @Override
                    public long read(int index) {
                        return apic.readMsr(index);
                    }

                    @Override
                    public void write(int index, long value) {
                        apic.writeMsr(index, value);
                    }
                };
        cpu.msrs().register(Msr.APIC_BASE, handler);
        cpu.msrs().registerRange(Msr.X2APIC_FIRST, Msr.X2APIC_LAST, handler);
        if (cpu.profile.has(Feature.TSC_DEADLINE)) {
            cpu.msrs().register(LocalApic.TSC_DEADLINE, handler);
        }
    }
}
