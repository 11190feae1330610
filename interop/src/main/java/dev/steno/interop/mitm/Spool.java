package dev.steno.interop.mitm;

import dev.steno.text.FileErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Bytes whose number must be known before they are written: up to {@value #KEPT} in memory, more in a temporary file. For one
 * thread.
 */
final class Spool extends OutputStream {
    private static final int KEPT = 1 << 20;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private long size;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        size += length;
        try {
            keep(from, offset, length);
        } catch (IOException e) {
            throw FileErrors.temporary(e);
        }
    }

    private void keep(byte[] from, int offset, int length) throws IOException {
        if (out == null && kept.size() + length > KEPT) {
            Path created = Files.createTempFile("steno-export-", ".tmp");
            file = created;
            out = Files.newOutputStream(created, StandardOpenOption.TRUNCATE_EXISTING);
            kept.writeTo(out);
            kept.reset();
        }
        if (out == null) {
            kept.write(from, offset, length);
        } else {
            out.write(from, offset, length);
        }
    }

    /** Returns the number of bytes. */
    long size() {
        return size;
    }

    /** Writes all bytes to a stream. No more can be added. */
    void writeTo(OutputStream to) throws IOException {
        if (out == null || file == null) {
            kept.writeTo(to);
            return;
        }
        out.close();
        Files.copy(file, to);
    }

    /** Removes the temporary file. */
    @Override
    public void close() throws IOException {
        if (out != null && file != null) {
            out.close();
            Files.deleteIfExists(file);
        }
    }
}
