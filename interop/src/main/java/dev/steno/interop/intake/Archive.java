package dev.steno.interop.intake;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP file that is imported: its entries by name. Names are never used as paths; {@code \} in them is read as {@code /}. For
 * one thread.
 */
public final class Archive implements AutoCloseable {
    private final ZipFile zip;
    private final ImportLimits limits;
    private final Map<String, ZipEntry> entries = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    private Archive(ZipFile zip, ImportLimits limits) {
        this.zip = zip;
        this.limits = limits;
    }

    /** @throws RefusedFileException if the file is no ZIP file, or has too many entries */
    public static Archive open(ImportSource from) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(from.seekable().toFile());
        } catch (ZipException e) {
            throw new RefusedFileException(
                    from.name() + " is a damaged ZIP file (" + e.getMessage() + "); repair it with zip -FF first");
        }
        Archive archive = new Archive(zip, from.limits());
        var all = zip.entries();
        while (all.hasMoreElements()) {
            if (archive.names.size() >= from.limits().entries()) {
                zip.close();
                throw new RefusedFileException(
                        from.name() + " has more than " + from.limits().entries()
                                + " entries, the limit of an archive; extract it and import the parts");
            }
            ZipEntry entry = all.nextElement();
            String name = entry.getName().replace('\\', '/');
            if (!entry.isDirectory() && archive.entries.put(name, entry) == null) {
                archive.names.add(name);
            }
        }
        return archive;
    }

    /** Returns the names of all entries, in the order of the file. */
    public List<String> names() {
        return names;
    }

    /** Returns the size of an entry without compression, as the file says; -1 if it does not or there is none. */
    public long size(String name) {
        ZipEntry entry = entries.get(name);
        return entry == null ? -1 : entry.getSize();
    }

    /** Opens an entry; null if there is none. Its decompression is bounded. */
    public @Nullable InputStream open(String name) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            return null;
        }
        long compressed = entry.getCompressedSize();
        InputStream in = zip.getInputStream(entry);
        return in == null ? null : new BoundedInflation(in, () -> compressed, limits, name);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
