package dev.ringmaster.testkit.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text out of a file or the standard input: UTF-8, or UTF-16 as programs of Windows write it. */
final class TextInput {
    private static final String STANDARD_INPUT = "-";

    private TextInput() {}

    /**
     * Reads all of it.
     *
     * @param file a path, or {@code -}
     * @throws IOException if it cannot be read
     */
    static String read(String file) throws IOException {
        byte[] bytes =
                file.equals(STANDARD_INPUT)
                        ? System.in.readAllBytes()
                        : Files.readAllBytes(Path.of(file));
        return new String(bytes, charset(bytes));
    }

    /** What the first character tells, which is ASCII or a byte-order mark; else UTF-8. */
    private static Charset charset(byte[] bytes) {
        int first = bytes.length < 2 ? -1 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        if (first == 0xfffe || first > 0 && (first & 0xff) == 0) {
            return StandardCharsets.UTF_16LE;
        }
        return first == 0xfeff || first > 0 && first >>> 8 == 0
                ? StandardCharsets.UTF_16BE
                : StandardCharsets.UTF_8;
    }
}
