package dev.ringmaster.cpu.isa;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** GNU objdump as an oracle, where the machine has it. */
final class Objdump {
    private static final Path TOOL = Path.of("/usr/bin/objdump");

    /**
     * A line of its output: address, bytes, and text without symbols, comments and redundant
     * prefixes.
     */
    record Line(long address, String hex, String text) {
        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    private Objdump() {}

    static boolean isPresent() {
        return Files.isExecutable(TOOL);
    }

    /** Disassembles with these arguments, at most {@code limit} instructions. */
    static List<Line> run(int limit, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(TOOL.toString(), "-w", "-M", "intel"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(l -> l.split("\t"))
                    .filter(Objdump::isCode)
                    .limit(limit)
                    .map(Objdump::line)
                    .toList();
        } finally {
            process.destroy();
        }
    }

    private static boolean isCode(String[] fields) {
        return fields.length == 3 && fields[0].strip().matches("[0-9a-f]+:");
    }

    private static Line line(String[] fields) {
        String address = fields[0].strip().replace(":", "");
        String hex = fields[1].replace(" ", "");
        return new Line(Long.parseUnsignedLong(address, 16), hex, plain(fields[2]));
    }

    private static String plain(String text) {
        String redundant = "data16|data32|addr16|addr32|[c-gs]s|notrack|rex(?:\\.[WRXB]+)?";
        return text.replaceAll("\\s*[#<].*", "")
                .replaceAll("\\s+", " ")
                .strip()
                .replaceFirst("^((" + redundant + ") )+", "")
                .replaceFirst("^(lock|rep|repz|repnz) ((" + redundant + ") )+", "$1 ");
    }
}
