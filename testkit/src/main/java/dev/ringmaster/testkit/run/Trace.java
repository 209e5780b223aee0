package dev.ringmaster.testkit.run;

import dev.ringmaster.board.Machine;
import dev.ringmaster.cpu.Cpu;
import dev.ringmaster.cpu.arch.Fault;
import dev.ringmaster.cpu.engine.RunEnd;
import dev.ringmaster.cpu.isa.Decoder;
import dev.ringmaster.cpu.isa.Disassembler;
import dev.ringmaster.cpu.state.CpuState;
import dev.ringmaster.cpu.state.Segment;
import dev.ringmaster.hypervisor.Exit;
import dev.ringmaster.hypervisor.Vm;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What {@code run --trace} writes, a line at a time: on a bare machine each instruction, under a
 * backend each exit. The first number of a line is virtual time. The same run gives the same trace,
 * byte for byte.
 */
public final class Trace implements AutoCloseable {
    private static final int LONGEST = 15;

    private final BufferedWriter out;

    private Trace(BufferedWriter out) {
        this.out = out;
    }

    /**
     * Starts a trace in a file, which is replaced.
     *
     * @throws UsageError if it cannot be written
     */
    public static Trace to(Path file) {
        try {
            return new Trace(Files.newBufferedWriter(file));
        } catch (IOException e) {
            throw new UsageError(file + " cannot be written: " + e.getMessage());
        }
    }

    /** Runs a bare machine one instruction at a time. */
    RunEnd run(Machine machine, long limit) {
        RunEnd end = RunEnd.LIMIT;
        for (long n = 0; n < limit && end == RunEnd.LIMIT; n++) {
            instruction(machine);
            end = machine.engine().run(1);
        }
        return end;
    }

    private void instruction(Machine machine) {
        CpuState s = machine.cpu().state;
        line(
                "%d %04x:%x %s",
                machine.board().clock().now(),
                s.segments[Segment.CS].selector,
                s.rip,
                text(machine.cpu()));
    }

    private static String text(Cpu cpu) {
        CpuState s = cpu.state;
        long linear = s.mode64() ? s.rip : s.segments[Segment.CS].base + s.rip & 0xffffffffL;
        byte[] bytes = new byte[LONGEST];
        try {
            for (int i = 0; i < LONGEST; i++) {
                bytes[i] = (byte) cpu.memory.fetch(linear + i);
            }
        } catch (Fault fault) {
            // the instruction may end before the bytes that cannot be fetched
        }
        return Disassembler.text(Decoder.decode(bytes, s.codeSize()), s.rip);
    }

    /** Writes an exit of {@code vm}. */
    void exit(Vm vm, Exit exit) {
        line(
                "%d %s | %s code %#x information %#x %#x after %d instructions",
                vm.board().clock().now(),
                exit.name(),
                exit.raw().name(),
                exit.raw().code(),
                exit.raw().information1(),
                exit.raw().information2(),
                vm.instructions());
    }

    private void line(String form, Object... values) {
        try {
            out.write(String.format(Locale.ROOT, form, values));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
