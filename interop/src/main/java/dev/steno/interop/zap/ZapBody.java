package dev.steno.interop.zap;

import dev.steno.flow.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * A body within text, without the line end that the tool wrote behind it. Content-Length says where the body ends if nothing but
 * line ends follows there; otherwise it is taken as wrong, since lengths count bytes and the file has characters. For one thread.
 */
final class ZapBody extends InputStream {
    /** Upper bound on the line ends behind a body. */
    private static final int MOST_LINE_ENDS = 8;

    private final PushbackInputStream in;
    private final long length;
    private long read;

    /** @param length what the head says; -1 for unknown */
    ZapBody(InputStream text, long length) {
        this.in = new PushbackInputStream(text, MOST_LINE_ENDS + 2);
        this.length = length;
    }

    /** Returns the length that fields name; -1 if they name none, or several. */
    static long length(Headers fields) {
        String value = fields.all("Content-Length").size() == 1 ? fields.get("Content-Length") : null;
        String digits = value == null ? "" : value.strip();
        boolean plain =
                !digits.isEmpty() && digits.length() < 16 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return plain ? Long.parseLong(digits) : -1;
    }

    @Override
    public int read() throws IOException {
        if (read == length && onlyLineEndsFollow()) {
            return -1;
        }
        int b = in.read();
        if (b == '\r' || b == '\n') {
            int next = b == '\r' ? in.read() : -1;
            boolean pair = next == '\n';
            int behind = b == '\n' || pair ? in.read() : next;
            if ((b == '\n' || pair) && behind < 0) {
                return -1;
            }
            if (behind >= 0) {
                in.unread(behind);
            }
            if (pair) {
                in.unread(next);
            }
        }
        read += b < 0 ? 0 : 1;
        return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int n = 0;
        while (n < length) {
            int b = read();
            if (b < 0) {
                return n == 0 && length > 0 ? -1 : n;
            }
            to[offset + n++] = (byte) b;
        }
        return n;
    }

    private boolean onlyLineEndsFollow() throws IOException {
        byte[] next = in.readNBytes(MOST_LINE_ENDS);
        in.unread(next);
        for (byte each : next) {
            if (each != '\r' && each != '\n') {
                return false;
            }
        }
        return next.length < MOST_LINE_ENDS;
    }
}
