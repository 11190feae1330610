package dev.steno.net.http2;

import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.http.FieldSectionRules;
import dev.steno.net.settings.ProxySettings;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2InboundFrameLogger;
import io.netty.handler.codec.http2.Http2OutboundFrameLogger;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * The HTTP/2 frame codec and its limits (RFC 9113, 10.5). {@link FieldSectionRules} checks the fields instead of the
 * codec, so that a refused message can be recorded. On the connection's event loop.
 */
public final class Http2Codec extends Http2FrameCodec {
    /** Upper bound on the streams that a connection has open at once. */
    public static final int MOST_STREAMS = 100;

    /**
     * The initial window of a client's stream, in bytes: what may arrive before any of it is read.
     * {@link GrowingFlowController} enlarges it.
     */
    public static final int WINDOW = 256 * 1024;

    /** The initial window of a stream to a server, in bytes: larger, since servers are farther away than clients. */
    public static final int SERVER_WINDOW = 512 * 1024;

    /**
     * Upper bound on the CONTINUATION frames below 8 KiB in one header section: enough for the largest section in
     * pieces of 1 KiB. Each costs a copy of the section so far.
     */
    static final int MOST_SMALL_CONTINUATIONS = 256;

    private Http2Codec(Http2ConnectionEncoder encoder, Http2ConnectionDecoder decoder, Http2Settings settings) {
        super(encoder, decoder, settings, true, true);
    }

    /** Event for the connection's handler: a stream's header section exceeds the limit and was answered with 431. */
    record HeadersTooLarge(int stream) {}

    public static Http2FrameCodec towardsClient(ConnectionTrace trace) {
        return new Builder(true, trace).build();
    }

    static Http2FrameCodec towardsServer(ConnectionTrace trace) {
        return new Builder(false, trace).build();
    }

    /** Answers 431; the stream is reset by the caller. */
    @Override
    protected void handleServerHeaderDecodeSizeError(ChannelHandlerContext context, Http2Stream stream) {
        super.handleServerHeaderDecodeSizeError(context, stream);
        context.fireUserEventTriggered(new HeadersTooLarge(stream.id()));
    }

    private static final class Builder extends Http2FrameCodecBuilder {
        private final boolean clients;
        private final ConnectionTrace trace;

        Builder(boolean clients, ConnectionTrace trace) {
            this.clients = clients;
            this.trace = trace;
        }

        @Override
        public Http2FrameCodec build() {
            Http2Connection connection = new DefaultHttp2Connection(clients, 0);
            Http2ConnectionEncoder encoder = new ReplyLimit(new DefaultHttp2ConnectionEncoder(
                    connection, traced(new DefaultHttp2FrameWriter(new FieldsEncoder()))));
            Http2FrameReader reader =
                    traced(new DefaultHttp2FrameReader(new FieldsDecoder(), MOST_SMALL_CONTINUATIONS));
            Http2ConnectionDecoder decoder = new EmptyFrameLimit(new DefaultHttp2ConnectionDecoder(
                    connection,
                    encoder,
                    clients ? new StreamOrderReader(reader, connection) : reader,
                    Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                    true,
                    true,
                    false));
            GrowingFlowController windows = new GrowingFlowController(connection);
            windows.frameWriter(encoder.frameWriter());
            connection.local().flowController(windows);
            Http2Settings settings = Http2Settings.defaultSettings().maxHeaderListSize(ProxySettings.MAX_HEADERS);
            initialSettings(
                    clients
                            ? settings.maxConcurrentStreams(MOST_STREAMS)
                                    .initialWindowSize(WINDOW)
                                    .connectProtocolEnabled(true)
                            : settings.pushEnabled(false).initialWindowSize(SERVER_WINDOW));
            decoderEnforceMaxConsecutiveEmptyDataFrames(0); // EmptyFrameLimit counts them by time
            decoderEnforceMaxRstFramesPerWindow(0, 1); // RapidResetLimit counts only those that cost a request
            codec(decoder, encoder);
            return super.build();
        }

        private Http2FrameWriter traced(Http2FrameWriter writer) {
            return trace.isOn() ? new Http2OutboundFrameLogger(writer, new FrameTrace(trace)) : writer;
        }

        private Http2FrameReader traced(Http2FrameReader reader) {
            return trace.isOn() ? new Http2InboundFrameLogger(reader, new FrameTrace(trace)) : reader;
        }

        @Override
        protected Http2FrameCodec build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Codec(encoder, decoder, settings);
        }
    }

    /**
     * Sends field sections of any size: a peer's limit is advisory (RFC 9113, 6.5.2), and a peer that enforces it answers
     * with an error. Of several changes of the HPACK table's size since the last section, sends the smallest and the last
     * (RFC 7541, 4.2).
     *
     * <p>Netty 4.2.18 queues an update for each change, so a flood of SETTINGS would use memory without limit; no upstream
     * issue found. {@code maxHeaderTableSize} and {@code encodeHeaders} can go when Netty queues at most two updates for a
     * flood of alternating sizes.
     */
    private static final class FieldsEncoder extends DefaultHttp2HeadersEncoder {
        private long smallest = Long.MAX_VALUE;
        private long last = -1;

        FieldsEncoder() {
            super(NEVER_SENSITIVE, true);
        }

        @Override
        public void maxHeaderTableSize(long size) {
            smallest = Math.min(smallest, size);
            last = size;
        }

        @Override
        public void encodeHeaders(int stream, Http2Headers fields, ByteBuf out) throws Http2Exception {
            if (last >= 0) {
                super.maxHeaderTableSize(smallest);
                super.maxHeaderTableSize(last);
                smallest = Long.MAX_VALUE;
                last = -1;
            }
            super.encodeHeaders(stream, fields, out);
        }
    }

    private static final class FieldsDecoder extends DefaultHttp2HeadersDecoder {
        FieldsDecoder() {
            super(false, (long) ProxySettings.MAX_HEADERS);
        }

        @Override
        protected Http2Headers newHeaders() {
            return new Http2Fields(numberOfHeadersGuess());
        }
    }
}
