package dev.steno.net.http1;

import dev.steno.flow.Headers;
import dev.steno.net.http.MalformedMessage;
import dev.steno.net.http.ParseRemarks;
import dev.steno.net.settings.ProxySettings;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of the HTTP/1 parsers that both directions share: lines, field sections, and the three framings (RFC 9112, 2, 5,
 * 6, 7). Emits one part of a message at a time, so that bytes after a message are still unread when its end is emitted.
 * Input after a malformed message is discarded. On the connection's event loop.
 */
abstract class Http1Decoder extends ByteToMessageDecoder {
    private static final int LARGEST_PIECE = 64 * 1024;

    /** The part of a message that the next bytes belong to. */
    private enum State {
        /** The request line or status line, or empty lines before it; also the state between messages. */
        START_LINE,
        /** The fields of the head. */
        FIELDS,
        /** A body of known length. */
        LENGTH,
        /** A body that ends with the connection. */
        UNTIL_CLOSE,
        /** The line with the size of a chunk. */
        CHUNK_SIZE,
        /** The data of a chunk. */
        CHUNK_DATA,
        /** The line end after the data of a chunk. */
        CHUNK_END,
        /** The fields after the last chunk. */
        TRAILERS,
        /** None: the connection is no longer HTTP, and the bytes stay for the next handler. Final. */
        UPGRADED,
        /** None: the message was malformed or ended with the connection; input is discarded. Final. */
        BROKEN
    }

    /** A result of {@link #headRead} in place of a length: the body is chunked. */
    static final long CHUNKED = -1;

    /** The body ends with the connection. */
    static final long TO_THE_END = -2;

    /** The bytes after the head are not HTTP. */
    static final long UPGRADE = -3;

    final ParseRemarks odd;
    private final boolean lenient;
    private final FieldSection fields;
    private State state = State.START_LINE;
    private long left;
    private int scanned;
    private int sectionSize;

    /** @param lenient whether the sender is a server */
    Http1Decoder(boolean lenient, boolean strict) {
        this.lenient = lenient;
        this.odd = new ParseRemarks(strict);
        this.fields = new FieldSection(lenient, odd);
    }

    /** A complete request line or status line was read. */
    abstract void startLine(String line) throws MalformedMessage;

    /**
     * The head is complete.
     *
     * @return the body's length in bytes, or one of the constants
     */
    abstract long headRead(Headers headers, List<Object> out) throws MalformedMessage;

    abstract void emitData(ByteBuf piece, List<Object> out);

    abstract void emitEnd(@Nullable Headers trailers, List<Object> out);

    /** Whether the end of the connection ends a head that lacks its empty line. */
    boolean endsHead(ChannelHandlerContext context) {
        return false;
    }

    /** @param soFar the fields of an unfinished head; null between heads */
    abstract void emitMalformed(MalformedMessage why, @Nullable Headers soFar, List<Object> out);

    /** The connection ended within a head's fields, and the head is rejected as incomplete. */
    void emitCutHead(List<Object> out) {}

