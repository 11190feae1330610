package dev.steno.net.local;

import dev.steno.flow.Endpoint;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import dev.steno.local.LocalClient;
import dev.steno.local.LocalExchange;
import dev.steno.local.LocalRequest;
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
 * A client without a socket: its facts, its exchanges in flight and its connections to servers, all on one event loop. Its
 * methods may be called on any thread.
 */
final class LocalClientConnection implements LocalClient {
    private final EventLoop loop;
    private final Channel channel = new SocketlessChannel();
    private final ClientConnection client;

    // on the event loop
    private final Set<LocalClientHandler> inFlight = new HashSet<>();
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
        try {
            loop.execute(() -> begin(request, sent));
        } catch (RejectedExecutionException e) {
            sent.refuse("the proxy has stopped");
        }
        return sent;
    }

    private void begin(LocalRequest request, Sent sent) {
        if (closed) {
            sent.refuse("the client is closed");
            return;
        }
        Channel stream = new SocketlessChannel();
        LocalClientHandler handler =
                new LocalClientHandler(client, pool(request.request().version()), request, sent.began, sent.ended);
        stream.pipeline().addLast(HandlerNames.CLIENT, handler);
        loop.register(stream);
        inFlight.add(handler);
        stream.closeFuture().addListener(end -> inFlight.remove(handler));
        sent.handler = handler;
        handler.begin();
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

    /** One request from its sending on. */
    private final class Sent implements LocalExchange {
        private final CompletableFuture<Long> began = new CompletableFuture<>();
        private final CompletableFuture<HttpFlow> ended = new CompletableFuture<>();
        private volatile @Nullable LocalClientHandler handler; // written on the event loop

        void refuse(String why) {
            IllegalStateException refusal = new IllegalStateException(why);
            began.completeExceptionally(refusal);
            ended.completeExceptionally(refusal);
        }

        @Override
        public CompletionStage<Long> began() {
            return began.minimalCompletionStage();
        }

        @Override
        public CompletionStage<HttpFlow> ended() {
            return ended.minimalCompletionStage();
        }

        @Override
        public long queued() {
            LocalClientHandler begun = handler;
            return begun == null ? 0 : begun.queued();
        }

        @Override
        public void cancel(String why) {
            try {
                loop.execute(() -> {
                    LocalClientHandler begun = handler;
                    if (begun != null) {
                        begun.cancel(why);
                    }
                });
            } catch (RejectedExecutionException e) {
                // the proxy has stopped, and with it the exchange
            }
        }
    }

    /** Passes the end of the client on to its exchanges, and closes its connections to servers. */
    private final class CloseHandler extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == Draining.EVENT && inFlight.isEmpty()) {
                context.close();
            } else if (event == Draining.GRACE_OVER) {
                inFlight.forEach(each -> each.userEventTriggered(context, event));
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closed = true;
            new ArrayList<>(inFlight).forEach(LocalClientHandler::close);
            if (http1 != null) {
                http1.close();
            }
            if (http2 != null) {
                http2.close();
            }
        }
    }
}
