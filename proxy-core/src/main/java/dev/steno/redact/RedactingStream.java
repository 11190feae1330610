package dev.steno.redact;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A body, redacted while it is read. It ends where it cannot be decoded. For one thread. */
final class RedactingStream extends InputStream {
    private static final int PIECE = 16 * 1024;

    private final InputStream from;
    private final BodyRedaction redaction;
    private final byte[] buffer = new byte[PIECE];
    private byte @Nullable [] piece;
    private int at;
    private boolean ended;

    RedactingStream(InputStream from, BodyRedaction redaction) {
        this.from = from;
        this.redaction = redaction;
        this.ended = redaction.isHidden();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        byte[] present = piece;
        while (present == null || at == present.length) {
            present = nextPiece();
            piece = present;
            at = 0;
            if (present == null) {
                return -1;
            }
        }
        int count = Math.min(length, present.length - at);
        System.arraycopy(present, at, into, offset, count);
        at += count;
        return count;
    }

    private byte @Nullable [] nextPiece() throws IOException {
        while (true) {
            byte[] next;
            try {
                next = redaction.next();
            } catch (IOException | RuntimeException e) {
                ended = true; // it cannot be decoded, so the rest cannot be searched
                return null;
            }
            if (next != null || ended) {
                return next;
            }
            int count = from.read(buffer);
            try {
                if (count < 0) {
                    ended = true;
                    redaction.end();
                } else {
                    redaction.put(Arrays.copyOf(buffer, count));
                }
            } catch (IOException | RuntimeException e) {
                ended = true;
                return null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        redaction.close();
        from.close();
    }
}
