package dev.steno.net.tunnel;

import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.EarlyBytes;
import dev.steno.net.channel.TraceStep;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.NextProtocol;
import dev.steno.net.http.RequestTarget;
import dev.steno.net.http.UpstreamChannel;
import dev.steno.net.tls.Alpn;
import dev.steno.net.tls.CertificateRefusal;
import dev.steno.net.tls.ClientHello;
import dev.steno.net.tls.ClientHelloReader;
import dev.steno.net.tls.TlsLayers;
import dev.steno.net.tls.TlsTrace;
import dev.steno.net.upstream.TunnelEnd;
import dev.steno.net.upstream.UpstreamPool;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel (of CONNECT, SOCKS or a redirected connection) until its protocol is known. Tells the client that the tunnel is
 * established, connects to the server at once, and inspects the first bytes: TLS is intercepted, HTTP is read, anything else is
 * relayed as a raw stream, as is a tunnel whose server speaks first. Confined to the client's event loop. A failure is recorded
 * and closes the client's connection.
 */
public final class TunnelHandler extends ChannelInboundHandlerAdapter {
    /** Bytes buffered from a client before the protocol is known; beyond it, reading pauses. */
    private static final int MOST_EARLY = 256 * 1024;

    /** A client that pauses this long within its first line is waiting for a reply, so it does not speak HTTP. */
    private static final long PAUSE_MILLIS = 2_000;

    /** After this silence of a client, a server whose connection was left out is connected. */
    private static final long SILENCE_MILLIS = 1_000;

    /** How far the tunnel is. The stages follow one another in this order; some are skipped. */
    private enum Stage {
        /** The client's first bytes are inspected. */
        DETECTING,
        /** A ClientHello was read: addons decide, then TLS is intercepted or passed through. */
        TLS,
        /** TLS with the client is established: the first bytes within it are inspected. */
        DETECTING_IN_TLS,
        /** The protocol is known: addons decide on the tunnel, or the connection to the server is awaited. */
        DETECTED,
        /** The buffered bytes are passed on, and this handler leaves the pipeline. */
        HANDED_OVER,
        /** A failure was recorded; the connection is being closed. */
        FAILED
    }

    private final ClientConnection client;
    private final NextProtocol next;
    private final Endpoint target;
    private final @Nullable Object established;
    private final TunnelUpstream server;
    private ChannelHandlerContext context; // set when the handler is added
    private final ClientHelloReader helloReader = new ClientHelloReader();
    private final EarlyBytes early = new EarlyBytes();
    private TunnelProtocolDetector detector;
    private @Nullable TlsInterception interception;
    private @Nullable Future<?> late;
    private @Nullable Future<?> paused;
    private @Nullable Future<?> silent;
    private Stage stage = Stage.DETECTING;
    private boolean clientDone; // the client shut its side, which it may do in any stage

    /** @param established the message that tells the client that its tunnel is established; null if it expects none */
    public TunnelHandler(ClientConnection client, NextProtocol next, Endpoint target, @Nullable Object established) {
        this.client = client;
        this.next = next;
        this.target = target;
        this.established = established;
        this.server = new TunnelUpstream(client, target, this::serverSpoke);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        detector = new TunnelProtocolDetector(helloReader, true, client.mayBeHttp2());
        if (client.trace().isOn()) {
            client.trace().step(TraceStep.TUNNEL, this, target.toString());
        }
        client.channel().config().setAutoRead(true);
        if (established != null) {
            added.writeAndFlush(established, added.voidPromise());
        }
        if (client.proxy().addons().hooks().isEmpty(Hook.TUNNEL_OPEN)) {
            server.connect();
        } else {
            askOpenHook();
        }
    }

