package dev.steno.net.local;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalExchange;
import dev.steno.local.LocalFlow;
import dev.steno.local.LocalRequest;
import dev.steno.local.LocalTunnel;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.SocketlessChannel;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.conn.ProxyContext;
import dev.steno.net.mode.ProxyMode;
import dev.steno.net.upstream.UpstreamPool;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client without a socket: its facts, its flows in flight and its connections to servers, all on one event loop. Its
 * methods may be called on any thread.
 */
final class LocalClientConnection implements LocalClient {
    private final EventLoop loop;
    private final Channel channel = new SocketlessChannel();
    private final ClientConnection client;

    // on the event loop
    private final Set<LocalEnd> inFlight = new HashSet<>();
    private @Nullable UpstreamPool http1;
    private @Nullable UpstreamPool http2;
    private boolean closed;

    LocalClientConnection(ProxyContext proxy, EventLoop loop, ProxyMode mode) {
        this.loop = loop;
        this.client = new ClientConnection(proxy, channel, mode, peer(proxy, mode));
    }

    /** Nothing is accepted or connected, so the facts are those of no socket. */
    private static Peer peer(ProxyContext proxy, ProxyMode mode) {
        return new Peer(
                proxy.addons().sequences().nextConnection(),
                new Endpoint(Peer.REPLAY, 0),
                null,
                null,
                Times.now(),
                Times.UNSET,
                Times.UNSET,
                null,
                null,
                mode instanceof ProxyMode.Regular ? null : mode.toString());
    }

    /**
     * Registers it with its event loop.
     *
     * @param opened takes the channel, which closes with the client
     */
    void open(Consumer<Channel> opened) {
        channel.pipeline().addLast(HandlerNames.CLIENT, new CloseHandler());
        loop.register(channel);
        opened.accept(channel);
    }

    @Override
    public LocalExchange send(LocalRequest request) {
        Sent sent = new Sent();
        sent.begin(stream -> {
            LocalClientHandler handler =
                    new LocalClientHandler(client, pool(request.request().version()), request, sent.began, sent.ended);
            stream.pipeline().addLast(HandlerNames.CLIENT, handler);
            loop.register(stream);
            sent.isIn(stream, handler);
            handler.begin();
        });
        return sent;
    }

    @Override
    public LocalFlow open(LocalTunnel tunnel) {
        Begun<TcpFlow> opened = new Begun<>();
        opened.begin(stream -> {
            loop.register(stream);
            LocalTunnelHandler handler = new LocalTunnelHandler(client, stream, tunnel, opened.began, opened.ended);
            opened.isIn(stream, handler);
            handler.begin();
        });
        return opened;
    }

    /** Servers of requests in HTTP/2 and HTTP/3 are offered HTTP/2, those of others are not. */
    private UpstreamPool pool(String version) {
        if (version.startsWith("HTTP/1.")) {
            http1 = http1 == null ? UpstreamPool.growing(client) : http1;
            return http1;
        }
        if (http2 == null) {
            http2 = UpstreamPool.growing(client);
            http2.offerHttp2(true);
        }
        return http2;
    }

    @Override
    public void close() {
        channel.close();
    }

    /** A request that was sent. */
    private final class Sent extends Begun<HttpFlow> implements LocalExchange {}

    /** A flow from its begin on. */
    private class Begun<F extends Flow> implements LocalFlow {
        final CompletableFuture<Long> began = new CompletableFuture<>();
        final CompletableFuture<F> ended = new CompletableFuture<>();
        private volatile @Nullable LocalEnd end; // written on the event loop

        /** @param action takes the channel of the flow, on the event loop */
        final void begin(Consumer<Channel> action) {
            try {
                loop.execute(() -> {
                    if (closed) {
                        refuse("the client is closed");
                    } else {
                        action.accept(new SocketlessChannel());
                    }
                });
            } catch (RejectedExecutionException e) {
                refuse("the proxy has stopped");
            }
        }

        private void refuse(String why) {
            IllegalStateException refusal = new IllegalStateException(why);
            began.completeExceptionally(refusal);
            ended.completeExceptionally(refusal);
        }

        final void isIn(Channel stream, LocalEnd handler) {
            inFlight.add(handler);
            stream.closeFuture().addListener(closing -> inFlight.remove(handler));
            end = handler;
        }

        @Override
        public final CompletionStage<Long> began() {
            return began.minimalCompletionStage();
        }

        @Override
        public final CompletionStage<F> ended() {
            return ended.minimalCompletionStage();
        }

        @Override
        public final long queued() {
            LocalEnd begun = end;
            return begun == null ? 0 : begun.queued();
        }

        @Override
        public final void cancel(String why) {
            try {
                loop.execute(() -> {
                    LocalEnd begun = end;
                    if (begun != null) {
                        begun.cancel(why);
                    }
                });
            } catch (RejectedExecutionException e) {
                // the proxy has stopped, and with it the flow
            }
        }
    }

    /** Passes the end of the client on to its exchanges, and closes its connections to servers. */
    private final class CloseHandler extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == Draining.EVENT && inFlight.isEmpty()) {
                context.close();
            } else if (event instanceof Draining) {
                new ArrayList<>(inFlight).forEach(each -> each.tell(event));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closed = true;
            new ArrayList<>(inFlight).forEach(LocalEnd::close);
            if (http1 != null) {
                http1.close();
            }
            if (http2 != null) {
                http2.close();
            }
        }
    }
}