    /** Between messages: whether a part of the next one has been read. */
    boolean isAhead() {
        return state == State.FIELDS || actualReadableBytes() > 0;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        try {
            switch (state) {
                case START_LINE -> readStartLine(in);
                case FIELDS -> readFields(in, out);
                case LENGTH -> readLength(in, out);
                case UNTIL_CLOSE -> emitData(piece(in, in.readableBytes()), out);
                case CHUNK_SIZE -> readChunkSize(in);
                case CHUNK_DATA -> readChunk(in, out);
                case CHUNK_END -> readChunkEnd(in);
                case TRAILERS -> readTrailers(in, out);
                case UPGRADED -> {} // the remaining bytes belong to the next handler
                case BROKEN -> in.skipBytes(in.readableBytes());
            }
        } catch (MalformedMessage e) {
            Headers soFar = state == State.FIELDS ? fields.endSection() : null;
            state = State.BROKEN;
            in.skipBytes(in.readableBytes());
            emitMalformed(e, soFar, out);
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        super.decodeLast(context, in, out);
        if (state == State.FIELDS) {
            if (endsHead(context)) {
                endHead(out);
            } else {
                emitCutHead(out);
            }
        }
        if (state == State.UNTIL_CLOSE) {
            state = State.BROKEN;
            emitEnd(null, out);
        }
    }

    private void readStartLine(ByteBuf in) throws MalformedMessage {
        while (scanned == 0 && in.isReadable() && isLineEnd(in.getByte(in.readerIndex()))) {
            in.skipBytes(1); // RFC 9112, 2.2
        }
        String line = line(in, ProxySettings.MAX_LINE, true);
        if (line != null) {
            startLine(line);
            state = State.FIELDS;
            sectionSize = 0;
            fields.beginSection();
        }
    }

    private void endHead(List<Object> out) {
        try {
            odd.framing("the connection ended before the head did");
            takeHead(out);
        } catch (MalformedMessage e) {
            state = State.BROKEN;
            emitMalformed(e, null, out);
        }
    }

    private void readFields(ByteBuf in, List<Object> out) throws MalformedMessage {
        if (readSection(in)) {
            takeHead(out);
        }
    }

    private void takeHead(List<Object> out) throws MalformedMessage {
        left = headRead(fields.endSection(), out);
        if (left == 0 || left == UPGRADE) {
            state = left == UPGRADE ? State.UPGRADED : State.START_LINE;
            emitEnd(null, out);
        } else {
            state = left == CHUNKED ? State.CHUNK_SIZE : left == TO_THE_END ? State.UNTIL_CLOSE : State.LENGTH;
        }
    }

    /** Whether the section's empty line was read. */
    private boolean readSection(ByteBuf in) throws MalformedMessage {
        for (String line = fieldLine(in); line != null; line = fieldLine(in)) {
            if (line.isEmpty()) {
                return true;
            }
            fields.addLine(line);
            if (fields.count() > ProxySettings.MAX_FIELDS) {
                throw tooLong(false);
            }
        }
        return false;
    }

    private @Nullable String fieldLine(ByteBuf in) throws MalformedMessage {
        int before = in.readerIndex();
        String line = line(in, ProxySettings.MAX_HEADERS - sectionSize, false);
        sectionSize += in.readerIndex() - before;
        return line;
    }

    private void readLength(ByteBuf in, List<Object> out) {
        emitData(piece(in, left), out);
        if (left == 0) {
            state = State.START_LINE;
            emitEnd(null, out);
        }
    }

    private void readChunkSize(ByteBuf in) throws MalformedMessage {
        String line = line(in, ProxySettings.MAX_LINE, true);
        if (line != null) {
            left = ChunkSize.of(line, lenient, odd);
            state = left == 0 ? State.TRAILERS : State.CHUNK_DATA;
            sectionSize = 0;
            fields.beginSection();
        }
    }

    private void readChunk(ByteBuf in, List<Object> out) {
        emitData(piece(in, left), out);
        if (left == 0) {
            state = State.CHUNK_END;
        }
    }

    private void readChunkEnd(ByteBuf in) throws MalformedMessage {
        if (in.getByte(in.readerIndex()) != '\r' && in.getByte(in.readerIndex()) != '\n') {
            throw new MalformedMessage("a chunk is longer than its size");
        }
        if (in.getByte(in.readerIndex()) == '\r' && in.readableBytes() < 2) {
            return;
        }
        String end = line(in, 1, true);
        if (end == null || !end.isEmpty()) {
            throw new MalformedMessage("a chunk is longer than its size");
        }
        state = State.CHUNK_SIZE;
    }

    private void readTrailers(ByteBuf in, List<Object> out) throws MalformedMessage {
        if (readSection(in)) {
            Headers trailers = fields.endSection();
            state = State.START_LINE;
            emitEnd(trailers.isEmpty() ? null : trailers, out);
        }
    }

    /** The next bytes of a body that has at most {@code most} bytes left. */
    private ByteBuf piece(ByteBuf in, long most) {
        int size = (int) Math.min(Math.min(most, LARGEST_PIECE), in.readableBytes());
        left -= size;
        return in.readRetainedSlice(size);
    }

    /** The next line without its terminator; null while it is incomplete. */
    private @Nullable String line(ByteBuf in, int room, boolean alone) throws MalformedMessage {
        int start = in.readerIndex();
        int lf = in.indexOf(start + scanned, in.writerIndex(), (byte) '\n');
        int length = lf < 0 ? in.readableBytes() : lf - start;
        if (length > room + 1) {
            throw tooLong(alone);
        }
        if (lf < 0) {
            scanned = length;
            return null;
        }
        scanned = 0;
        int end = length;
        while (end > 0 && in.getByte(start + end - 1) == '\r') {
            end--;
        }
        if (length - end != 1) {
            oddEnd(length - end);
        }
        String line = end == 0 ? "" : in.toString(start, end, StandardCharsets.ISO_8859_1);
        in.readerIndex(lf + 1);
        return line;
    }

    private void oddEnd(int returns) throws MalformedMessage {
        String what = returns == 0 ? "a bare line feed ends a line" : "more than one carriage return ends a line";
        if (!lenient) {
            throw new MalformedMessage(what);
        }
        odd.framing(what);
    }

    /** @param alone whether the line is a start line or a chunk's; otherwise it is part of a field section */
    abstract MalformedMessage tooLong(boolean alone);

    private static boolean isLineEnd(byte b) {
        return b == '\r' || b == '\n';
    }
}
