package dev.ringmaster.board;

import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.engine.BlockEngine;
import dev.ringmaster.cpu.engine.Engine;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * A whole machine: a board, a processor in its socket and an engine that drives it. An image loaded
 * into its memory owns it.
 */
public final class Machine {
    private final Board board;
    private final Cpu cpu;
    private final Engine engine;

    private Machine(Board board, Cpu cpu, Engine engine) {
        this.board = board;
        this.cpu = cpu;
        this.engine = engine;
    }

    /**
     * Builds a machine after reset.
     *
     * @param serial takes each byte that leaves the serial port, 0 to 255
     * @param extensions install what is added to the processor, in this order
     * @param engine makes what drives the processor, for example {@code BlockEngine::new}
     */
    public static Machine build(
            CpuProfile profile,
            BoardOptions options,
            IntConsumer serial,
            List<Consumer<Cpu>> extensions,
            Function<Cpu, Engine> engine) {
        Board board = new Board(options, serial);
        Cpu cpu = processor(profile, board);
        extensions.forEach(installer -> installer.accept(cpu));
        Engine driver = engine.apply(cpu);
        board.onStop(driver::stop);
        return new Machine(board, cpu, driver);
    }

    /** A machine without extensions, driven by the default engine. */
    public static Machine build(CpuProfile profile, BoardOptions options, IntConsumer serial) {
        return build(profile, options, serial, List.of(), BlockEngine::new);
    }

    /** Puts a processor into the socket of {@code board} and connects its pins. */
    private static Cpu processor(CpuProfile profile, Board board) {
        Cpu cpu =
                new Cpu(profile, board.memory(), board.ports(), board.interrupts(), board.clock());
        board.onAttention(cpu::requestAttention);
        board.onNmi(cpu::raiseNmi);
        board.connect(cpu);
        return cpu;
    }

    /** The board. */
    public Board board() {
        return board;
    }

    /** The processor. */
    public Cpu cpu() {
        return cpu;
    }

    /** What drives the processor. */
    public Engine engine() {
        return engine;
    }
}
