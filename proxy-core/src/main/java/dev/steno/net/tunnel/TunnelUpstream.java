package dev.steno.net.tunnel;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Peer;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.UnexpectedErrors;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.UpstreamChannel;
import dev.steno.net.tls.TlsFacts;
import dev.steno.net.upstream.UpstreamCallback;
import dev.steno.net.upstream.UpstreamConnector;
import dev.steno.net.upstream.UpstreamPool;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a tunnel's server until the tunnel's protocol is known. Usually established at once, so that data of a server
 * that speaks first is received and the client's handshake need not wait; if addons may answer in the server's place, only when
 * it is needed. Owned by the tunnel's handler, which must call
 * {@link #close}; confined to the client's event loop. A failure to connect is kept until the tunnel asks for it.
 */
final class TunnelUpstream {
    private final ClientConnection client;
    private final Endpoint target;
    private final UpstreamConnector connector;
    private final Runnable spoke;
    private final ArrayDeque<Object> early = new ArrayDeque<>();
    private @Nullable Runnable whenTried;
    private @Nullable UpstreamChannel upstream;
    private Failures.@Nullable Failure failure;
    private boolean begun;
    private boolean tried;
    private boolean handshaking;
    private boolean closed;

    /** @param spoke runs on the event loop each time the server sends data, or shuts its side, before any request */
    TunnelUpstream(ClientConnection client, Endpoint target, Runnable spoke) {
        this.client = client;
        this.target = target;
        this.connector = new UpstreamConnector(client);
        this.spoke = spoke;
    }

    /** Begins to connect; does nothing if that has begun. */
    void connect() {
        if (begun) {
            return;
        }
        begun = true;
        connector.connect(target, new UpstreamCallback() {
            @Override
            public void connected(UpstreamChannel connected) {
                if (closed) {
                    connected.channel().close();
                    return;
                }
                upstream = connected;
                connected.claim().addLast(HandlerNames.EARLY, new EarlyBytesHandler());
                connected.channel().config().setAutoRead(true);
                tried();
            }

            @Override
            public void connectFailed(Failures.Failure reason) {
                failure = reason;
                tried();
            }
        });
    }

    private void tried() {
        tried = true;
        Runnable action = whenTried;
        whenTried = null;
        if (action != null && !closed) {
            action.run();
        }
    }

    /**
     * Connects if that has not begun, and runs the action once the connection is established or has failed; before this call
     * returns if that is so already.
     */
    void whenTried(Runnable action) {
        if (tried) {
            action.run();
        } else {
            whenTried = action;
            connect();
        }
    }

    /** Whether there is neither a connection nor an attempt. */
    boolean isUnneeded() {
        return !begun;
    }

    /** Why there is no connection; null if there is one. */
    Failures.@Nullable Failure failure() {
        return failure;
    }

    /** The facts of the connection; null if there is none. */
    @Nullable
    Peer peer() {
        return upstream == null ? null : upstream.peer();
    }

    /** Whether the server sent data, or shut its side, before any request. */
    boolean hasSpoken() {
        return !early.isEmpty();
    }

    /** Whether the server chose HTTP/2, in which it may speak first (RFC 9113, 3.4). */
    boolean speaksHttp2() {
        return upstream != null && upstream.speaksHttp2();
    }

    /** The protocol that the server chose by ALPN; null without one. */
    @Nullable
    String protocol() {
        Peer peer = peer();
        return peer == null || peer.tls() == null ? null : peer.tls().alpn();
    }

    /** Whether the data that the server sent before any request starts with an HTTP/2 SETTINGS frame (RFC 9113, 3.4, 6.5). */
    boolean greetsAsHttp2() {
        if (!(early.peekFirst() instanceof ByteBuf first) || first.readableBytes() < 9) {
            return false;
        }
        int at = first.readerIndex();
        return first.getUnsignedMedium(at) % 6 == 0
                && first.getByte(at + 3) == 4
                && first.getByte(at + 4) == 0
                && first.getInt(at + 5) == 0;
    }

    private UpstreamChannel connected() {
        return Objects.requireNonNull(upstream, "no connection to the server");
    }

    /**
     * Begins TLS with the server. Requires an established connection. {@code done} runs once, with the names of the server's
     * certificate, empty if the handshake failed; it may run before this call returns.
     */
    void beginHandshake(String name, List<String> alpnOffers, Consumer<List<String>> done) {
        if (hasSpoken()) { // a TLS server sends nothing before the ClientHello
            failure = Failures.of(
                    FlowError.Step.SERVER_TLS,
                    502,
                    target + (hasEnded() ? " closed the connection before" : " sent data before")
                            + " the TLS handshake");
            done.accept(List.of());
            return;
        }
        handshaking = true;
        UpstreamChannel plain = connected();
        plain.channel().config().setAutoRead(true);
        connector.beginHandshake(plain, name, alpnOffers, new UpstreamCallback() {
            @Override
            public void connected(UpstreamChannel secured) {
                handshaking = false;
                if (closed) {
                    secured.channel().close();
                    return;
                }
                if (secured.channel() != plain.channel()) { // the handshake was retried on a new connection
                    secured.claim().addLast(HandlerNames.EARLY, new EarlyBytesHandler());
                    secured.channel().config().setAutoRead(true);
                }
                upstream = secured;
                io.netty.handler.ssl.SslHandler tls = (io.netty.handler.ssl.SslHandler)
                        secured.channel().pipeline().get(HandlerNames.INNER_TLS);
                done.accept(TlsFacts.names(tls));
            }

            @Override
            public void connectFailed(Failures.Failure reason) {
                handshaking = false;
                failure = reason;
                done.accept(List.of());
            }
        });
    }

    /**
     * Hands the connection, or the reason why there is none, to the tunnel's HTTP exchanges.
     *
     * @param http2 whether the client speaks HTTP/2
     */
    void handToPool(UpstreamPool servers, boolean tls, boolean http2) {
        if (!begun) {
            return; // the first request that is forwarded makes the connection
        }
        if (failure != null) {
            servers.rememberFailure(failure);
            return;
        }
        UpstreamChannel upstream = connected();
        if ((speaksHttp2() || http2 && greetsAsHttp2())
                && !hasEnded()
                && upstream.channel().isActive()) {
            if (!tls) { // also if the cache held the opposite
                client.proxy().plainVersions().withHttp2(target);
            }
            servers.adopt(upstream, tls);
            ChannelHandlerContext self = upstream.channel().pipeline().context(HandlerNames.EARLY);
            releaseEarlyBytes(upstream); // usually its SETTINGS frame
            self.fireChannelReadComplete();
        } else if (early.isEmpty() && upstream.channel().isActive()) {
            upstream.channel().pipeline().remove(HandlerNames.EARLY);
            servers.adopt(upstream, tls);
        } else {
            close(); // closed, or it sent data that is not HTTP/2: the first request makes a new connection
        }
    }

    /** The connection, whose early bytes {@link #releaseEarlyBytes} passes to the handler that is then in place. */
    UpstreamChannel takeForRelay() {
        UpstreamChannel taken = connected();
        taken.channel().config().setAutoRead(false);
        return taken;
    }

    void releaseEarlyBytes(UpstreamChannel taken) {
        ChannelPipeline pipeline = taken.channel().pipeline();
        ChannelHandlerContext self =
                pipeline.context(HandlerNames.EARLY); // a connection that was closed has lost its handlers
        while (!early.isEmpty()) {
            if (early.remove() instanceof ByteBuf data) { // the next handler sees an end by itself
                if (self == null) {
                    pipeline.fireChannelRead(data);
                } else {
                    self.fireChannelRead(data);
                }
            }
        }
        if (self != null) {
            pipeline.remove(HandlerNames.EARLY);
        }
    }

    /** Whether the server shut its side without having sent anything. */
    boolean hasOnlyEnded() {
        return early.size() == 1 && hasEnded();
    }

    private boolean hasEnded() {
        return early.peekLast() instanceof ChannelInputShutdownEvent;
    }

    void close() {
        closed = true;
        early.forEach(ReferenceCountUtil::release);
        early.clear();
        if (upstream != null) {
            upstream.channel().close();
        }
    }

    /** Queues the data that a server sends before a reader takes over. */
    private final class EarlyBytesHandler extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof ByteBuf data) || !data.isReadable() || closed) {
                ReferenceCountUtil.release(message);
                return;
            }
            early.add(data);
            pause(context.channel());
            spoke.run();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent && handshaking) {
                context.close(); // fails the handshake
            } else if (event instanceof ChannelInputShutdownEvent && !closed) {
                early.add(event);
                spoke.run();
            }
        }

        private void pause(Channel channel) {
            channel.config().setAutoRead(false);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            UnexpectedErrors.log(cause);
            context.close(); // the next user of the connection finds it closed
        }
    }
}
