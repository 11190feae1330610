package dev.steno.interop.message;

import dev.steno.flow.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of a body that may be framed in chunks (RFC 9112, 7.1) and tells whether they are: whole, with nothing behind
 * the last chunk. Lines may end with LF alone if all do. For one thread.
 */
final class ChunkFraming {
    /** Upper bound on the bytes of a line of the framing; extensions of chunks are that short in practice. */
    private static final int LONGEST_LINE = 16 << 10;

    /** Upper bound on the trailers, in bytes. */
    private static final int LONGEST_TRAILERS = 64 << 10;

    private enum State {
        SIZE,
        DATA,
        DATA_END,
        TRAILERS,
        DONE,
        BROKEN
    }

    private final @Nullable OutputStream data;
    private State state = State.SIZE;
    private final StringBuilder line = new StringBuilder();
    private boolean crlf;
    private long lines;
    private long left;
    private int trailerBytes;
    private final Headers.Builder trailers = Headers.builder(0);

    /** @param data takes the bytes without framing; null to look only */
    ChunkFraming(@Nullable OutputStream data) {
        this.data = data;
    }

    /** Takes the next bytes. */
    void feed(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end && state != State.BROKEN) {
            if (state == State.DATA) {
                int n = (int) Math.min(left, end - at);
                if (data != null) {
                    data.write(bytes, at, n);
                }
                at += n;
                left -= n;
                state = left == 0 ? State.DATA_END : State.DATA;
            } else if (state == State.DONE) {
                state = State.BROKEN; // more than one message: the framing is evidence
            } else {
                byte b = bytes[at++];
                if (b == '\n') {
                    endLine();
                } else if (line.length() >= LONGEST_LINE) {
                    state = State.BROKEN;
                } else {
                    line.append((char) (b & 0xFF));
                    refuseEarly();
                }
            }
        }
    }

    /** A body that never was framed is known by its first byte in most cases. */
    private void refuseEarly() {
        boolean first = line.length() == 1;
        if (first && state == State.SIZE && Character.digit(line.charAt(0), 16) < 0) {
            state = State.BROKEN;
        } else if (first && state == State.DATA_END && line.charAt(0) != '\r') {
            state = State.BROKEN;
        }
    }

    private void endLine() {
        String text = line.toString();
        line.setLength(0);
        boolean withCr = text.endsWith("\r");
        if (lines++ == 0) {
            crlf = withCr;
        } else if (crlf != withCr) {
            state = State.BROKEN; // either the size or the line end is wrong
            return;
        }
        if (withCr) {
            text = text.substring(0, text.length() - 1);
        }
        switch (state) {
            case SIZE -> {
                left = size(text);
                state = left < 0 ? State.BROKEN : left == 0 ? State.TRAILERS : State.DATA;
            }
            case DATA_END -> state = text.isEmpty() ? State.SIZE : State.BROKEN;
            case TRAILERS -> {
                trailerBytes += text.length();
                int colon = text.indexOf(':');
                if (text.isEmpty()) {
                    state = State.DONE;
                } else if (colon <= 0 || trailerBytes > LONGEST_TRAILERS) {
                    state = State.BROKEN;
                } else {
                    trailers.add(
                            text.substring(0, colon), text.substring(colon + 1).strip());
                }
            }
            default -> state = State.BROKEN;
        }
    }

    private static long size(String line) {
        int semicolon = line.indexOf(';');
        String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        // 15 digits: the size fits into a long
        if (digits.isEmpty() || digits.length() > 15) {
            return -1;
        }
        long size = 0;
        for (byte each : digits.getBytes(StandardCharsets.ISO_8859_1)) {
            int digit = Character.digit(each, 16);
            if (digit < 0) {
                return -1;
            }
            size = size << 4 | digit;
        }
        return size;
    }

    /** Whether the bytes cannot be chunks, whatever follows. */
    boolean isBroken() {
        return state == State.BROKEN;
    }

    /** Whether the bytes so far are a whole body in chunks. The last empty line may be missing. */
    boolean isWhole() {
        return state == State.DONE || state == State.TRAILERS && trailerBytes == 0 && line.length() == 0;
    }

    /** Returns the trailers; null if there are none. */
    @Nullable
    Headers trailers() {
        Headers built = trailers.build();
        return built.isEmpty() ? null : built;
    }
}
