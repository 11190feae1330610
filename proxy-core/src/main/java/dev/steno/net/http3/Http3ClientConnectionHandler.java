package dev.steno.net.http3;

import dev.steno.addon.Hook;
import dev.steno.certs.Leaf;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.RequestTarget.Origin;
import dev.steno.net.http.StreamRequestReader;
import dev.steno.net.http.UpstreamProvider;
import dev.steno.net.http2.Http2Codec;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.tls.CertificateRefusal;
import dev.steno.net.tls.PlaintextAlertHandler;
import dev.steno.net.tls.TlsFacts;
import dev.steno.net.tls.TlsTrace;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http3.DefaultHttp3GoAwayFrame;
import io.netty.handler.codec.http3.DefaultHttp3SettingsFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.netty.handler.codec.http3.Http3ServerConnectionHandler;
import io.netty.handler.codec.http3.Http3Settings;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.ssl.SniCompletionEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client that speaks HTTP/3: its handshake, and what concerns all of its streams, each of which is an
 * {@link Http3ClientStreamHandler}. QUIC's idle timeout closes a silent connection (RFC 9000, 10.1). On its event loop.
 */
final class Http3ClientConnectionHandler extends ChannelInboundHandlerAdapter {
    /**
     * Upper bound on the streams of a connection that end before both messages are complete; beyond it, GOAWAY makes
     * the client open another connection. This bounds the memory that Netty keeps for each such stream until the
     * connection closes: no upstream issue found (Netty 4.2.18). It can go when a connection with 100,000 reset
     * streams uses no more memory than one with 1,000.
     */
    private static final int MOST_CUT = 1_000;

    private final ClientConnection client;
    private final QuicChannel channel;
    private final SSLEngine engine;
    private final QuicTls tls;
    private final Consumer<ClientConnection> admit;
    private final UpstreamProvider upstreams;
    private final StreamRequestReader reader;
    private final Set<Http3ClientStreamHandler> streams = new LinkedHashSet<>();

    private @Nullable String sni;
    private String whyEnded = "the client closed the connection";
    private @Nullable String refusal;
    private ScheduledFuture<?> deadline;
    private boolean secured;
    private boolean lastStreams;
    private long newest = -4;
    private int cut;

    /**
     * @param origin the server that the listener forwards to
     * @param admit called once the handshake is complete: turns reading on, or closes the connection
     */
    Http3ClientConnectionHandler(
            ClientConnection client,
            UpstreamProvider upstreams,
            Origin origin,
            QuicTls tls,
            Consumer<ClientConnection> admit) {
        this.client = client;
        this.channel = (QuicChannel) client.channel();
        this.engine = channel.sslEngine();
        this.tls = tls;
        this.admit = admit;
        this.upstreams = upstreams;
        upstreams.expect(Http2Codec.MOST_STREAMS);
        this.reader = new StreamRequestReader(origin, StreamRequestReader.HTTP_3);
    }

