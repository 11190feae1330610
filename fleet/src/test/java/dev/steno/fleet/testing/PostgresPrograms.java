package dev.steno.fleet.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL 18, unpacked once per machine from a Maven artefact (Linux, x86-64), with an empty database
 * cluster made by {@code initdb}, which servers copy. Thread-safe: several JVMs may unpack at once, the first one wins.
 */
public final class PostgresPrograms {
    private static final String PACKED = "/postgres-linux-x86_64.txz";

    private PostgresPrograms() {}

    /** Returns the folder with {@code bin} and the folder {@code empty}, a cluster that was never started. */
    static Path folder() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path folder = temporary.resolve("steno-test-postgres-18.0.0-" + System.getProperty("user.name"));
        if (!Files.exists(folder)) {
            Path draft = Files.createTempDirectory(temporary, "steno-test-postgres-new");
            unpack(draft);
            initialise(draft);
            try {
                Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
                delete(draft);
            }
        }
        return folder;
    }

    /** As root, PostgreSQL runs in a user namespace in which it is not root. */
    static List<String> words(Path program, List<String> arguments) {
        boolean root = System.getProperty("user.name").equals("root");
        Stream<String> call = root ? Stream.of("unshare", "-U", program.toString()) : Stream.of(program.toString());
        return Stream.concat(call, arguments.stream()).toList();
    }

    private static void unpack(Path into) throws IOException {
        try (InputStream packed = PostgresPrograms.class.getResourceAsStream(PACKED)) {
            if (packed == null) {
                throw new IOException("the programs of PostgreSQL are not on the class path: " + PACKED);
            }
            Process tar = new ProcessBuilder("tar", "-x", "-f", "-", "-C", into.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream out = tar.getOutputStream()) {
                new XZInputStream(new BufferedInputStream(packed)).transferTo(out);
            }
            await(tar, "tar", "see standard error");
        }
    }

    private static void initialise(Path folder) throws IOException {
        List<String> arguments = List.of(
                "--pgdata=" + folder.resolve("empty"),
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
                "--wal-segsize=1");
        Process initdb = new ProcessBuilder(words(folder.resolve("bin/initdb"), arguments))
                .redirectErrorStream(true)
                .start();
        initdb.getOutputStream().close();
        String said = new String(initdb.getInputStream().readAllBytes());
        await(initdb, "initdb", said);
    }

    private static void await(Process program, String name, String said) throws IOException {
        try {
            if (program.waitFor() != 0) {
                throw new IOException(name + " failed: " + said);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Copies a folder with all below it; permissions stay, which PostgreSQL insists on. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path file : (Iterable<Path>) walk::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Removes a folder with all below it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
