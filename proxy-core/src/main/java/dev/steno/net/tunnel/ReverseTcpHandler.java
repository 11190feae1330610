package dev.steno.net.tunnel;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.EarlyBytes;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.UpstreamChannel;
import dev.steno.net.tls.Alpn;
import dev.steno.net.tls.ClientHello;
import dev.steno.net.tls.ClientHelloReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Handles a connection to a reverse listener of tcp or tls until its server is connected; then it becomes a raw stream.
 * Clients of a tls listener may or may not speak TLS to it, and either side may speak first. Confined to the client's event
 * loop. A failure is recorded and closes both connections.
 */
public final class ReverseTcpHandler extends ChannelInboundHandlerAdapter {
    /** Bytes buffered from a client before its server is connected; beyond it, reading pauses. */
    private static final int MOST_EARLY = 256 * 1024;

    /** A TLS client starts at once; one that is silent for this long may be waiting for the server to speak first. */
    private static final long SILENCE_MILLIS = 1_000;

    /** How far the client's side is. */
    private enum Stage {
        /** Listeners of tls only: the client's first bytes are inspected, or awaited. */
        DETECTING,
        /** It is known whether the client speaks TLS; the connection to the server, or a handshake, is awaited. */
        DETECTED,
        /** The stream began, or the connection failed; this handler has no more to do. */
        OVER
    }

    /** How far TLS with the server of a tls listener is. */
    private enum ServerTls {
        /** The handshake waits until it is known what to offer the server. */
        NOT_BEGUN,
        /** The connection or the handshake is under way. */
        BEGUN,
        /** The handshake succeeded or failed. */
        TRIED
    }

    private final ClientConnection client;
    private final Endpoint target;
    private final boolean secure;
    private final TunnelUpstream server;
    private ChannelHandlerContext context; // set when the handler is added
    private final ClientHelloReader helloReader = new ClientHelloReader();
    private final EarlyBytes early = new EarlyBytes();
    private @Nullable ListenerTls tls;
    private @Nullable Future<?> late;
    private Runnable next = () -> {};
    private Stage stage;
    private ServerTls serverTls = ServerTls.NOT_BEGUN;
    private boolean clientDone; // the client shut its side, which it may do in any stage