    /** Creates the codec, which adds the handlers of each stream that the client opens. */
    Http3ServerConnectionHandler codec() {
        Http3Settings settings = Http3Settings.defaultSettings().maxFieldSectionSize(ProxySettings.MAX_HEADERS);
        return new Http3ServerConnectionHandler(
                new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addFirst(HandlerNames.FRAME_BOUNDS, new Http3FrameBoundsHandler());
                        if (client.trace().showsFrames()) {
                            long id = ((QuicStreamChannel) stream).streamId();
                            stream.pipeline()
                                    .addFirst(HandlerNames.FRAME_TRACE, new Http3FrameTraceHandler(client.trace(), id));
                        }
                        stream.pipeline()
                                .addLast(
                                        HandlerNames.CLIENT,
                                        new Http3ClientStreamHandler(Http3ClientConnectionHandler.this));
                    }
                },
                new Http3ControlStreamHandler(),
                null,
                new DefaultHttp3SettingsFrame(settings),
                true);
    }

    ClientConnection client() {
        return client;
    }

    UpstreamProvider upstreams() {
        return upstreams;
    }

    StreamRequestReader reader() {
        return reader;
    }

    /** The reason that open streams record if the connection ends. */
    String whyEnded() {
        return channel.isTimedOut() ? "the connection to the client timed out" : whyEnded;
    }

    /** The client broke the protocol, and the codec closes the connection. */
    void noteViolation(String how) {
        whyEnded = how;
    }

    /** Registers a stream that the client opened. Returns false if the stream must be rejected, since GOAWAY excludes it. */
    boolean streamOpened(Http3ClientStreamHandler stream, long id) {
        if (lastStreams && id > newest) {
            return false;
        }
        newest = Math.max(newest, id);
        streams.add(stream);
        return true;
    }

    /** @param whole whether both messages were transferred completely */
    void streamClosed(Http3ClientStreamHandler stream, boolean whole) {
        streams.remove(stream);
        if (!whole && ++cut >= MOST_CUT) {
            finish();
        }
        closeIfDone();
    }

    private void closeIfDone() {
        if (lastStreams && streams.isEmpty()) {
            channel.close(true, Http3ErrorCode.H3_NO_ERROR.code(), Unpooled.EMPTY_BUFFER);
        }
    }

    /** Sends GOAWAY, and closes the connection once the open streams have ended (RFC 9114, 5.2). */
    void finish() {
        if (lastStreams) {
            return;
        }
        lastStreams = true;
        QuicStreamChannel control = Http3.getLocalControlStream(channel);
        if (control == null) {
            closeIfDone();
        } else {
            client.trace().step(TraceStep.GOAWAY_SENT, this, "");
            control.writeAndFlush(new DefaultHttp3GoAwayFrame(newest + 4)).addListener(sent -> closeIfDone());
        }
    }

    /** Closes the connection with an error, and with it all streams: an exchange was ended with it. */
    void resetAll() {
        whyEnded = "the connection was reset with another of its streams";
        lastStreams = true;
        channel.eventLoop()
                .execute(() -> channel.close(true, Http3ErrorCode.H3_INTERNAL_ERROR.code(), Unpooled.EMPTY_BUFFER));
    }

    /** Limits the time of the handshake: its first datagram may have a forged source address. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline = channel.eventLoop()
                .schedule(
                        () -> {
                            refusal = "the client did not finish the TLS handshake in time";
                            channel.close();
                        },
                        client.proxy().settings().timeouts().header().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline.cancel(false);
        secured = true;
        Leaf shown = tls.shown(engine);
        SSLSession session = engine.getSession();
        client.speaksTls(new Tls(
                Times.now(),
                session.getProtocol(),
                session.getCipherSuite(),
                sni,
                engine.getApplicationProtocol(),
                List.of(),
                List.of(),
                List.of(),
                shown == null ? null : TlsFacts.certificate(shown)));
        TlsTrace.done(client.trace(), this, client.peer().tls());
        client.trace().step(TraceStep.PROTOCOL, this, "HTTP/3");
        tls.forget(engine);
        admit.accept(client);
        client.tell(Hook.CLIENT_TLS, null, null, null);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Draining.EVENT) {
            if (!secured) {
                refusal = Draining.CUT_OFF;
            }
            finish();
        } else if (event == Draining.GRACE_OVER) {
            whyEnded = Draining.CUT_OFF;
        } else if (event instanceof SniCompletionEvent named) {
            sni = named.hostname();
            tls.expect(channel, engine, sni);
        } else if (event instanceof QuicConnectionCloseEvent close) {
            noteClose(close);
        }
    }

    private void noteClose(QuicConnectionCloseEvent close) {
        if (close.isTlsError()) {
            int alert = QuicConnectionCloseEvent.extractTlsError(close.error());
            refusal = PlaintextAlertHandler.refusesCertificate(alert)
                    ? CertificateRefusal.DISTRUSTED
                    : "TLS handshake with the client failed: alert " + alert;
        } else if (close.error() != 0 && close.error() != Http3ErrorCode.H3_NO_ERROR.code()) {
            whyEnded += " (" + Http3Errors.name(close.error()) + ")";
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        client.trace().step(TraceStep.CLOSED, this, whyEnded());
        for (Http3ClientStreamHandler stream : List.copyOf(streams)) {
            stream.connectionGone(whyEnded()); // a stream whose reading is paused receives no event
        }
        streams.clear();
        upstreams.close();
    }

    /** Called at the end of every connection, with or without a complete handshake. */
    @Override
    public void channelUnregistered(ChannelHandlerContext context) {
        tls.forget(engine);
        deadline.cancel(false);
        if (!secured) {
            secured = true;
            recordTlsFailure(refusal == null ? CertificateRefusal.LEFT : refusal);
        } else if (refusal != null) {
            // in TLS 1.3 a client may refuse the certificate after the handshake is complete for the server
            recordTlsFailure(refusal);
        }
    }

    private void recordTlsFailure(String why) {
        client.trace().step(TraceStep.TLS_FAILED, this, why);
        FlowError error = new FlowError(FlowError.Step.CLIENT_TLS, why, Times.now());
        client.recordFailure(client.local(), null, "quic", error);
        client.tell(Hook.CLIENT_TLS, null, null, error);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        UnexpectedErrors.log(cause);
        if (!secured) {
            refusal = "TLS handshake with the client failed: " + Failures.text(cause);
        }
        context.close();
    }
}
