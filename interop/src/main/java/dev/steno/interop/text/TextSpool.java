package dev.steno.interop.text;

import dev.steno.interop.json.TextTraits;
import dev.steno.interop.json.Utf8Sink;
import dev.steno.text.FileErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that is kept until it is known what it stands for: its first {@value #MEMORY} bytes in memory, the rest in a temporary
 * file. Used again for the next text. For one thread.
 */
public final class TextSpool implements Utf8Sink, AutoCloseable {
    /** Bytes in memory. */
    static final int MEMORY = 1 << 20;

    private byte[] memory = new byte[4 << 10];
    private int filled;
    private long spilled;
    private @Nullable Path file;
    private @Nullable OutputStream out;
    private TextTraits traits = TextTraits.EMPTY;

    /** Removes the text. */
    public void clear() throws IOException {
        filled = 0;
        spilled = 0;
        traits = TextTraits.EMPTY;
        if (out != null) {
            out.close();
            out = null;
        }
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int fits = Math.min(length, MEMORY - filled);
        if (fits > 0) {
            if (filled + fits > memory.length) {
                memory = Arrays.copyOf(memory, Math.min(MEMORY, Math.max(filled + fits, memory.length * 2)));
            }
            System.arraycopy(from, offset, memory, filled, fits);
            filled += fits;
        }
        if (fits < length) {
            try {
                if (out == null) {
                    out = spill();
                }
                out.write(from, offset + fits, length - fits);
            } catch (IOException e) {
                throw FileErrors.temporary(e);
            }
            spilled += length - fits;
        }
    }

    private OutputStream spill() throws IOException {
        Path path = file;
        if (path == null) {
            path = Files.createTempFile("steno-text-", ".tmp");
            file = path;
        }
        return new java.io.BufferedOutputStream(Files.newOutputStream(path), 64 << 10);
    }

    /** Sets what the text consists of. */
    public void setTraits(TextTraits known) {
        traits = known;
    }

    /** Returns what the text consists of. */
    public TextTraits traits() {
        return traits;
    }

    /** Returns the length in bytes of UTF-8. */
    public long size() {
        return filled + spilled;
    }

    /** Returns the number of bytes from an index on that are in memory. */
    boolean isInMemory() {
        return spilled == 0;
    }

    /** Returns the bytes in memory, of which {@link #size} are used if all are. */
    byte[] memory() {
        return memory;
    }

    /** Returns the text as a string, or its beginning. */
    public String head(int bytes) {
        return new String(memory, 0, Math.min(filled, bytes), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Returns all bytes. */
    public InputStream open() throws IOException {
        InputStream first = new java.io.ByteArrayInputStream(memory, 0, filled);
        if (spilled == 0) {
            return first;
        }
        if (out != null) {
            out.flush();
        }
        return new SequenceInputStream(first, Files.newInputStream(java.util.Objects.requireNonNull(file)));
    }

    /** Copies all bytes. */
    void copyTo(OutputStream to) throws IOException {
        to.write(memory, 0, filled);
        if (spilled > 0) {
            try (InputStream rest = open()) {
                rest.skipNBytes(filled);
                byte[] buffer = new byte[64 << 10];
                for (int n = rest.read(buffer); n >= 0; n = rest.read(buffer)) {
                    to.write(buffer, 0, n);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        clear();
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