    /** @param secure whether the connection to the server uses TLS */
    public ReverseTcpHandler(ClientConnection client, Endpoint target, boolean secure) {
        this.client = client;
        this.target = target;
        this.secure = secure;
        this.stage = secure ? Stage.DETECTING : Stage.DETECTED;
        this.server = new TunnelUpstream(client, target, this::serverSpoke);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        server.connect();
        if (secure) {
            late = client.loop().schedule(this::clientSilent, SILENCE_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            server.whenTried(this::relayRaw);
        }
    }

    // ---- the first bytes of a client of a tls listener

    private void detectTls() {
        if (early.first() != ClientHello.HANDSHAKE_RECORD) {
            relayPlaintext();
            return;
        }
        if (early.size() < 3) {
            return;
        }
        try {
            Tls hello = ClientHello.startsTls(early.peek()) ? helloReader.read(early.peek()) : null;
            if (hello != null) {
                interceptTls(hello);
            } else if (!ClientHello.startsTls(early.peek()) || helloReader.isTooLong()) {
                relayPlaintext();
            }
        } catch (IllegalArgumentException e) {
            relayPlaintext(); // starts like TLS but is not TLS
        }
    }

    private void relayPlaintext() {
        enterStage(Stage.DETECTED);
        withServerTls(List.of(), this::relayRaw);
    }

    /** Offers the server the client's ALPN protocols; the client gets the protocol that the server chose. */
    private void interceptTls(Tls hello) {
        enterStage(Stage.DETECTED);
        client.speaksTls(hello);
        withServerTls(Alpn.names(hello.alpnOffers()), () -> {
            String chosen = server.protocol();
            tls = new ListenerTls(
                    client,
                    hello,
                    helloReader.keys(),
                    chosen == null || chosen.isEmpty() ? List.of() : List.of(chosen));
            tls.beginHandshake(this::shakeHands, this::relayRaw);
        });
    }

    private void shakeHands() {
        client.channel().pipeline().fireChannelRead(early.takeBytes()).fireChannelReadComplete();
        client.channel().config().setAutoRead(true);
    }

    /** The server may speak first, so its TLS handshake starts; the client's protocol stays undecided until either side sends data. */
    private void clientSilent() {
        if (stage != Stage.DETECTING) {
            return;
        }
        if (!early.isEmpty()) {
            long limit = client.proxy().settings().timeouts().header().toMillis();
            late = client.loop().schedule(() -> helloTimedOut(limit), limit, TimeUnit.MILLISECONDS);
        } else {
            withServerTls(List.of(), this::serverSpoke);
        }
    }

    private void helloTimedOut(long limit) {
        if (stage == Stage.DETECTING) {
            String message = "the client sent no complete ClientHello within " + limit + " ms";
            recordAndClose(new FlowError(FlowError.Step.CLIENT_TLS, message, Times.now()));
        }
    }

    private void serverSpoke() {
        if (serverTls == ServerTls.TRIED && stage == Stage.DETECTING && server.hasSpoken() && early.isEmpty()) {
            relayPlaintext();
        }
    }

    private void enterStage(Stage next) {
        stage = next;
        cancelTimer();
    }

    private void cancelTimer() {
        if (late != null) {
            late.cancel(false);
            late = null;
        }
    }

    /** Runs the action that was requested last once TLS with the server is established; before this call returns if it is already. */
    private void withServerTls(List<String> offers, Runnable action) {
        next = action;
        if (serverTls == ServerTls.TRIED) {
            action.run();
        } else if (serverTls == ServerTls.NOT_BEGUN) {
            serverTls = ServerTls.BEGUN;
            server.whenTried(() -> {
                if (server.failure() == null) {
                    server.beginHandshake(target.host(), offers, names -> serverTlsTried());
                } else {
                    serverTlsTried();
                }
            });
        }
    }

    private void serverTlsTried() {
        serverTls = ServerTls.TRIED;
        if (stage == Stage.OVER) {
            return;
        }
        if (server.failure() == null) {
            next.run();
        } else {
            recordAndClose(server.failure().error());
        }
    }

    // ---- the relayed stream

    private void relayRaw() {
        if (stage == Stage.OVER) {
            return;
        }
        if (client.proxy().addons().record().refusal() != null) { // the reason cannot be sent in an unknown protocol
            enterStage(Stage.OVER);
            context.close();
            server.close();
            return;
        }
        if (server.failure() != null) {
            recordAndClose(server.failure().error());
            return;
        }
        enterStage(Stage.OVER);
        String chosen = server.protocol();
        UpstreamChannel upstream = server.takeForRelay();
        ChannelRelay relay = ChannelRelay.join(
                client,
                upstream.channel(),
                upstream.peer(),
                target,
                chosen == null || chosen.isEmpty() ? "tcp" : chosen,
                0,
                true);
        server.releaseEarlyBytes(upstream);
        handOverBytes();
        relay.startReading();
    }

    private void recordAndClose(FlowError error) {
        enterStage(Stage.OVER);
        client.recordFailure(target, server.peer(), "tcp", error);
        context.close();
        server.close();
    }

    private void handOverBytes() {
        ChannelHandlerContext self = context;
        early.passOn(self);
        if (clientDone) {
            self.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
        self.pipeline().remove(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (!(message instanceof ByteBuf data) || stage == Stage.OVER) {
            ReferenceCountUtil.release(message);
            return;
        }
        early.append(context, data);
        if (stage == Stage.DETECTING && !early.isEmpty()) {
            detectTls();
        } else if (early.size() > MOST_EARLY) {
            client.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event == Draining.EVENT) {
            if (tls != null) {
                tls.proxyStops();
            }
            context.close();
        } else if (event instanceof ChannelInputShutdownEvent) {
            clientDone = true;
            if (tls != null) {
                context.close(); // the handshake cannot complete
            } else if (stage == Stage.DETECTING) {
                relayPlaintext(); // the client only listens, or has sent all of its data
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        if (stage != Stage.OVER) {
            enterStage(Stage.OVER);
            if (server.failure() != null) {
                client.recordFailure(
                        target, server.peer(), "tcp", server.failure().error());
            } else if (tls != null) {
                tls.clientGone();
            }
            server.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        UnexpectedErrors.log(cause);
        context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        cancelTimer();
        early.releaseBytes();
    }
}
