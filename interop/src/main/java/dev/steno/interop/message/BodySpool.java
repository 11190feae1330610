package dev.steno.interop.message;

import dev.steno.text.FileErrors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Bytes that are read a second time: the first ones in memory, all of them in a temporary file once they are many. For one thread. */
final class BodySpool extends OutputStream {
    /** Upper bound on the bytes in memory; more go to a file. */
    private static final int IN_MEMORY = 1 << 20;

    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable Path file;
    private @Nullable OutputStream out;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            keep(bytes, offset, length);
        } catch (IOException e) {
            throw FileErrors.temporary(e);
        }
    }

    private void keep(byte[] bytes, int offset, int length) throws IOException {
        if (out == null && memory.size() + length > IN_MEMORY) {
            Path created = Files.createTempFile("steno-import-", ".tmp");
            file = created;
            out = Files.newOutputStream(created);
            memory.writeTo(out);
            memory.reset();
        }
        (out == null ? memory : out).write(bytes, offset, length);
    }

    /** Opens all bytes. */
    InputStream open() throws IOException {
        if (out != null) {
            out.flush();
        }
        return file == null ? new ByteArrayInputStream(memory.toByteArray()) : Files.newInputStream(file);
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
