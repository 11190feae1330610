package dev.steno.interop.zap;

import dev.steno.interop.intake.RefusedFileException;
import dev.steno.interop.message.LookAheadInput;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder in which a session can be opened: a checked copy of its script, properties of our own, and links to its data, or copies
 * if HSQLDB will write to them. The session's own files are only read. For one thread.
 */
final class ZapFiles implements AutoCloseable {
    private static final List<String> ENDINGS =
            List.of(".script", ".properties", ".data", ".log", ".lobs", ".backup", ".lck");
    private static final List<String> KEPT = List.of(
            "version",
            "modified",
            "tx_timestamp",
            "hsqldb.compatible_version",
            "hsqldb.original_version",
            "hsqldb.cache_version",
            "hsqldb.cache_file_scale");
    private static final Pattern PLAIN = Pattern.compile("[\\w.-]{1,40}");
    private static final Pattern ROOTS = Pattern.compile("(SET TABLE \\S+ INDEX ?')([-\\d ]+)('.*)");

    private final Path folder;
    private final boolean written;

    private ZapFiles(Path folder, boolean written) {
        this.folder = folder;
        this.written = written;
    }

    /** Returns the path of a session's files without their endings; null if it is none. */
    static @Nullable Path base(@Nullable Path file) throws IOException {
        if (file == null) {
            return null;
        }
        if (Files.isDirectory(file)) {
            List<Path> scripts = scripts(file);
            return scripts.size() == 1 ? withoutEnding(scripts.get(0)) : null;
        }
        Path base = withoutEnding(file);
        return Files.isRegularFile(ending(base, ".script")) && isDatabase(base) ? base : null;
    }

    /** Another program's script may stand beside a file by chance. */
    private static boolean isDatabase(Path base) {
        return Files.exists(ending(base, ".properties")) || Files.exists(ending(base, ".data"));
    }

    private static List<Path> scripts(Path folder) throws IOException {
        List<Path> scripts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(each -> each.toString().endsWith(".session.script"))
                    .limit(2)
                    .forEach(scripts::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return scripts;
    }

    private static Path withoutEnding(Path file) {
        String name = String.valueOf(file.getFileName());
        for (String ending : ENDINGS) {
            if (name.endsWith(ending)) {
                return file.resolveSibling(name.substring(0, name.length() - ending.length()));
            }
        }
        return file;
    }

    private static Path ending(Path base, String ending) {
        return base.resolveSibling(base.getFileName() + ending);
    }

    /**
     * Checks a session and prepares a folder.
     *
     * @param withoutIndexes whether only the primary keys are kept, since another index is broken
     * @param longest upper bound on the bytes of a statement
     * @throws RefusedFileException if the script has a statement that no session has
     */
    static ZapFiles prepare(Path base, boolean withoutIndexes, int longest) throws IOException {
        Properties properties = properties(base);
        boolean logged = Files.exists(ending(base, ".log")) && Files.size(ending(base, ".log")) > 0;
        boolean written = logged || properties.getProperty("version", "2").startsWith("1.");
        ZapFiles files = new ZapFiles(Files.createTempDirectory("steno-zap-"), written);
        try {
            files.copyChecked(ending(base, ".script"), ".script", withoutIndexes, longest);
            if (logged) {
                files.copyChecked(ending(base, ".log"), ".log", false, longest);
            }
            try (Writer out = Files.newBufferedWriter(files.file(".properties"))) {
                properties.store(out, null);
            }
            for (String ending : List.of(".data", ".lobs", ".backup")) {
                Path from = ending(base, ending);
                if (Files.exists(from)) {
                    files.provide(from, ending);
                }
            }
            return files;
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static Properties properties(Path base) throws IOException {
        Properties all = new Properties();
        Path file = ending(base, ".properties");
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                all.load(new BufferedInputStream(in));
            } catch (IllegalArgumentException e) {
                throw new RefusedFileException(
                        file + " is damaged (" + e.getMessage() + "); open the session in ZAP once");
            }
        }
        if (!all.getProperty("hsqldb.script_format", "0").equals("0")) {
            throw new RefusedFileException(
                    base + " has its script compressed, which is not read; open it in ZAP and save it");
        }
        Properties kept = new Properties();
        for (String key : KEPT) {
            String value = all.getProperty(key);
            if (value != null && PLAIN.matcher(value).matches()) {
                kept.setProperty(key, value);
            }
        }
        kept.putIfAbsent("version", "2.7.4");
        kept.putIfAbsent("modified", "no");
        return kept;
    }

    private void copyChecked(Path from, String ending, boolean withoutIndexes, int longest) throws IOException {
        try (InputStream in = Files.newInputStream(from);
                BufferedWriter out = Files.newBufferedWriter(file(ending), StandardCharsets.ISO_8859_1)) {
            LookAheadInput lines = new LookAheadInput(in);
            long number = 0;
            for (String line = lines.line(longest); line != null; line = lines.line(longest)) {
                number++;
                if (!ZapScript.allows(line)) {
                    throw new RefusedFileException(from + " has in line " + number
                            + " a statement that no session of ZAP has: \"" + shortened(line)
                            + "\"; it would run when the session is opened, so nothing is imported");
                }
                out.write(withoutIndexes ? withPrimaryRoots(line) : line);
                out.write('\n');
            }
        } catch (LookAheadInput.TooLongException e) {
            throw new RefusedFileException(from + " has a statement that " + e.getMessage() + "; nothing is imported");
        }
    }

    private static String shortened(String line) {
        String visible = line.replaceAll("[^ -~]", "?");
        return visible.length() > 80 ? visible.substring(0, 80) + "\u2026" : visible;
    }

    /** Roots stand in the order of the indexes, the primary key's first; as many zeros and the count of rows follow. */
    private static String withPrimaryRoots(String line) {
        var match = ROOTS.matcher(line);
        if (!match.matches()) {
            return line;
        }
        String[] numbers = match.group(2).strip().split(" +");
        for (int i = 1; i < (numbers.length - 1) / 2; i++) {
            numbers[i] = "-1";
        }
        return match.group(1) + String.join(" ", numbers) + match.group(3);
    }

    /** A link costs nothing; where it cannot be made, or the file will be written to, a copy is. */
    private void provide(Path from, String ending) throws IOException {
        if (!written) {
            try {
                Files.createSymbolicLink(file(ending), from.toAbsolutePath());
                return;
            } catch (IOException | UnsupportedOperationException e) {
                // such as on Windows without the privilege
            }
        }
        Files.copy(from, file(ending), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path file(String ending) {
        return folder.resolve("zap.session" + ending);
    }

    /** Returns the URL of the prepared session. */
    String url() {
        return "jdbc:hsqldb:file:" + folder.resolve("zap.session").toAbsolutePath()
                + ";hsqldb.lock_file=false;shutdown=true" + (written ? "" : ";readonly=true");
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
