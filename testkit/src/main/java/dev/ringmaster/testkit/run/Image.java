package dev.ringmaster.testkit.run;

import dev.ringmaster.guest.kernel.BuiltInGuests;
import dev.ringmaster.guest.load.ImageFormat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A guest image.
 *
 * @param name what the user called it
 * @param bytes its contents
 * @param format its boot protocol
 */
public record Image(String name, byte[] bytes, ImageFormat format) {

    /**
     * Reads a file and detects its format.
     *
     * @throws UsageError if it cannot be read
     */
    public static Image file(String name) {
        byte[] bytes = contents(name);
        return new Image(name, bytes, ImageFormat.detect(bytes));
    }

    /**
     * A built-in guest, or else a file.
     *
     * @throws UsageError if it is neither
     */
    public static Image of(String name) {
        return BuiltInGuests.byName(name)
                .map(guest -> new Image(guest.name(), guest.image(), guest.format()))
                .orElseGet(() -> file(name));
    }

    /** The same image with another format. */
    public Image as(ImageFormat other) {
        return new Image(name, bytes, other);
    }

    /**
     * The contents of a file.
     *
     * @throws UsageError if it cannot be read
     */
    public static byte[] contents(String name) {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw new UsageError(name + " is a directory, not a file");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageError(
                    name + ": there is no such file, nor a built-in guest of that name");
        } catch (IOException e) {
            throw new UsageError(name + " cannot be read: " + e.getMessage());
        }
    }
}
