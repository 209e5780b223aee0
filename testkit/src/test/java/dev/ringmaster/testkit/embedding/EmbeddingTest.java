package dev.ringmaster.testkit.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The example of embedding: a project of its own that knows ringmaster-vmx and nothing else. */
class EmbeddingTest {
    private static final Path EXAMPLE = Path.of("src/test/resources/embedding").toAbsolutePath();
    private static final Path DUMP = EXAMPLE.resolve("dump.txt");
    private static final Path SOURCE = EXAMPLE.resolve("src/main/java/example/WhyNot.java");
    private static final int LINES = 10;
    private static final List<String> EXPECTED =
            List.of(
                    "VM-entry failure due to invalid guest state",
                    "GUEST-069 (SDM Vol. 3C 29.3.1.2 Checks on Guest Segment Registers):"
                            + " required is bit 0 (accessed) = 1,"
                            + " repair {GUEST_DS_ACCESS_RIGHTS=49395}");

    @TempDir private Path directory;

    @Test
    void theJarsOfVmxAndCpuCoreAreEnough() throws Exception {
        compile();
        assertThat(explained(directory)).isEqualTo(EXPECTED);
    }

    @Test
    void mavenBuildsTheExample() throws Exception {
        LocalRepository repository = LocalRepository.in(directory.resolve("repository"));
        Path project = directory.resolve("project");
        copy(EXAMPLE, project);
        String problem = repository.build(project);
        assumeTrue(problem.isEmpty(), "Maven was not asked: " + problem);
        assertThat(explained(project.resolve("target/classes"))).isEqualTo(EXPECTED);
    }

    @Test
    void theExampleDependsOnVmxAndOnNothingElse() throws Exception {
        Path example = EXAMPLE.resolve("pom.xml");
        assertThat(Poms.texts(example, "dependency", "artifactId"))
                .containsExactly("ringmaster-vmx");
        assertThat(Poms.texts(example, "dependency", "groupId")).containsExactly("dev.ringmaster");
        assertThat(Poms.texts(example, "dependency", "version")).containsExactly(Poms.version());
    }

    @Test
    void vmxNeedsCpuCoreAndNothingElse() throws Exception {
        assertThat(Poms.texts(Path.of("../vmx/pom.xml"), "dependency", "artifactId"))
                .containsExactly("ringmaster-cpu-core");
        assertThat(Poms.texts(Path.of("../cpu-core/pom.xml"), "dependency", "artifactId"))
                .isEmpty();
    }

    @Test
    void tenLinesOfJavaDoIt() throws IOException {
        String body =
                Files.readString(SOURCE)
                        .replaceFirst("(?s).*void main[^\\n]*\\n", "")
                        .replaceFirst("(?s)    }\\n}\\n$", "");
        assertThat(body.lines()).hasSizeLessThanOrEqualTo(LINES);
    }

    private void compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status =
                compiler.run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-proc:none",
                        "-Xlint:all,-missing-explicit-ctor",
                        "-cp",
                        Embedded.classPath(),
                        "-d",
                        directory.toString(),
                        SOURCE.toString());
        assertThat(status).isZero();
    }

    private static List<String> explained(Path classes) throws Exception {
        String classPath = classes + File.pathSeparator + Embedded.classPath();
        return Embedded.run(Embedded.java(), "-cp", classPath, "example.WhyNot", DUMP.toString());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }
}
