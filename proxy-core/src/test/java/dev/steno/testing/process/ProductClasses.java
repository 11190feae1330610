package dev.steno.testing.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes of this build for the processes that tests start, with an archive of those that a start loads (JVM
 * class-data sharing): a start takes a third less CPU. The JVM archives classes of unsigned jars only, so folders of classes
 * are packed first, and signed jars are copied without their signatures, as into the packed product. The JVMs of a module's
 * tests share the files, which the first one makes.
 */
public final class ProductClasses {
    /** Within the module's folder: the tests' JVMs run there. */
    private static final Path PLACE = Path.of("target/started").toAbsolutePath();

    private static final Path ARCHIVE = PLACE.resolve("classes.jsa");

    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    private static final List<String> OPTIONS = make();

    private ProductClasses() {}

    /** The options for a JVM that runs {@code dev.steno.cli.Main}. The tests' own classes are last on its class path. */
    public static List<String> options() {
        return OPTIONS;
    }

    private static List<String> make() {
        List<Path> product = new ArrayList<>();
        List<Path> tests = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(each).toAbsolutePath();
            if (Files.exists(path)) {
                (path.endsWith("test-classes") ? tests : product).add(path);
            }
        }
        List<Path> jars = new ArrayList<>();
        try {
            for (Path path : product) {
                boolean asItIs = Files.isRegularFile(path) && !isSigned(path);
                jars.add(asItIs ? path : PLACE.resolve("classes-" + jars.size() + ".jar"));
            }
            archive(product, jars);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> options = new ArrayList<>(List.of(
                "-Dio.netty.jfr.enabled=false", // as the launcher says; so are those below for short commands
                "-XX:TieredStopAtLevel=1",
                "-XX:CompileThresholdScaling=3",
                "-XX:-UsePerfData",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0"));
        if (Files.exists(ARCHIVE)) {
            options.add("-XX:SharedArchiveFile=" + ARCHIVE);
            options.addAll(List.of("-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr"));
        }
        options.addAll(List.of("-cp", joined(Stream.concat(jars.stream(), tests.stream()))));
        return List.copyOf(options);
    }

    /** Packs folders and makes the archive, unless there is one of the same classes. */
    private static void archive(List<Path> product, List<Path> jars) throws IOException {
        Files.createDirectories(PLACE);
        Path note = PLACE.resolve("made-of");
        try (FileChannel lock =
                        FileChannel.open(PLACE.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            StringBuilder made = new StringBuilder(System.getProperty("java.home"));
            for (Path path : product) {
                made.append('\n').append(path).append(' ').append(changed(path));
            }
            if (held.isValid() && Files.exists(note) && Files.readString(note).contentEquals(made)) {
                return;
            }
            Files.deleteIfExists(note);
            Files.deleteIfExists(ARCHIVE);
            for (int i = 0; i < jars.size(); i++) {
                if (Files.isDirectory(product.get(i))) {
                    pack(product.get(i), jars.get(i));
                } else if (!jars.get(i).equals(product.get(i))) {
                    copyUnsigned(product.get(i), jars.get(i));
                }
            }
            Program.java()
                    .call(
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:ArchiveClassesAtExit=" + ARCHIVE,
                            "-Xlog:disable",
                            "-cp",
                            joined(jars.stream()),
                            "dev.steno.cli.Main",
                            "rehearse");
            Files.writeString(note, made);
        }
    }

    /** When the file, or the newest file in the folder, was changed. */
    private static long changed(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.mapToLong(each -> each.toFile().lastModified()).max().orElse(0);
        }
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream to = new JarOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            to.setLevel(0);
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                to.putNextEntry(new JarEntry(folder.relativize(each).toString().replace(File.separatorChar, '/')));
                Files.copy(each, to);
            }
        }
    }

    private static boolean isSigned(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            return file.stream().anyMatch(ProductClasses::isSignature);
        }
    }

    private static boolean isSignature(JarEntry entry) {
        return SIGNATURE.matcher(entry.getName()).matches();
    }

    /** Copies a jar without its signatures and the digests in its manifest. */
    private static void copyUnsigned(Path from, Path to) throws IOException {
        try (JarFile jar = new JarFile(from.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            manifest.getEntries().clear();
            try (OutputStream out = Files.newOutputStream(to);
                    JarOutputStream copy = new JarOutputStream(out, manifest)) {
                copy.setLevel(0);
                for (JarEntry each : jar.stream()
                        .filter(entry -> !entry.getName().equals(JarFile.MANIFEST_NAME) && !isSignature(entry))
                        .toList()) {
                    copy.putNextEntry(new JarEntry(each.getName()));
                    try (InputStream in = jar.getInputStream(each)) {
                        in.transferTo(copy);
                    }
                }
            }
        }
    }

    private static String joined(Stream<Path> paths) {
        return paths.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
