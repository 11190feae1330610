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
import dev.steno.net.http1.RequestLineDetector;
import dev.steno.net.http2.Http2Preface;
import dev.steno.net.tls.Alpn;
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
 * What a CONNECT opened, or SOCKS, or a connection that was redirected here, until it is known what it carries. Says that it
 * stands, connects to the server at once, and looks at the first bytes: TLS is intercepted, HTTP is read, anything else passes as a raw stream; so does a tunnel whose server
 * speaks first.
 */
public final class TunnelHandler extends ChannelInboundHandlerAdapter {
    /** How much a client may send ahead, in bytes. */
    private static final int MOST_EARLY = 256 * 1024;

    /** A client that stops within its first line for so long waits for an answer: it speaks something else than HTTP. */
    private static final long PAUSE_MILLIS = 2_000;

    private final ClientConnection client;
    private final NextProtocol next;
    private final Endpoint target;
    private final @Nullable Object established;
    private final TunnelUpstream server;
    private ChannelHandlerContext context; // set when the handler is added
    private final ClientHelloReader helloReader = new ClientHelloReader();
    private final EarlyBytes early = new EarlyBytes();
    private RequestLineDetector line = new RequestLineDetector();
    private @Nullable TlsInterception interception;
    private @Nullable Future<?> late;
    private @Nullable Future<?> paused;
    private boolean decided;
    private boolean helloSeen;
    private boolean recorded;
    private boolean clientDone;
    private boolean handed;

