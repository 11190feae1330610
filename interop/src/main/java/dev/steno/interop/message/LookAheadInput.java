package dev.steno.interop.message;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A stream whose next bytes can be looked at before they are read. Does not close what it reads. For one thread. */
public final class LookAheadInput extends InputStream {
    private static final int BUFFER = 64 << 10;

    /** How many bytes can be looked at. */
    public static final int AHEAD = 1024;

    private final InputStream in;
    private final byte[] buffer;
    private int at;
    private int end;
    private boolean ended;
    private long consumed;

    public LookAheadInput(InputStream in) {
        this(in, BUFFER);
    }

    /** @param size of the buffer in bytes, for a stream that is known to be short */
    public LookAheadInput(InputStream in, int size) {
        this.in = in;
        this.buffer = new byte[Math.max(size, 2 * AHEAD)];
    }

    @Override
    public int read() throws IOException {
        if (at == end && !fill(1)) {
            return -1;
        }
        consumed++;
        return buffer[at++] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == end && !fill(1)) {
            return -1;
        }
        int n = Math.min(length, end - at);
        System.arraycopy(buffer, at, to, offset, n);
        at += n;
        consumed += n;
        return n;
    }

    /**
     * Takes back the last bytes of the last read of an array, which had at least so many.
     *
     * @throws IllegalStateException if there were other calls since
     */
    public void unread(int bytes) {
        if (bytes > at) {
            throw new IllegalStateException("only the last read can be taken back");
        }
        at -= bytes;
        consumed -= bytes;
    }

    /** Returns a byte that was not read yet; -1 behind the end. */
    public int peek(int ahead) throws IOException {
        return end - at > ahead || fill(ahead + 1) ? buffer[at + ahead] & 0xFF : -1;
    }

    /** Whether these bytes come next; each character is one. */
    public boolean startsWith(String text) throws IOException {
        if (end - at < text.length() && !fill(text.length())) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((buffer[at + i] & 0xFF) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the next bytes as ISO 8859-1, at most as many as asked for, and leaves them to be read. */
    public String lookingAt(int length) throws IOException {
        fill(length);
        return new String(buffer, at, Math.min(length, end - at), StandardCharsets.ISO_8859_1);
    }

    /** Returns the next line up to its LF, which is not in it; null at the end. */
    public @Nullable String line(int limit) throws IOException, TooLongException {
        if (at == end && !fill(1)) {
            return null;
        }
        StringBuilder more = null;
        while (true) {
            int stop = at;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            String part = new String(buffer, at, stop - at, StandardCharsets.ISO_8859_1);
            boolean found = stop < end;
            consumed += stop - at + (found ? 1 : 0);
            at = found ? stop + 1 : stop;
            if ((more == null ? 0 : more.length()) + part.length() > limit) {
                throw new TooLongException(limit);
            }
            if (found || !fill(1)) {
                return more == null ? part : more.append(part).toString();
            }
            more = (more == null ? new StringBuilder() : more).append(part);
        }
    }

    /** Returns how many bytes were read. */
    public long consumed() {
        return consumed;
    }

    /** Makes at least so many bytes available; false if the stream has fewer. */
    private boolean fill(int wanted) throws IOException {
        while (end - at < wanted && !ended) {
            if (buffer.length - at < wanted || at == end) {
                System.arraycopy(buffer, at, buffer, 0, end - at);
                end -= at;
                at = 0;
            }
            int n = in.read(buffer, end, buffer.length - end);
            if (n < 0) {
                ended = true;
            } else {
                end += n;
            }
        }
        return end - at >= wanted;
    }

    /** Reports a line or a head that is longer than its limit. */
    public static final class TooLongException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLongException(int limit) {
            super("is longer than " + limit + " bytes, the limit of an import", null, false, false);
        }
    }
}
