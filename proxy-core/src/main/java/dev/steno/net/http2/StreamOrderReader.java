package dev.steno.net.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Enforces the order of a client's streams (RFC 9113, 5.1 and 5.1.1): HEADERS on a stream whose request has ended, or on a
 * skipped number, are an error. The codec removes a stream when it closes (https://github.com/netty/netty/issues/3643), so
 * it cannot tell these from trailers that crossed a reset in flight, which are legal. Remembers the last {@link #REMEMBERED}
 * streams; frames on older ones are left to the codec, which resets them. Placed between the frame reader and the codec, on
 * the connection's event loop.
 *
 * <p>No upstream issue found for the missing errors (Netty 4.2.18). This class can go when {@code Http2StreamOrderTest}
 * passes without it.
 */
final class StreamOrderReader implements Http2FrameReader {
    /** The number of a connection's latest streams whose end is remembered: ten times those that may be open. */
    static final int REMEMBERED = 1024;

    private final Http2FrameReader reader;
    private final Http2Connection connection;

    /** Whether a stream was opened, at the index {@link #place} of its number. */
    private final BitSet opened = new BitSet(REMEMBERED);

    private final BitSet ended = new BitSet(REMEMBERED);
    private int last = -1;
    private @Nullable Watched watched;

    StreamOrderReader(Http2FrameReader reader, Http2Connection connection) {
        this.reader = reader;
        this.connection = connection;
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                if (stream.isResetSent()) {
                    noteReset(stream.id());
                }
            }
        });
    }

    @Override
    public void readFrame(ChannelHandlerContext context, ByteBuf in, Http2FrameListener listener)
            throws Http2Exception {
        if (watched == null || watched.listener != listener) {
            watched = new Watched(listener);
        }
        reader.readFrame(context, in, watched);
    }

    @Override
    public Configuration configuration() {
        return reader.configuration();
    }

    @Override
    public void close() {
        reader.close();
    }

    private static int place(int stream) {
        return stream / 2 % REMEMBERED;
    }

    /** Whether the number is a client's, thus odd, and recent enough to be remembered. */
    private boolean isKnown(int stream) {
        return stream % 2 == 1 && last - stream < 2 * REMEMBERED;
    }

    private void takeHeaders(int stream, boolean end) throws Http2Exception {
        if (!isKnown(stream)) {
            return;
        }
        if (stream > last) {
            noteOpened(stream, end);
        } else if (!opened.get(place(stream))) {
            throw Http2Exception.connectionError(
                    Http2Error.PROTOCOL_ERROR, "stream %d was opened after stream %d", stream, last);
        } else if (ended.get(place(stream))) {
            Http2Stream open = connection.stream(stream);
            if (open == null) {
                throw Http2Exception.connectionError(
                        Http2Error.STREAM_CLOSED, "HEADERS came on stream %d, which had ended", stream);
            }
            if (!open.isResetSent()) {
                throw Http2Exception.streamError(
                        stream, Http2Error.STREAM_CLOSED, "HEADERS came on stream %d after its request", stream);
            }
        } else if (end) {
            noteEnded(stream);
        }
    }

    private void noteOpened(int stream, boolean end) {
        if (stream - last > 2 * REMEMBERED) {
            opened.clear();
        } else {
            for (int skipped = last + 2; skipped < stream; skipped += 2) {
                opened.clear(place(skipped));
            }
        }
        last = stream;
        opened.set(place(stream));
        ended.set(place(stream), end);
    }

    /** Notes the end of a request. Frames that arrive after our reset do not count. */
    private void noteEnded(int stream) {
        Http2Stream open = connection.stream(stream);
        if (open != null && !open.isResetSent() && isKnown(stream)) {
            ended.set(place(stream));
        }
    }

    /** The stream was reset: frames that arrive later may have been in flight and are not an error. */
    private void noteReset(int stream) {
        if (isKnown(stream)) {
            ended.clear(place(stream));
        }
    }

    private final class Watched extends Http2FrameListenerDecorator {
        private final Http2FrameListener listener;

        Watched(Http2FrameListener listener) {
            super(listener);
            this.listener = listener;
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context, int stream, Http2Headers fields, int padding, boolean end)
                throws Http2Exception {
            takeHeaders(stream, end);
            super.onHeadersRead(context, stream, fields, padding, end);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int stream,
                Http2Headers fields,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean end)
                throws Http2Exception {
            takeHeaders(stream, end);
            super.onHeadersRead(context, stream, fields, dependency, weight, exclusive, padding, end);
        }

        @Override
        public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end)
                throws Http2Exception {
            if (end) {
                noteEnded(stream);
            }
            return super.onDataRead(context, stream, data, padding, end);
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext context, int stream, long code) throws Http2Exception {
            noteReset(stream);
            super.onRstStreamRead(context, stream, code);
        }
    }
}
