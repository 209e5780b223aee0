package dev.ringmaster.testkit.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The installed Bochs, run without a display on a floppy image that we build. The numbers that
 * begin the lines of its log count instructions, so that the difference of two runs of different
 * length gives its speed, free of start-up.
 */
final class Bochs {
    private static final int FLOPPY = 1_474_560;
    private static final int TIME_LIMIT_SECONDS = 120;
    private static final Pattern END =
            Pattern.compile("^(\\d+)\\S* .*[Ss]hutdown requested", Pattern.MULTILINE);
    private static final String BIOS = "/usr/share/bochs/BIOS-bochs-latest";
    private static final String VGA_BIOS = "/usr/share/vgabios/vgabios.bin";

    private final Path program;
    private final Optional<Path> shell;

    private Bochs(Path program) {
        this.program = program;
        this.shell = onPath("bash");
    }

    /**
     * One run of Bochs.
     *
     * @param instructions from power-on to the end
     * @param seconds of user CPU time, or of wall time where {@link Bochs#clock} says so
     */
    record Run(long instructions, double seconds) {
        /** Million instructions a second between this run and a longer one. */
        double mipsUpTo(Run longer) {
            return (longer.instructions - instructions) / (longer.seconds - seconds) / 1e6;
        }
    }

    /** The one on the PATH, if it and its BIOS images are installed. */
    static Optional<Bochs> installed() {
        boolean complete = Files.exists(Path.of(BIOS)) && Files.exists(Path.of(VGA_BIOS));
        return onPath("bochs").filter(program -> complete).map(Bochs::new);
    }

    private static Optional<Path> onPath(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What {@link Run#seconds} is. */
    String clock() {
        return shell.isPresent() ? "user CPU time" : "wall time";
    }

    /**
     * Runs {@code workload}.
     *
     * @throws IllegalStateException if Bochs does not get to the end
     */
    Run run(Workload workload, long repetitions) {
        try {
            Path folder = Files.createTempDirectory("ringmaster-bochs");
            try {
                prepare(folder, workload.program(), repetitions);
                double seconds = time(folder);
                return new Run(instructions(folder), seconds);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void prepare(Path folder, byte[] program, long repetitions) throws IOException {
        int sectors = (program.length + BootSector.SIZE - 1) / BootSector.SIZE;
        byte[] image = Arrays.copyOf(BootSector.of(sectors, repetitions), FLOPPY);
        System.arraycopy(program, 0, image, BootSector.SIZE, program.length);
        Files.write(folder.resolve("floppy.img"), image);
        Files.writeString(folder.resolve("command"), "c\n");
        Files.writeString(folder.resolve("bochsrc"), String.join("\n", configuration()));
    }

    private static List<String> configuration() {
        return List.of(
                "display_library: term",
                "romimage: file=" + BIOS,
                "vgaromimage: file=" + VGA_BIOS,
                "cpu: model=corei7_haswell_4770, count=1, ips=50000000, reset_on_triple_fault=0",
                "memory: guest=64, host=64",
                "clock: sync=none",
                "boot: floppy",
                "floppya: 1_44=floppy.img, status=inserted",
                "log: log",
                "panic: action=fatal",
                "error: action=report",
                "info: action=report",
                "debug: action=ignore",
                "speaker: enabled=0",
                "");
    }

    /** The seconds that the run took. The shell's keyword {@code time} knows the child's share. */
    private double time(Path folder) throws IOException {
        String line = program + " -q -f bochsrc -rc command >out 2>err </dev/null";
        ProcessBuilder builder =
                shell.isPresent()
                        ? new ProcessBuilder(shell.get().toString(), "-c", timed(line))
                        : new ProcessBuilder(
                                program.toString(), "-q", "-f", "bochsrc", "-rc", "command");
        builder.environment().put("TERM", "vt100");
        builder.environment().put("LC_ALL", "C");
        builder.directory(folder.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(folder.resolve("command").toFile()));
        builder.redirectOutput(folder.resolve("shell").toFile());
        builder.redirectError(folder.resolve("time").toFile());
        long start = System.nanoTime();
        await(builder.start());
        double wall = (System.nanoTime() - start) / 1e9;
        return shell.isEmpty()
                ? wall
                : Double.parseDouble(Files.readString(folder.resolve("time")).strip());
    }

    private static String timed(String line) {
        return String.format(Locale.ROOT, "TIMEFORMAT=%%3U; time %s", line);
    }

    private static void await(Process process) {
        try {
            if (process.waitFor(TIME_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
            throw new IllegalStateException("Bochs did not end in " + TIME_LIMIT_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Bochs ran", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static long instructions(Path folder) throws IOException {
        Matcher end = END.matcher(Files.readString(folder.resolve("log")));
        if (!end.find()) {
            throw new IllegalStateException("Bochs did not run the program to its end");
        }
        return Long.parseLong(end.group(1));
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