    private void askOpenHook() {
        Hook.TunnelStart start = new Hook.TunnelStart(client.peer(), target);
        client.proxy().addons().hooks().run(Hook.TUNNEL_OPEN, 0, start, limit -> {}, client.loop(), outcome -> {
            if (outcome.verdict() instanceof Verdict.Drop<Hook.TunnelStart> drop) {
                recordAndClose("tcp", new FlowError(FlowError.Step.ADDON, drop.reason(), Times.now()));
            } else if (outcome.verdict() instanceof Verdict.Lazy<Hook.TunnelStart>) {
                startSilenceTimer();
            } else if (isDetecting()) {
                server.connect();
            }
        });
    }

    /** A client that sends nothing may be waiting for a server that speaks first, which must then be connected. */
    private void startSilenceTimer() {
        if (isDetecting() && early.isEmpty()) {
            silent = client.loop().schedule(this::clientIsSilent, SILENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void clientIsSilent() {
        if (!isDetecting() || !early.isEmpty() || context.isRemoved()) {
            return;
        }
        if (interception != null) {
            interception.whenServerSecured(() -> {});
        } else {
            server.connect();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (!(message instanceof ByteBuf data)) {
            ReferenceCountUtil.release(message);
            return;
        }
        early.append(context, data);
        if (isDetecting()) {
            detectProtocol();
        } else if (early.size() > MOST_EARLY) {
            client.channel().config().setAutoRead(false);
        }
    }

    /** Acts on the tunnel's protocol as soon as enough bytes are received to identify it. */
    private void detectProtocol() {
        startHeaderTimeout();
        switch (detector.detect(early)) {
            case CLIENT_HELLO -> readHello(detector.hello());
            case HTTP2 -> {
                client.trace().step(TraceStep.SNIFFED, this, "HTTP/2");
                askTunnelHook("tcp", true, () -> speakHttp(true));
            }
            case HTTP1 -> {
                client.trace().step(TraceStep.SNIFFED, this, "HTTP/1");
                askTunnelHook("tcp", true, () -> speakHttp(false));
            }
            case OTHER -> relayDetected("tcp");
            case PARTIAL_LINE -> restartPauseTimer();
            case PARTIAL_HELLO -> {
                // the header timeout is running
            }
        }
    }

    /** A request line is sent in one piece or without pauses; a client that pauses within it may be waiting for the server. */
    private void restartPauseTimer() {
        if (paused != null) {
            paused.cancel(false);
        }
        paused = client.loop().schedule(this::pauseTooLong, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void pauseTooLong() {
        if (isDetecting() && !context.isRemoved()) {
            relayDetected("tcp");
        }
    }

    /** Starts the header timeout at the client's first byte. A tunnel without any byte has no timeout. */
    private void startHeaderTimeout() {
        if (late == null) {
            long limit = client.proxy().settings().timeouts().header().toNanos();
            late = client.loop().schedule(this::headerTimedOut, limit, TimeUnit.NANOSECONDS);
        }
    }

    private void headerTimedOut() {
        if (!isDetecting() || context.isRemoved()) {
            return;
        }
        if (detector.beginsTls(early)) {
            long limit = client.proxy().settings().timeouts().header().toMillis();
            String message = "the client sent no complete ClientHello within " + limit + " ms";
            recordAndClose("tls", new FlowError(FlowError.Step.CLIENT_TLS, message, Times.now()));
        } else {
            relayDetected("tcp");
        }
    }

    private void readHello(Tls hello) {
        enterStage(Stage.TLS);
        client.speaksTls(hello);
        TlsTrace.hello(client.trace(), this, hello);
        Hook.TlsHello shown = new Hook.TlsHello(client.peer(), target, hello, early.size(), client.program());
        client.proxy().addons().hooks().run(Hook.TLS_HELLO, 0, shown, limit -> {}, client.loop(), outcome -> {
            if (outcome.verdict() instanceof Verdict.Drop<Hook.TlsHello> drop) {
                recordAndClose("tls", new FlowError(FlowError.Step.ADDON, drop.reason(), Times.now()));
            } else if (outcome.verdict() instanceof Verdict.Tunnel<Hook.TlsHello>
                    || Alpn.validates(hello.alpnOffers())) {
                server.whenTried(() -> relayRaw("tls", false));
            } else {
                interception = new TlsInterception(client, server, shown, helloReader.keys());
                if (outcome.verdict() instanceof Verdict.Lazy<Hook.TlsHello>
                        && server.isUnneeded()
                        && Alpn.mayBeHttp(hello.alpnOffers())) {
                    interception.beginWithoutServer(outcome.subject().known(), this::shakeHands, this::clientSecured);
                } else {
                    interception.beginHandshakes(this::shakeHands, this::clientSecured);
                }
            }
        });
    }

    /** The TLS handler is now the first in the pipeline: the bytes received so far are passed to its handshake. */
    private void shakeHands() {
        TlsLayers.feedInner(client.channel().pipeline(), early.takeBytes());
        if (clientDone) {
            context.close(); // the handshake cannot complete
        } else {
            client.channel().config().setAutoRead(true);
        }
    }

    /** TLS with the client is established. The protocol within it is unknown again, unless both ends agreed on one by ALPN. */
    private void clientSecured() {
        TlsInterception secured = Objects.requireNonNull(interception);
        String foreign = secured.foreignProtocol();
        enterStage(Stage.DETECTING_IN_TLS);
        if (secured.isWithoutServer()) {
            startSilenceTimer();
        }
        detector = new TunnelProtocolDetector(helloReader, false, client.mayBeHttp2());
        if (foreign != null) {
            relayDetected(foreign);
        } else if (server.hasSpoken()) {
            serverSpoke();
        }
    }

    private boolean isDetecting() {
        return stage == Stage.DETECTING || stage == Stage.DETECTING_IN_TLS;
    }

    /** Reading continues in every stage, within a bound, so that a disconnect of the client is noticed. */
    private void enterStage(Stage next) {
        stage = next;
        cancelTimers();
    }

    private void cancelTimers() {
        if (late != null) {
            late.cancel(false);
            late = null;
        }
        if (paused != null) {
            paused.cancel(false);
            paused = null;
        }
        if (silent != null) {
            silent.cancel(false);
            silent = null;
        }
    }

    /** No HTTP/1 server speaks first. A server that only closes may have timed out just before a request that is arriving now. */
    private void serverSpoke() {
        if (isDetecting()
                && !server.speaksHttp2()
                && !server.greetsAsHttp2()
                && !(server.hasOnlyEnded() && !early.isEmpty())) {
            relayDetected("tcp");
        }
    }

    private void relayDetected(String protocol) {
        client.trace().step(TraceStep.SNIFFED, this, protocol);
        askTunnelHook(protocol, false, () -> relayRaw(protocol, true));
    }

    /**
     * Runs the action for the detected protocol, unless the tunnel is not TLS and an addon has it passed through.
     *
     * @param http whether the action can do without a connection to the server
     */
    private void askTunnelHook(String protocol, boolean http, Runnable action) {
        enterStage(Stage.DETECTED);
        if (interception != null) { // the TLS_HELLO hook has decided already
            if (http && interception.isWithoutServer()) {
                action.run();
            } else {
                interception.whenServerSecured(action);
            }
            return;
        }
        Hook.TunnelStart start = new Hook.TunnelStart(client.peer(), target);
        client.proxy().addons().hooks().run(Hook.TUNNEL, 0, start, limit -> {}, client.loop(), outcome -> {
            if (outcome.verdict() instanceof Verdict.Drop<Hook.TunnelStart> drop) {
                recordAndClose(protocol, new FlowError(FlowError.Step.ADDON, drop.reason(), Times.now()));
            } else if (outcome.verdict() instanceof Verdict.Tunnel<Hook.TunnelStart>) {
                server.whenTried(() -> relayRaw("tcp", false));
            } else if (outcome.verdict() instanceof Verdict.Lazy<Hook.TunnelStart> && http && server.isUnneeded()) {
                action.run();
            } else {
                server.whenTried(action);
            }
        });
    }

    // ---- after the protocol is known

    private void speakHttp(boolean http2) {
        TlsInterception intercepted = interception;
        boolean tls = intercepted != null;
        String name = intercepted == null ? null : intercepted.serverName();
        UpstreamPool servers = new UpstreamPool(client, new TunnelEnd(target, name));
        if (http2) {
            servers.offerHttp2(true);
        }
        server.handToPool(servers, tls, http2);
        RequestTarget.Origin origin = new RequestTarget.Origin(tls ? "https" : "http", target);
        if (http2) {
            next.speakHttp2(servers, origin);
        } else {
            next.speakHttp1(servers, origin);
        }
        handOverBytes();
    }

    private void relayRaw(String protocol, boolean keepMessages) {
        if (client.proxy().addons().record().refusal() != null) { // the reason cannot be sent in an unknown protocol
            context.close();
            return;
        }
        if (server.failure() != null) {
            recordAndClose(protocol, server.failure().error());
            return;
        }
        UpstreamChannel upstream = server.takeForRelay();
        ChannelRelay relay =
                ChannelRelay.join(client, upstream.channel(), upstream.peer(), target, protocol, 0, keepMessages);
        server.releaseEarlyBytes(upstream);
        handOverBytes();
        relay.startReading();
    }

    private void recordAndClose(String protocol, FlowError error) {
        enterStage(Stage.FAILED);
        client.recordFailure(target, server.peer(), protocol, error);
        context.close();
    }

    /** Passes the buffered bytes to the handlers that were added after this one, and removes this handler. */
    private void handOverBytes() {
        enterStage(Stage.HANDED_OVER);
        ChannelPipeline pipeline = client.channel().pipeline();
        ChannelHandlerContext self = context;
        early.passOn(self);
        if (clientDone) {
            self.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
        pipeline.remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event == Draining.EVENT) {
            recordCutOff();
            context.close();
        } else if (event instanceof ChannelInputShutdownEvent) {
            clientDone = true;
            if (interception != null) {
                context.close();
            } else if (isDetecting()) {
                relayDetected("tcp"); // the client only listens, or has sent all of its data
            }
        }
    }

    /** Records a handshake or a first message that the proxy's shutdown interrupts. */
    private void recordCutOff() {
        if (interception != null) {
            interception.proxyStops();
            enterStage(Stage.FAILED); // the client did not leave
        } else if (server.failure() == null) {
            recordIncomplete(Draining.CUT_OFF);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        recordUnfinished();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        context.close();
    }

    private void recordUnfinished() {
        if (interception != null && !interception.isOver()) {
            interception.clientGone();
        } else if (server.failure() != null
                && stage != Stage.FAILED
                && (interception == null || interception.isSecured())) {
            client.recordFailure(
                    target,
                    server.peer(),
                    stage == Stage.TLS || interception != null ? "tls" : "tcp",
                    server.failure().error());
        } else if (stage == Stage.DETECTING_IN_TLS
                && !client.isBrowser()
                && Objects.requireNonNull(interception).clientLeftAtOnce()) {
            client.recordFailure(
                    target,
                    server.peer(),
                    "tls",
                    new FlowError(FlowError.Step.CLIENT_TLS, CertificateRefusal.LEFT_AFTER, Times.now()));
        } else {
            recordIncomplete("the client closed the connection before its first message was complete");
        }
        server.close();
    }

    /** Records a first message that is not complete, once. */
    private void recordIncomplete(String why) {
        if (interception == null && stage != Stage.HANDED_OVER && stage != Stage.FAILED && !early.isEmpty()) {
            enterStage(Stage.FAILED);
            boolean tls = early.first() == ClientHello.HANDSHAKE_RECORD;
            FlowError.Step step = tls ? FlowError.Step.CLIENT_TLS : FlowError.Step.REQUEST;
            client.recordFailure(target, server.peer(), tls ? "tls" : "tcp", new FlowError(step, why, Times.now()));
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        cancelTimers();
        early.releaseBytes();
    }
}
