package dev.steno.bench.memory;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 messages whose bodies have a Content-Length (RFC 9112, 6.2): all that the two ends here send. */
final class HttpIn {
    private final InputStream in;
    private final byte[] sink = new byte[16 * 1024];
    private final byte[] line = new byte[8 * 1024];

    HttpIn(InputStream in) {
        this.in = new BufferedInputStream(in, 32 * 1024);
    }

    /** Reads a message and lets its body go; its first line, or null where the connection ended before one. */
    @Nullable
    String message() throws IOException {
        String first = line();
        if (first == null) {
            return null;
        }
        long length = 0;
        while (true) {
            String field = line();
            if (field == null) {
                throw new EOFException("the connection ended within a head");
            }
            if (field.isEmpty()) {
                break;
            }
            if (field.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Long.parseLong(field.substring(15).strip());
            }
        }
        while (length > 0) {
            int read = in.read(sink, 0, (int) Math.min(sink.length, length));
            if (read < 0) {
                throw new EOFException("the connection ended within a body");
            }
            length -= read;
        }
        return first;
    }

    private @Nullable String line() throws IOException {
        int length = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            if (next == '\n') {
                return new String(
                        line,
                        0,
                        length > 0 && line[length - 1] == '\r' ? length - 1 : length,
                        StandardCharsets.ISO_8859_1);
            }
            if (length == line.length) {
                throw new IOException("a line is longer than " + line.length + " bytes");
            }
            line[length++] = (byte) next;
        }
    }
}
