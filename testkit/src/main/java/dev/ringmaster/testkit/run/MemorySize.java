package dev.ringmaster.testkit.run;

import dev.ringmaster.board.MemoryBus;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes such as {@code 256M}. */
public final class MemorySize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})([KMG]?)");

    private MemorySize() {}

    /**
     * The number of bytes that {@code text} says.
     *
     * @throws UsageError if it cannot be read, or is not a size that a machine can have
     */
    public static int parse(String text) {
        Matcher m = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!m.matches()) {
            throw new UsageError(
                    "memory size '" + text + "' cannot be read: write it like 256M or 1G");
        }
        int shift =
                switch (m.group(2)) {
                    case "K" -> 10;
                    case "M" -> 20;
                    case "G" -> 30;
                    default -> 0;
                };
        long bytes = Long.parseLong(m.group(1)) << shift;
        if (bytes < 1 << 20 || bytes > MemoryBus.MAX_RAM || bytes % 4096 != 0) {
            throw new UsageError(
                    "memory size "
                            + text
                            + " cannot be had: from 1M to "
                            + (MemoryBus.MAX_RAM >> 20)
                            + "M, in whole pages of 4K");
        }
        if (bytes > Runtime.getRuntime().maxMemory() - (64L << 20)) {
            throw new UsageError(
                    "memory size "
                            + text
                            + " is more than this host has: "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + "M for everything");
        }
        return (int) bytes;
    }
}
