package dev.steno.interop.intake;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import net.lingala.zip4j.model.FileHeader;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP file that is imported: its entries by name. Names are never used as paths; {@code \} in them is read as {@code /}. For
 * one thread.
 */
public final class Archive implements AutoCloseable {
    /** The folder in which the Finder of macOS keeps attributes of files, under the names of these. */
    private static final String FINDER = "__MACOSX/";

    private final Closeable zip;
    private final ImportLimits limits;
    private final Map<String, Entry> entries = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    private record Entry(long size, long compressed, Opener opener) {}

    @FunctionalInterface
    private interface Opener {
        @Nullable
        InputStream open() throws IOException;
    }

    private Archive(Closeable zip, ImportLimits limits) {
        this.zip = zip;
        this.limits = limits;
    }

    /** @throws RefusedFileException if the file is no ZIP file, is encrypted, or has too many entries */
    public static Archive open(ImportSource from) throws IOException {
        return open(from, null);
    }

    /**
     * Opens a ZIP file that may be encrypted.
     *
     * @param password null if none was given
     * @throws RefusedFileException if the file is no ZIP file, is encrypted without a password, or has too many entries
     */
    public static Archive open(ImportSource from, @Nullable String password) throws IOException {
        Path file = from.seekable();
        try {
            ZipFile zip = ImportSource.zip(file);
            Archive archive = new Archive(zip, from.limits());
            var all = zip.entries();
            while (all.hasMoreElements()) {
                ZipEntry entry = all.nextElement();
                if (!entry.isDirectory()) {
                    archive.add(
                            from.name(),
                            entry.getName(),
                            new Entry(entry.getSize(), entry.getCompressedSize(), () -> zip.getInputStream(entry)));
                }
            }
            return archive;
        } catch (ZipException | EOFException e) {
            return openEncrypted(from, file, password, e);
        }
    }

    private static Archive openEncrypted(ImportSource from, Path file, @Nullable String password, IOException why)
            throws IOException {
        EncryptedZip zip = new EncryptedZip(from.name(), file, password);
        if (!zip.isEncrypted()) {
            zip.close();
            throw new RefusedFileException(
                    from.name() + " is a damaged ZIP file (" + why.getMessage() + "); repair it with zip -FF first");
        }
        if (password == null) {
            zip.close();
            throw new RefusedFileException(from.name() + " is encrypted with a password", Remedy.PASSWORD);
        }
        Archive archive = new Archive(zip, from.limits());
        for (FileHeader entry : zip.entries()) {
            archive.add(
                    from.name(),
                    entry.getFileName(),
                    new Entry(entry.getUncompressedSize(), entry.getCompressedSize(), () -> zip.open(entry)));
        }
        return archive;
    }

    private void add(String file, String name, Entry entry) throws IOException {
        if (names.size() >= limits.entries()) {
            zip.close();
            throw new RefusedFileException(file + " has more than " + limits.entries()
                    + " entries, the limit of an archive; extract it and import the parts");
        }
        String plain = name.replace('\\', '/');
        if (plain.startsWith(FINDER)) {
            return;
        }
        if (entries.put(plain, entry) == null) {
            names.add(plain);
        }
    }

    /** Returns the names of all entries, in the order of the file. */
    public List<String> names() {
        return names;
    }

    /** Returns the size of an entry without compression, as the file says; -1 if it does not or there is none. */
    public long size(String name) {
        Entry entry = entries.get(name);
        return entry == null ? -1 : entry.size();
    }

    /** Opens an entry; null if there is none. Its decompression is bounded. */
    public @Nullable InputStream open(String name) throws IOException {
        Entry entry = entries.get(name);
        InputStream in = entry == null ? null : entry.opener().open();
        return in == null || entry == null ? null : new BoundedInflation(in, entry::compressed, limits, name);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