    /** @param established what tells the client that its tunnel stands; null where it asked for none */
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
        if (client.trace().isOn()) {
            client.trace().step(TraceStep.TUNNEL, this, target.toString());
        }
        client.channel().config().setAutoRead(true);
        if (established != null) {
            added.writeAndFlush(established, added.voidPromise());
        }
        server.connect();
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (!(message instanceof ByteBuf data)) {
            ReferenceCountUtil.release(message);
            return;
        }
        early.append(context, data);
        if (!decided) {
            look();
        } else if (early.size() > MOST_EARLY) {
            client.channel().config().setAutoRead(false);
        }
    }

    /** Decides what the tunnel carries as soon as enough bytes came. */
    private void look() {
        watch();
        boolean tls = interception == null && early.first() == ClientHello.HANDSHAKE_RECORD;
        if (tls && early.size() < 3) {
            return;
        }
        if (tls && ClientHello.startsTls(early.peek())) {
            lookAtHello();
            return;
        }
        Http2Preface.Match preface = client.mayBeHttp2() ? Http2Preface.of(early.peek()) : Http2Preface.Match.NO;
        RequestLineDetector.Kind kind =
                preface == Http2Preface.Match.NO ? line.look(early.peek()) : RequestLineDetector.Kind.OPEN;
        if (preface == Http2Preface.Match.YES) {
            client.trace().step(TraceStep.SNIFFED, this, "HTTP/2");
            read("tcp", () -> speakHttp(true));
        } else if (kind == RequestLineDetector.Kind.HTTP) {
            client.trace().step(TraceStep.SNIFFED, this, "HTTP/1");
            read("tcp", () -> speakHttp(false));
        } else if (kind == RequestLineDetector.Kind.OTHER) {
            raw("tcp");
        } else {
            awaitMore();
        }
    }

    /** A request line comes in one piece or in pieces that follow at once; who stops within it may wait for the server. */
    private void awaitMore() {
        if (paused != null) {
            paused.cancel(false);
        }
        paused = client.loop().schedule(this::stopped, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void stopped() {
        if (!decided && !context.isRemoved()) {
            raw("tcp");
        }
    }

    /** What a client begins to say has a time to come to something; a tunnel in which nothing is said may stay as it is. */
    private void watch() {
        if (late == null) {
            long limit = client.proxy().settings().headerTimeout().toNanos();
            late = client.loop().schedule(this::tooLate, limit, TimeUnit.NANOSECONDS);
        }
    }

    private void tooLate() {
        if (decided || context.isRemoved()) {
            return;
        }
        if (interception == null && early.size() >= 3 && ClientHello.startsTls(early.peek())) {
            long limit = client.proxy().settings().headerTimeout().toMillis();
            String message = "the client sent no complete ClientHello within " + limit + " ms";
            decide();
            fail("tls", new FlowError(FlowError.Step.CLIENT_TLS, message, Times.now()));
        } else {
            raw("tcp");
        }
    }

    private void lookAtHello() {
        Tls hello;
        try {
            hello = helloReader.read(early.peek());
        } catch (IllegalArgumentException e) {
            raw("tcp"); // began like TLS and is not
            return;
        }
        if (hello == null) {
            if (helloReader.isTooLong()) {
                raw("tcp");
            }
            return;
        }
        decide();
        helloSeen = true;
        client.speaksTls(hello);
        TlsTrace.hello(client.trace(), this, hello);
        Hook.TlsHello shown = new Hook.TlsHello(client.peer(), target, hello, early.size());
        client.proxy().addons().hooks().run(Hook.TLS_HELLO, 0, shown, limit -> {}, client.loop(), outcome -> {
            if (outcome.verdict() instanceof Verdict.Drop<Hook.TlsHello> drop) {
                fail("tls", new FlowError(FlowError.Step.ADDON, drop.reason(), Times.now()));
            } else if (outcome.verdict() instanceof Verdict.Tunnel<Hook.TlsHello>
                    || Alpn.validates(hello.alpnOffers())) {
                server.whenTried(() -> relay("tls", false));
            } else {
                interception = new TlsInterception(client, server, shown, helloReader.keys());
                interception.begin(this::shakeHands, this::secured);
            }
        });
    }

    /** The TLS handler is the first in the pipeline now: the bytes that came so far go into its handshake. */
    private void shakeHands() {
        TlsLayers.feedInner(client.channel().pipeline(), early.take());
        if (clientDone) {
            context.close(); // a handshake that goes no further
        } else {
            client.channel().config().setAutoRead(true);
        }
    }

    /** TLS stands with the client: what the tunnel carries within it is open again, unless both ends said what it is. */
    private void secured() {
        String foreign = Objects.requireNonNull(interception).foreignProtocol();
        decided = false;
        line = new RequestLineDetector();
        if (foreign != null) {
            raw(foreign);
        } else if (server.hasSpoken()) {
            serverSpoke();
        }
    }

    /** What the tunnel carries is known. It is read further, within a bound, so that a client that leaves is noticed. */
    private void decide() {
        decided = true;
        if (late != null) {
            late.cancel(false);
            late = null;
        }
        if (paused != null) {
            paused.cancel(false);
            paused = null;
        }
    }

    /** No server of HTTP/1 speaks first. One that only closes may have been late for a request that is just coming. */
    private void serverSpoke() {
        if (!decided
                && !server.speaksHttp2()
                && !server.greetsAsHttp2()
                && !(server.hasOnlyEnded() && !early.isEmpty())) {
            raw("tcp");
        }
    }

    private void raw(String protocol) {
        client.trace().step(TraceStep.SNIFFED, this, protocol);
        read(protocol, () -> relay(protocol, true));
    }

    /** Goes on as what it turned out to be, unless it is no TLS and a handler has it passed through. */
    private void read(String protocol, Runnable action) {
        decide();
        if (interception != null) { // that was decided when TLS began
            server.whenTried(action);
            return;
        }
        Hook.TunnelStart start = new Hook.TunnelStart(client.peer(), target);
        client.proxy().addons().hooks().run(Hook.TUNNEL, 0, start, limit -> {}, client.loop(), outcome -> {
            if (outcome.verdict() instanceof Verdict.Drop<Hook.TunnelStart> drop) {
                fail(protocol, new FlowError(FlowError.Step.ADDON, drop.reason(), Times.now()));
            } else if (outcome.verdict() instanceof Verdict.Tunnel<Hook.TunnelStart>) {
                server.whenTried(() -> relay("tcp", false));
            } else {
                server.whenTried(action);
            }
        });
    }

    // ---- what it turned out to be

    private void speakHttp(boolean http2) {
        TlsInterception intercepted = interception;
        boolean tls = intercepted != null;
        String name = intercepted == null ? null : intercepted.serverName();
        UpstreamPool servers = new UpstreamPool(client, new TunnelEnd(target, name));
        if (http2) {
            servers.offerHttp2(true);
        }
        server.hand(servers, tls, http2);
        RequestTarget.Origin origin = new RequestTarget.Origin(tls ? "https" : "http", target);
        if (http2) {
            next.speakHttp2(servers, origin);
        } else {
            next.speakHttp1(servers, origin);
        }
        leave();
    }

    private void relay(String protocol, boolean keepMessages) {
        if (client.proxy().addons().record().refusal() != null) { // there is no way to say why in a protocol unknown
            context.close();
            return;
        }
        if (server.failure() != null) {
            fail(protocol, server.failure().error());
            return;
        }
        UpstreamChannel upstream = server.take();
        ChannelRelay relay =
                ChannelRelay.join(client, upstream.channel(), upstream.peer(), target, protocol, 0, keepMessages);
        server.release(upstream);
        leave();
        relay.begin();
    }

    private void fail(String protocol, FlowError error) {
        recorded = true;
        client.recordFailure(target, server.peer(), protocol, error);
        context.close();
    }

    /** Hands the bytes that came early to whoever reads now, and goes. */
    private void leave() {
        handed = true;
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
            context.close();
        } else if (event instanceof ChannelInputShutdownEvent) {
            clientDone = true;
            if (interception != null) {
                context.close();
            } else if (!decided) {
                raw("tcp"); // it only listens, or said all that it has to say
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        context.close();
    }

    private void end() {
        if (interception != null && !interception.isOver()) {
            interception.clientGone();
        } else if (server.failure() != null && !recorded && (interception == null || interception.isSecured())) {
            client.recordFailure(
                    target,
                    server.peer(),
                    helloSeen ? "tls" : "tcp",
                    server.failure().error());
        } else if (interception == null && !handed && !recorded && !early.isEmpty()) {
            boolean tls = early.first() == ClientHello.HANDSHAKE_RECORD;
            FlowError.Step step = tls ? FlowError.Step.CLIENT_TLS : FlowError.Step.REQUEST;
            String message = "the client closed the connection before its first message was complete";
            client.recordFailure(target, server.peer(), tls ? "tls" : "tcp", new FlowError(step, message, Times.now()));
        }
        server.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        decide();
        early.release();
    }
}
