package dev.ringmaster.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** The documents cannot lie: their code runs, their links and paths lead somewhere. */
class ReadmeTest {
    private static final Path TOP = Path.of("..");
    private static final Pattern EXAMPLE =
            Pattern.compile("```java\n(.*?)```\n(?s:.*?)```\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
    private static final Pattern PATH =
            Pattern.compile("`((?:cpu-core|vmx|svm|hypervisor|guest-os|testkit|docs)/[^` ]*)`");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\| `ringmaster (\\w+)");

    @TempDir private Path directory;

    @Test
    void theExampleOfEmbeddingCompilesAndPrintsWhatItIsSaidToPrint() throws Exception {
        Matcher example = EXAMPLE.matcher(read("README.md"));
        assertThat(example.find()).isTrue();
        Path source = directory.resolve("Embedded.java");
        Files.writeString(source, example.group(1));
        String path = classPath();
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-cp", path, source.toString());
        assertThat(status).isZero();
        assertThat(run(path + System.getProperty("path.separator") + directory))
                .isEqualTo(example.group(2));
    }

    /** All that a program that embeds needs. */
    private static String classPath() throws URISyntaxException {
        List<String> places = new ArrayList<>();
        for (Class<?> each :
                List.of(
                        dev.ringmaster.cpu.Cpu.class,
                        dev.ringmaster.vmx.operation.Vmx.class,
                        dev.ringmaster.svm.operation.Svm.class,
                        dev.ringmaster.guest.kernel.BuiltInGuest.class,
                        dev.ringmaster.hypervisor.Hypervisor.class,
                        com.google.common.collect.ImmutableList.class)) {
            var place = each.getProtectionDomain().getCodeSource().getLocation();
            places.add(Path.of(place.toURI()).toString());
        }
        return String.join(System.getProperty("path.separator"), places);
    }

    private static String run(String path) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process =
                new ProcessBuilder(java, "-cp", path, "Embedded").redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.replace(System.lineSeparator(), "\n");
    }

    @Test
    void everyCommandOfTheTableExistsAndEveryCommandIsInTheTable() throws Exception {
        Class<?> main = Class.forName("dev.ringmaster.testkit.cli.Main");
        var command = main.getAnnotation(Command.class);
        List<String> names =
                Stream.of(command.subcommands())
                        .map(each -> each.getAnnotation(Command.class).name())
                        .toList();
        assertThat(COMMAND.matcher(read("README.md")).results().map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void everyLinkAndEveryPathLeadsSomewhere() throws IOException {
        for (Path document : documents()) {
            String text = Files.readString(document);
            for (String target : matches(LINK, text)) {
                assertThat(document.resolveSibling(target)).as(document.toString()).exists();
            }
            for (String target : matches(PATH, text)) {
                assertThat(expand(target)).as("%s in %s", target, document).isPresent();
            }
        }
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(TOP.resolve("docs"));
                Stream<Path> top = Files.list(TOP)) {
            return Stream.concat(docs, top)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    /** The file or directory that a path means; {@code ...} stands for any directories. */
    private static Optional<Path> expand(String path) throws IOException {
        if (!path.contains("/.../")) {
            return Stream.of(TOP.resolve(path)).filter(Files::exists).findFirst();
        }
        int gap = path.indexOf("/.../");
        Path start = TOP.resolve(path.substring(0, gap));
        Path end = Path.of(path.substring(gap + "/.../".length()));
        try (Stream<Path> files = Files.walk(start)) {
            return files.toList().stream().filter(file -> file.endsWith(end)).findFirst();
        }
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult m) -> m.group(1)).toList();
    }

    private static String read(String name) throws IOException {
        return Files.readString(TOP.resolve(name));
    }
}
