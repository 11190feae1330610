package dev.steno.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * The HTTP/2 frame codec, with the limits in use (RFC 9113, 10.5). Fields are not checked here but by
 * {@link Http2FieldRules}, so that a message that is refused can be recorded.
 */
final class Http2Codec extends Http2FrameCodec {
    /** Streams that a connection may have open at once. */
    static final int MOST_STREAMS = 100;

    /**
     * What a client may send of one stream before it is taken, in bytes. A connection holds at most this times the number of
     * streams: the connection's window is refilled as data comes, so that one held stream never stops the others.
     */
    static final int WINDOW = 256 * 1024;

    /** What a server may send of one response before it is taken: more, since servers are farther away than clients. */
    static final int SERVER_WINDOW = 512 * 1024;

    /** Streams that a client may reset within ten seconds (CVE-2023-44487): more than a browser that leaves a page does. */
    static final int MOST_RESETS = 500;

    private static final int SECONDS = 10;
    private static final int MOST_EMPTY_DATA = 10;
    private static final int MOST_SMALL_CONTINUATIONS = 16;

    private Http2Codec(Http2ConnectionEncoder encoder, Http2ConnectionDecoder decoder, Http2Settings settings) {
        super(encoder, decoder, settings, true, true);
    }

    /** Tells the connection's handler that a stream's header section was too large to be read. */
    record HeadersTooLarge(int stream) {}

    static Http2FrameCodec towardsClient() {
        return new Builder(true).build();
    }

    static Http2FrameCodec towardsServer() {
        return new Builder(false).build();
    }

    /** Answers 431; the stream is reset by the caller. */
    @Override
    protected void handleServerHeaderDecodeSizeError(ChannelHandlerContext context, Http2Stream stream) {
        super.handleServerHeaderDecodeSizeError(context, stream);
        context.fireUserEventTriggered(new HeadersTooLarge(stream.id()));
    }

    private static final class Builder extends Http2FrameCodecBuilder {
        private final boolean clients;

        Builder(boolean clients) {
            this.clients = clients;
        }

        @Override
        public Http2FrameCodec build() {
            Http2Connection connection = new DefaultHttp2Connection(clients, 0);
            Http2ConnectionEncoder encoder =
                    new ReplyLimit(new DefaultHttp2ConnectionEncoder(connection, new DefaultHttp2FrameWriter()));
            Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                    connection,
                    encoder,
                    new DefaultHttp2FrameReader(new FieldsDecoder(), MOST_SMALL_CONTINUATIONS),
                    Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                    true,
                    true,
                    false);
            connection
                    .local()
                    .flowController(new DefaultHttp2LocalFlowController(
                                    connection, DefaultHttp2LocalFlowController.DEFAULT_WINDOW_UPDATE_RATIO, true)
                            .frameWriter(encoder.frameWriter()));
            Http2Settings settings = Http2Settings.defaultSettings().maxHeaderListSize(ProxySettings.MAX_HEADERS);
            initialSettings(
                    clients
                            ? settings.maxConcurrentStreams(MOST_STREAMS)
                                    .initialWindowSize(WINDOW)
                                    .connectProtocolEnabled(true)
                            : settings.pushEnabled(false).initialWindowSize(SERVER_WINDOW));
            decoderEnforceMaxConsecutiveEmptyDataFrames(MOST_EMPTY_DATA);
            decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, SECONDS);
            codec(decoder, encoder);
            return super.build();
        }

        @Override
        protected Http2FrameCodec build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Http2Codec(encoder, decoder, settings);
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
