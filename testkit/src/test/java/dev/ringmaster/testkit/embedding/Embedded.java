package dev.ringmaster.testkit.embedding;

import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.vmx.rule.VmEntryChecker;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What an embedder has: the classes of vmx and cpu-core, a JVM, programs that run to their end. */
final class Embedded {
    private Embedded() {}

    /** Where vmx and cpu-core are, jars or directories. */
    static String classPath() {
        return home(VmEntryChecker.class) + File.pathSeparator + home(Rule.class);
    }

    static Path home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException broken) {
            throw new AssertionError(broken);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The lines that a program writes; fails if its status is not 0. */
    static List<String> run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + "\n" + said);
        }
        return said.lines().toList();
    }
}
