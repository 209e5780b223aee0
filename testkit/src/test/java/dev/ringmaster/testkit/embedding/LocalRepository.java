package dev.ringmaster.testkit.embedding;

import dev.ringmaster.cpu.rule.Rule;
import dev.ringmaster.vmx.rule.VmEntryChecker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A local repository of Maven in which this build's vmx and cpu-core are installed, and whose other
 * entries are links to those of the repository of this build. It goes offline, so that nothing is
 * written to what the links lead to.
 */
final class LocalRepository {
    private static final Path GROUP = Path.of("dev", "ringmaster");
    private final Path root;
    private final Path origin;

    private LocalRepository(Path root, Path origin) {
        this.root = root;
        this.origin = origin;
    }

    static LocalRepository in(Path root) {
        String home = Path.of(System.getProperty("user.home"), ".m2", "repository").toString();
        return new LocalRepository(
                root,
                Path.of(
                        System.getProperty(
                                "maven.repo.local", System.getProperty("localRepository", home))));
    }

    /**
     * Lets Maven compile a project; says why not if that cannot be done here. The one plugin that
     * it takes for that is one that this build has used, too.
     */
    String build(Path project) throws IOException, InterruptedException {
        String maven = maven();
        if (maven.isEmpty()) {
            return "there is no mvn on the path";
        }
        if (!Files.isDirectory(origin.resolve("org/apache/maven/plugins"))) {
            return "there are no plugins of Maven in " + origin;
        }
        try {
            link(origin, root, Path.of(""));
        } catch (UnsupportedOperationException | IOException refused) {
            return "links cannot be made: " + refused.getMessage();
        }
        install();
        Embedded.run(
                maven,
                "-o",
                "-B",
                "-q",
                "-f",
                project.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + root,
                "compiler:compile");
        return "";
    }

    private static String maven() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .map(directory -> Path.of(directory, "mvn"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }

    /** Links all but the way to our own group, of which nothing old may be seen. */
    private static void link(Path from, Path to, Path at) throws IOException {
        Files.createDirectories(to.resolve(at));
        try (Stream<Path> children = Files.list(from.resolve(at))) {
            for (Path child : children.toList()) {
                Path name = at.resolve(child.getFileName());
                if (!GROUP.startsWith(name)) {
                    Files.createSymbolicLink(to.resolve(name), child.toAbsolutePath());
                } else if (!name.equals(GROUP)) {
                    link(from, to, name);
                }
            }
        }
    }

    private void install() throws IOException {
        String version = Poms.version();
        pom("ringmaster-parent", version, Path.of("../pom.xml"));
        pom("ringmaster-vmx", version, Path.of("../vmx/pom.xml"));
        pom("ringmaster-cpu-core", version, Path.of("../cpu-core/pom.xml"));
        jar("ringmaster-vmx", version, Embedded.home(VmEntryChecker.class));
        jar("ringmaster-cpu-core", version, Embedded.home(Rule.class));
    }

    private Path file(String artifact, String version, String suffix) throws IOException {
        Path directory = root.resolve(GROUP).resolve(artifact).resolve(version);
        return Files.createDirectories(directory).resolve(artifact + "-" + version + suffix);
    }

    private void pom(String artifact, String version, Path source) throws IOException {
        Files.copy(source, file(artifact, version, ".pom"));
    }

    private void jar(String artifact, String version, Path home) throws IOException {
        Path jar = file(artifact, version, ".jar");
        if (Files.isDirectory(home)) {
            pack(home, jar);
        } else {
            Files.copy(home, jar);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            for (Path each : all) {
                packed.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, packed);
            }
        }
    }
}
