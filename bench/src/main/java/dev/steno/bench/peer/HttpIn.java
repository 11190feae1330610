package dev.steno.bench.peer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 messages whose body has a Content-Length or is chunked (RFC 9112, 6). For one thread. */
public final class HttpIn {
    private static final int CHUNKED = -1;

    private final InputStream in;
    private final byte[] piece = new byte[16 * 1024];
    private final byte[] line = new byte[8 * 1024];
    private long length;

    public HttpIn(InputStream in) {
        this.in = new BufferedInputStream(in, 32 * 1024);
    }

    /** Reads a message and discards its body. Returns its first line; null if the connection ended before a message. */
    public @Nullable String message() throws IOException {
        String first = head();
        if (first != null) {
            body(OutputStream.nullOutputStream());
        }
        return first;
    }

    /** Reads a head. Returns its first line; null if the connection ended before a message. */
    public @Nullable String head() throws IOException {
        String first = line();
        length = 0;
        for (String field = first; field != null && !field.isEmpty(); field = lineWithin("a head")) {
            if (field.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Long.parseLong(field.substring(15).strip());
            } else if (field.equalsIgnoreCase("transfer-encoding: chunked")) {
                length = CHUNKED;
            }
        }
        return first;
    }

    /** Reads the body of the head that was read last. */
    public byte[] body() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body(body);
        return body.toByteArray();
    }

    private void body(OutputStream to) throws IOException {
        if (length != CHUNKED) {
            copy(length, to);
            return;
        }
        for (int size = size(); size > 0; size = size()) {
            copy(size, to);
            lineWithin("a chunk");
        }
        lineWithin("a body");
    }

    private int size() throws IOException {
        return Integer.parseInt(lineWithin("a body"), 16);
    }

    private void copy(long count, OutputStream to) throws IOException {
        for (long left = count; left > 0; ) {
            int read = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                throw new EOFException("the connection ended within a body");
            }
            to.write(piece, 0, read);
            left -= read;
        }
    }

    private String lineWithin(String what) throws IOException {
        String line = line();
        if (line == null) {
            throw new EOFException("the connection ended within " + what);
        }
        return line;
    }

    private @Nullable String line() throws IOException {
        int count = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            if (next == '\n') {
                int end = count > 0 && line[count - 1] == '\r' ? count - 1 : count;
                return new String(line, 0, end, StandardCharsets.ISO_8859_1);
            }
            if (count == line.length) {
                throw new IOException("a line is longer than " + line.length + " bytes");
            }
            line[count++] = (byte) next;
        }
    }
}
