package dev.ringmaster.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every package says what it is. */
class PackagesTest {
    private static final List<String> MODULES =
            List.of("cpu-core", "vmx", "svm", "hypervisor", "guest-os", "testkit");

    @Test
    void everyPackageExplainsItself() throws IOException {
        for (String module : MODULES) {
            List<Path> packages = packages(Path.of("..", module, "src/main/java"));
            assertThat(packages).as(module).isNotEmpty();
            for (Path directory : packages) {
                Path info = directory.resolve("package-info.java");
                assertThat(info).exists();
                assertThat(Files.readString(info))
                        .as(info.toString())
                        .startsWith("/**")
                        .contains("package " + name(module, directory) + ";");
            }
        }
    }

    private static String name(String module, Path directory) {
        Path root = Path.of("..", module, "src/main/java");
        return root.relativize(directory).toString().replace('/', '.');
    }

    private static List<Path> packages(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .map(Path::getParent)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }
}
