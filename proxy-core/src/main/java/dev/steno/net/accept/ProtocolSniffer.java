package dev.steno.net.accept;

import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.EarlyBytes;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.IdleWatch;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.NextProtocol;
import dev.steno.net.http2.Http2Preface;
import dev.steno.net.mode.ProxyMode;
import dev.steno.net.tls.CertificateRefusal;
import dev.steno.net.tls.ClientHello;
import dev.steno.net.tls.ClientHelloReader;
import dev.steno.net.tls.TlsContexts;
import dev.steno.net.tls.TlsTrace;
import dev.steno.net.tunnel.ListenerTls;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Detects a client's protocol by its first bytes, among the protocols of the listener's mode: TLS to the listener itself, within
 * which detection runs again; SOCKS5; otherwise HTTP. A client that sends too few bytes within {@code --header-timeout} is recorded
 * and disconnected. On the event loop of the client's connection.
 */
final class ProtocolSniffer extends ChannelInboundHandlerAdapter {
    private static final byte TLS_HANDSHAKE = 0x16;

    private final ClientConnection client;
    private final NextProtocol next;
    private ChannelHandlerContext context; // set when the handler is added
    private IdleWatch idle;
    private @Nullable ListenerTls tls;
    private final ClientHelloReader helloReader = new ClientHelloReader();
    private final EarlyBytes early = new EarlyBytes();
    private @Nullable Future<?> late;
    private boolean handshaking;
    private boolean refused;
    private boolean draining;

    ProtocolSniffer(ClientConnection client, NextProtocol next) {
        this.client = client;
        this.next = next;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        idle = new IdleWatch(
                added.channel(), client.proxy().settings().timeouts().idle(), () -> true, added::close);
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (!(message instanceof ByteBuf data)) {
            ReferenceCountUtil.release(message);
            return;
        }
        early.append(context, data);
        if (!handshaking && !early.isEmpty()) {
            watch();
            look(early.first());
        }
    }

    /** Starts the header timeout at the client's first byte. It rarely expires, since most clients send these bytes at once. */
    private void watch() {
        if (late == null) {
            long limit = client.proxy().settings().timeouts().header().toNanos();
            late = client.loop().schedule(this::tooLate, limit, TimeUnit.NANOSECONDS);
        }
    }

    private void inTime() {
        if (late != null) {
            late.cancel(false);
            late = null;
        }
    }

    private void tooLate() {
        long limit = client.proxy().settings().timeouts().header().toMillis();
        boolean inTls = tls == null && early.first() == TLS_HANDSHAKE;
        String what = inTls ? "no complete ClientHello" : "too few bytes to identify the protocol";
        FlowError.Step step = inTls ? FlowError.Step.CLIENT_TLS : FlowError.Step.REQUEST;
        String message = "the client sent " + what + " within " + limit + " ms";
        refused = true;
        client.recordFailure(client.local(), null, inTls ? "tls" : "tcp", new FlowError(step, message, Times.now()));
        context.close();
    }

    private void look(byte first) {
        if (client.mode() instanceof ProxyMode.Socks5) {
            if (first == Socks5Handler.VERSION) {
                client.trace().step(TraceStep.SNIFFED, this, "SOCKS5");
                hand(() -> client.channel().pipeline().addLast(HandlerNames.SOCKS, new Socks5Handler(client, next)));
            } else {
                refuse(
                        "the client does not speak SOCKS5, the only protocol of this listener; for HTTP start a listener with --mode regular");
            }
        } else if (first == TLS_HANDSHAKE && tls == null) {
            lookAtHello();
        } else if (first == Socks5Handler.VERSION && !(client.mode() instanceof ProxyMode.Reverse)) {
            refuse(
                    "the client speaks SOCKS5, and this listener only HTTP; for SOCKS5 start a listener with --mode socks5");
        } else {
            lookAtVersion();
        }
    }

    /** Clients of HTTP/2 send its preface first, with prior knowledge (RFC 9113, 3.3) or after ALPN. */
    private void lookAtVersion() {
        Http2Preface.Match http2 = client.listensToHttp2() ? Http2Preface.of(early.peek()) : Http2Preface.Match.NO;
        if (http2 != Http2Preface.Match.MAYBE) {
            client.trace().step(TraceStep.SNIFFED, this, http2 == Http2Preface.Match.YES ? "HTTP/2" : "HTTP/1");
            hand(() -> next.speakHttp(http2 == Http2Preface.Match.YES));
        }
    }

    private void lookAtHello() {
        if (early.size() < 3) {
            return;
        }
        Tls hello;
        try {
            if (!ClientHello.startsTls(early.peek())) {
                throw new IllegalArgumentException("not a TLS handshake record");
            }
            hello = helloReader.read(early.peek());
        } catch (IllegalArgumentException e) {
            hand(() -> next.speakHttp(false)); // its parser rejects the bytes and records the failure
            return;
        }
        if (hello == null) {
            if (helloReader.isTooLong()) {
                refuse("the client's ClientHello exceeds the limit of "
                        + ClientHelloReader.MOST_RECORDS + " records or " + ClientHelloReader.LONGEST
                        + " bytes");
            }
            return;
        }
        handshaking = true;
        inTime();
        client.channel().config().setAutoRead(false);
        client.speaksTls(hello);
        TlsTrace.hello(client.trace(), this, hello);
        tls = new ListenerTls(client, hello, helloReader.keys(), TlsContexts.http(client.listensToHttp2()));
        tls.beginHandshake(this::shakeHands, this::secured);
    }

    private void shakeHands() {
        client.channel().pipeline().fireChannelRead(early.takeBytes()).fireChannelReadComplete();
        client.channel().config().setAutoRead(true);
    }

    /** TLS is established: the protocol within it is detected again. */
    private void secured() {
        handshaking = false;
        idle.touch();
    }

    /** Passes the connection and the bytes received so far to the handlers that {@code taking} adds to the pipeline. */
    private void hand(Runnable taking) {
        ChannelHandlerContext self = context;
        ByteBuf bytes = early.takeBytes();
        taking.run();
        self.fireChannelRead(bytes);
        self.pipeline().remove(this); // channelReadComplete reaches the new handler
    }

    private void refuse(String why) {
        refused = true;
        client.refuse(why);
        context.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event == Draining.EVENT) {
            draining = true;
            if (tls != null) {
                tls.proxyStops();
            }
            context.close();
        } else if (event instanceof ChannelInputShutdownEvent) {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        if (tls != null) {
            tls.clientGone();
        } else if (!refused
                && !early.isEmpty()
                && early.first()
                        == TLS_HANDSHAKE) { // an incomplete ClientHello: anything else has been identified before
            client.recordFailure(
                    client.local(),
                    null,
                    "tls",
                    new FlowError(
                            FlowError.Step.CLIENT_TLS,
                            draining ? Draining.CUT_OFF : CertificateRefusal.LEFT,
                            Times.now()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        idle.stop();
        inTime();
        early.releaseBytes();
    }
}
