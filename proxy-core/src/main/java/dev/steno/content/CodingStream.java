package dev.steno.content;

import dev.steno.content.ContentCodingException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Removes one coding from a stream. Distinguishes corrupt data from a source that cannot be read; only the former is a
 * fault of the coding. For one thread.
 */
final class CodingStream extends InputStream {
    /**
     * Bytes decoded at a time; small, since decoders discard the output of a piece in which they find corrupt data or
     * the end.
     */
    private static final int PIECE = 4096;

    private final Source source;
    private final PushbackInputStream input;
    private final ContentCoding coding;
    private final long limit;
    private final @Nullable Consumer<ContentCodingException> partial;
    private @Nullable InputStream decoder;
    private long yielded;
    private boolean ended;

    /** @param partial receives a problem, which then ends the stream; null to fail the stream instead */
    CodingStream(InputStream in, ContentCoding coding, long limit, @Nullable Consumer<ContentCodingException> partial) {
        this.source = new Source(in);
        this.input = new PushbackInputStream(source, ContentCoding.LOOKAHEAD);
        this.coding = coding;
        this.limit = limit;
        this.partial = partial;
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
        if (ended) {
            return -1;
        }
        int read;
        try {
            read = decode(into, offset, length);
        } catch (IOException | RuntimeException e) {
            // Corrupt data makes decoders fail with arbitrary exceptions, so every exception that is not the source's
            // means corrupt data.
            source.rethrow();
            return endStream(ContentCodingException.corrupt(coding.label(), e, yielded));
        }
        if (read < 0) {
            source.rethrow();
            ended = true;
        } else if (yielded + read > limit) {
            int allowed = (int) (limit - yielded);
            yielded = limit;
            int after = endStream(new ContentCodingException(
                    Reason.TOO_LARGE,
                    coding.label(),
                    "the body decodes from " + coding.label() + " to more than " + limit + " bytes",
                    null));
            return allowed > 0 ? allowed : after;
        } else {
            yielded += read;
        }
        return read;
    }

    /**
     * An empty body decodes to an empty body, although no coding produces zero bytes: responses to HEAD and 304
     * responses name a coding and have no body.
     */
    private int decode(byte[] into, int offset, int length) throws IOException {
        InputStream open = decoder;
        if (open == null) {
            int first = input.read();
            if (first < 0) {
                return -1;
            }
            input.unread(first);
            open = coding.open(input);
            decoder = open;
        }
        int read;
        do {
            read = open.read(into, offset, Math.min(length, PIECE));
        } while (read == 0);
        return read;
    }

    private int endStream(ContentCodingException problem) throws ContentCodingException {
        if (partial == null) {
            throw problem;
        }
        ended = true;
        partial.accept(problem);
        return -1;
    }

    @Override
    public void close() throws IOException {
        try {
            if (decoder != null) {
                decoder.close();
            }
        } finally {
            source.close();
        }
    }

    /** The source; remembers its own failure, since decoders wrap or swallow it. */
    private static final class Source extends InputStream {
        private final InputStream in;
        private @Nullable IOException failure;

        Source(InputStream in) {
            this.in = in;
        }

        void rethrow() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return in.read(into, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
