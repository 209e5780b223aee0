package dev.ringmaster.testkit.cli;

import dev.ringmaster.board.BoardOptions;
import dev.ringmaster.cpu.CpuProfile;
import dev.ringmaster.cpu.CpuProfiles;
import dev.ringmaster.guest.load.BootOptions;
import dev.ringmaster.guest.load.ImageFormat;
import dev.ringmaster.testkit.run.Image;
import dev.ringmaster.testkit.run.MemorySize;
import dev.ringmaster.testkit.run.Method;
import dev.ringmaster.testkit.run.RunRequest;
import dev.ringmaster.testkit.run.UsageError;

import picocli.CommandLine.Option;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The options that say which guest is run on what: shared by {@code run} and {@code compare}. */
final class GuestOptions {
    private static final int PROCESSORS = 1;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "CPU profile (see 'ringmaster profiles'); default: one that fits the backend.")
    private String profile;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "256M",
            description = "The guest's RAM, for example 256M; default ${DEFAULT-VALUE}.")
    private String memory;

    @Option(
            names = "--cpus",
            paramLabel = "N",
            defaultValue = "1",
            description = "Processors; one is modelled.")
    private int cpus;

    @Option(
            names = "--append",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Command line of the guest.")
    private String append;

    @Option(names = "--initrd", paramLabel = "FILE", description = "RAM disk, or multiboot module.")
    private String initrd;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "auto",
            description = "auto, multiboot, linux or flat; default ${DEFAULT-VALUE}.")
    private String format;

    @Option(
            names = "--load",
            paramLabel = "ADDR",
            defaultValue = "0x7c00",
            description = "Where a flat image goes; default ${DEFAULT-VALUE}.")
    private String load;

    @Option(
            names = "--max-instructions",
            paramLabel = "N",
            description = "Give up after so many instructions; default: never.")
    private Long maxInstructions;

    /** The run that the options and the user's image ask for. */
    RunRequest request(String image, Method method, IntConsumer serial) {
        if (cpus != PROCESSORS) {
            throw new UsageError("--cpus " + cpus + ": one processor is modelled");
        }
        if (maxInstructions != null && maxInstructions < 1) {
            throw new UsageError("--max-instructions must be at least 1, not " + maxInstructions);
        }
        int size = MemorySize.parse(memory);
        Image chosen = withFormat(Image.of(image));
        Optional<byte[]> disk = Optional.ofNullable(initrd).map(Image::contents);
        return new RunRequest(
                chosen,
                method,
                profileFor(method),
                BoardOptions.full(size),
                new BootOptions(chosen.name(), append, disk, address()),
                maxInstructions == null ? Long.MAX_VALUE / 4 : maxInstructions,
                serial);
    }

    private Image withFormat(Image image) {
        if (format.equals("auto")) {
            return image;
        }
        return Arrays.stream(ImageFormat.values())
                .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(format))
                .findFirst()
                .map(image::as)
                .orElseThrow(
                        () ->
                                new UsageError(
                                        "there is no format '"
                                                + format
                                                + "': auto, multiboot, linux, flat"));
    }

    private CpuProfile profileFor(Method method) {
        if (profile == null) {
            return method.defaultProfile();
        }
        return CpuProfiles.byName(profile)
                .orElseThrow(
                        () ->
                                new UsageError(
                                        "there is no profile '"
                                                + profile
                                                + "'; see 'ringmaster profiles'"));
    }

    private long address() {
        try {
            return Long.decode(load);
        } catch (NumberFormatException e) {
            throw new UsageError("--load " + load + " cannot be read: write it like 0x7c00");
        }
    }
}
