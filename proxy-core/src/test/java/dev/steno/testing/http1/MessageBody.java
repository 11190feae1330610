package dev.steno.testing.http1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of a message on a connection, read according to its framing; the stream ends with the body. */
public final class MessageBody extends InputStream {
    private final InputStream in;
    private final boolean chunked;
    private final StringBuilder trailers = new StringBuilder();
    private long left;
    private boolean ended;

    private MessageBody(InputStream in, boolean chunked, long left) {
        this.in = in;
        this.chunked = chunked;
        this.left = left;
        this.ended = !chunked && left == 0;
    }

    /** The body of a request, or of a response to any method except HEAD. */
    public static MessageBody of(Head head, InputStream in) {
        if (head.value("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            return new MessageBody(in, true, 0);
        }
        String length = head.value("Content-Length");
        return new MessageBody(in, false, length.isEmpty() ? 0 : Long.parseLong(length));
    }

    /** The lines after the last chunk, each with its line end; empty unless the body was read to its end. */
    public String trailers() {
        return trailers.toString();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (left == 0 && !ended && chunked) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(to, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection ended " + left + " bytes before the body");
        }
        left -= count;
        if (left == 0) {
            if (chunked) {
                line();
            } else {
                ended = true;
            }
        }
        return count;
    }

    private void nextChunk() throws IOException {
        left = Long.parseLong(line().split(";")[0].strip(), 16);
        if (left == 0) {
            ended = true;
            for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
                trailers.append(trailer).append("\r\n");
            }
        }
    }

    private String line() throws IOException {
        String line = Head.line(in);
        if (line == null) {
            throw new EOFException("the connection ended within a chunked body");
        }
        return line;
    }
}
