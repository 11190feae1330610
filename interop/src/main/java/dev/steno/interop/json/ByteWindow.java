package dev.steno.interop.json;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The part of a stream that is in memory. For one thread. */
final class ByteWindow {
    private static final int SIZE = 128 << 10;

    /** The bytes; those from {@link #at} to {@link #end} are not consumed. */
    final byte[] bytes = new byte[SIZE];

    int at;
    int end;
    private InputStream in;
    private long base;
    private @Nullable String failure;
    private boolean damaged;

    /** Reads the first bytes. A stream in UTF-16 is read as UTF-8 from then on. */
    ByteWindow(InputStream from) throws IOException {
        in = from;
        if (!has(2)) {
            return;
        }
        Boolean bigEndian = Utf16Input.bigEndian(bytes[0] & 0xFF, bytes[1] & 0xFF);
        if (bigEndian != null) {
            byte[] read = Arrays.copyOf(bytes, end);
            in = new Utf16Input(new SequenceInputStream(new ByteArrayInputStream(read), from), bigEndian);
            end = 0;
        }
    }

    /** Reads more bytes behind those that are not consumed; false at the end of the stream, or if the window is full. */
    boolean more() throws IOException {
        if (failure != null) {
            return false;
        }
        if (at > 0) {
            System.arraycopy(bytes, at, bytes, 0, end - at);
            base += at;
            end -= at;
            at = 0;
        }
        if (end == bytes.length) {
            return false;
        }
        try {
            int n = in.read(bytes, end, bytes.length - end);
            if (n <= 0) {
                failure = "the file ends";
                return false;
            }
            end += n;
            return true;
        } catch (EOFException | ZipException e) {
            damaged = true;
            failure = "the compressed data ends or is damaged (" + e.getMessage() + ")";
            return false;
        }
    }

    /** Whether so many bytes can be looked at, up to 1,000. */
    boolean has(int n) throws IOException {
        while (end - at < n) {
            if (!more()) {
                return false;
            }
        }
        return true;
    }

    /** Returns the next byte; -1 at the end. It is not consumed. */
    int peek() throws IOException {
        return at < end || more() ? bytes[at] & 0xFF : -1;
    }

    /** Whether the stream ends since its compressed data is damaged or cut. */
    boolean isDamaged() {
        return damaged;
    }

    /** Returns the number of consumed bytes. */
    long offset() {
        return base + at;
    }

    /** Returns an exception about the end of the stream. */
    JsonEndException ended(String within) {
        return new JsonEndException((failure == null ? "the file ends" : failure) + " within " + within, base + end);
    }
}
