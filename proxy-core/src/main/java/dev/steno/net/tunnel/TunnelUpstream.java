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
 * The server's end of a tunnel until it is known what the tunnel carries: connected to at once, so that a server that
 * speaks first is heard and the client's handshake need not wait. On the client's event loop.
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
    private boolean tried;
    private boolean handshaking;
    private boolean closed;

    /** @param spoke called when the server sends something before it was asked */
    TunnelUpstream(ClientConnection client, Endpoint target, Runnable spoke) {
        this.client = client;
        this.target = target;
        this.connector = new UpstreamConnector(client);
        this.spoke = spoke;
    }

    void connect() {
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
            public void failed(Failures.Failure reason) {
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

    /** Runs the action once the connection stands or failed. */
    void whenTried(Runnable action) {
        if (tried) {
            action.run();
        } else {
            whenTried = action;
        }
    }

    /** Why there is no connection; null if there is one. */
    Failures.@Nullable Failure failure() {
        return failure;
    }

    /** The connection's facts as far as they are known. */
    @Nullable
    Peer peer() {
        return upstream == null ? null : upstream.peer();
    }

    /** Whether the server sent something, or shut its side, before it was asked. */
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

    /** Whether what the server said before it was asked is the begin of HTTP/2: a SETTINGS frame (RFC 9113, 3.4, 6.5). */
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

    /** Begins TLS with the server; {@code done} runs when it stands or failed. Only with a connection. */
    void handshake(String name, List<String> alpnOffers, Consumer<List<String>> done) {
        if (hasSpoken()) { // what waits for a ClientHello says nothing before one
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
        connector.handshake(plain, name, alpnOffers, new UpstreamCallback() {
            @Override
            public void connected(UpstreamChannel secured) {
                handshaking = false;
                if (closed) {
                    secured.channel().close();
                    return;
                }
                if (secured.channel() != plain.channel()) { // the handshake was tried again on another one
                    secured.claim().addLast(HandlerNames.EARLY, new EarlyBytesHandler());
                    secured.channel().config().setAutoRead(true);
                }
                upstream = secured;
                io.netty.handler.ssl.SslHandler tls = (io.netty.handler.ssl.SslHandler)
                        secured.channel().pipeline().get(HandlerNames.INNER_TLS);
                done.accept(TlsFacts.names(tls));
            }

            @Override
            public void failed(Failures.Failure reason) {
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
    void hand(UpstreamPool servers, boolean tls, boolean http2) {
        if (failure != null) {
            servers.remember(failure);
            return;
        }
        UpstreamChannel upstream = connected();
        if ((speaksHttp2() || http2 && greetsAsHttp2())
                && !hasEnded()
                && upstream.channel().isActive()) {
            if (!tls) { // whatever it was before
                client.proxy().plainVersions().withHttp2(target);
            }
            servers.adopt(upstream, tls);
            ChannelHandlerContext self = upstream.channel().pipeline().context(HandlerNames.EARLY);
            release(upstream); // its SETTINGS, mostly
            self.fireChannelReadComplete();
        } else if (early.isEmpty() && upstream.channel().isActive()) {
            upstream.channel().pipeline().remove(HandlerNames.EARLY);
            servers.adopt(upstream, tls);
        } else {
            close(); // closed, or out of step with HTTP: the first request connects anew
        }
    }

    /** The connection, whose early bytes {@link #release} gives to whoever reads it then. */
    UpstreamChannel take() {
        UpstreamChannel taken = connected();
        taken.channel().config().setAutoRead(false);
        return taken;
    }

    void release(UpstreamChannel taken) {
        ChannelPipeline pipeline = taken.channel().pipeline();
        ChannelHandlerContext self =
                pipeline.context(HandlerNames.EARLY); // a connection that was closed has lost its handlers
        while (!early.isEmpty()) {
            if (early.remove() instanceof ByteBuf data) { // an end is seen by whoever takes over
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

    /** Keeps what a server says before anyone reads it. */
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
                context.close(); // which fails the handshake
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
            context.close(); // the next to use the connection finds it closed
        }
    }
}
