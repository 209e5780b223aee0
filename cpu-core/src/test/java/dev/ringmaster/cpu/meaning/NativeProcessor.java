package dev.ringmaster.cpu.meaning;

import dev.ringmaster.cpu.arch.Fault;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processor that runs the tests, as an oracle: a small C program executes one instruction after
 * another in ring 3.
 */
final class NativeProcessor {
    /** Where both processors hold a record's data. */
    static final long DATA = 0x200000;

    static final int DATA_SIZE = 1024;

    private static final int RECORD = 480 + DATA_SIZE;
    private static final List<String> NEEDED =
            List.of("abm", "bmi1", "adx", "movbe", "popcnt", "sse4_2", "ssse3");

    private final Path program;
    private final Path folder;

    private NativeProcessor(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** Registers, flags and data, before or after. */
    static final class State {
        byte[] code = {};
        final long[] gpr = new long[16];
        long flags;
        int mxcsr = 0x1f80;
        final long[] xmm = new long[32];
        final long[] mmx = new long[8];
        final byte[] data = new byte[DATA_SIZE];
        int signal;
    }

    /**
     * Builds the program in target/, or says by an exception's message why that is not possible
     * here.
     */
    static NativeProcessor build() throws IOException, InterruptedException {
        Path info = Path.of("/proc/cpuinfo");
        if (!System.getProperty("os.arch").equals("amd64") || !Files.exists(info)) {
            throw new IOException("no x86-64 Linux");
        }
        List<String> flags = List.of(Files.readString(info).split("\\s+"));
        if (!flags.containsAll(NEEDED)) {
            throw new IOException("this processor lacks one of " + NEEDED);
        }
        Path folder = Files.createDirectories(Path.of("target", "native"));
        Path source = folder.resolve("native.c");
        try (InputStream in = NativeProcessor.class.getResourceAsStream("native.c")) {
            Files.write(source, in.readAllBytes());
        }
        Path program = folder.resolve("native");
        run(new ProcessBuilder("gcc", "-O1", "-o", program.toString(), source.toString()));
        return new NativeProcessor(program.toAbsolutePath(), folder);
    }

    private static void run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(builder.command() + " failed");
        }
    }

    /** Executes one instruction in each of the states. */
    List<State> execute(List<State> before) throws IOException, InterruptedException {
        ByteBuffer buffer =
                ByteBuffer.allocate(before.size() * RECORD).order(ByteOrder.LITTLE_ENDIAN);
        before.forEach(state -> put(buffer, state));
        File in = folder.resolve("before").toFile();
        File out = folder.resolve("after").toFile();
        Files.write(in.toPath(), buffer.array());
        run(new ProcessBuilder(program.toString()).redirectInput(in).redirectOutput(out));
        ByteBuffer result = ByteBuffer.wrap(Files.readAllBytes(out.toPath()));
        result.order(ByteOrder.LITTLE_ENDIAN);
        List<State> after = new ArrayList<>();
        while (result.hasRemaining()) {
            after.add(get(result));
        }
        return after;
    }

    private static void put(ByteBuffer buffer, State s) {
        int start = buffer.position();
        buffer.put((byte) s.code.length).put(s.code).position(start + 16);
        buffer.asLongBuffer().put(s.gpr).put(s.flags).put(s.mxcsr).put(s.xmm).put(s.mmx);
        buffer.position(start + 480);
        buffer.put(s.data);
    }

    private static State get(ByteBuffer buffer) {
        int start = buffer.position();
        State s = new State();
        s.signal = buffer.get(start + 15);
        buffer.position(start + 16);
        for (int n = 0; n < 16; n++) {
            s.gpr[n] = buffer.getLong();
        }
        s.flags = buffer.getLong();
        s.mxcsr = (int) buffer.getLong();
        for (int n = 0; n < 32; n++) {
            s.xmm[n] = buffer.getLong();
        }
        for (int n = 0; n < 8; n++) {
            s.mmx[n] = buffer.getLong();
        }
        buffer.get(s.data);
        return s;
    }

    /** The signal that Linux makes of an exception. */
    static int signal(Fault fault) {
        return switch (fault.vector()) {
            case DE, XM -> 8;
            case UD -> 4;
            default -> 11;
        };
    }
}
