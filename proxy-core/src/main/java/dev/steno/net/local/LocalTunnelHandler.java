package dev.steno.net.local;

import dev.steno.flow.FlowState;
import dev.steno.flow.TcpFlow;
import dev.steno.local.LocalTunnel;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.tunnel.ChannelRelay;
import dev.steno.net.tunnel.RawTunnel;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The client's end of one raw stream that Steno opens itself. On the event loop of its client. */
final class LocalTunnelHandler implements LocalEnd, RawTunnel.Callback {
    private final ClientConnection client;
    private final Channel channel;
    private final LocalTunnel wanted;
    private final CompletableFuture<Long> began;
    private final CompletableFuture<TcpFlow> ended;
    private final RawTunnel tunnel;
    private @Nullable ChannelRelay relay; // null until the server is connected

    /** @param channel has no socket, and is registered with the event loop of the client */
    LocalTunnelHandler(
            ClientConnection client,
            Channel channel,
            LocalTunnel wanted,
            CompletableFuture<Long> began,
            CompletableFuture<TcpFlow> ended) {
        this.client = client;
        this.channel = channel;
        this.wanted = wanted;
        this.began = began;
        this.ended = ended;
        this.tunnel = new RawTunnel(
                client.ofStream(channel), wanted.target(), wanted.serverName(), wanted.alpn(), wanted.notes(), this);
    }

    /** Opens the stream. Called once. */
    void begin() {
        tunnel.open();
    }

    @Override
    public void joined(ChannelRelay joined, Supplier<TcpFlow> flow) {
        relay = joined;
        began.complete(flow.get().id());
        joined.whenFinished(() -> ended.complete(flow.get()));
        channel.closeFuture().addListener(closed -> soon(() -> finishIfClosed(flow.get())));
        PlayedPiecesHandler played = new PlayedPiecesHandler(client, channel, wanted.part(), this::cancel);
        channel.pipeline().addFirst(HandlerNames.PLAYED, played);
        played.beginPlay(); // before bytes are relayed that came with the connection
        soon(joined::startReading); // after these bytes
    }

    /** A person or a handler ended the stream; otherwise the relay tells. */
    private void finishIfClosed(TcpFlow flow) {
        if (flow.state() != FlowState.OPEN) {
            ended.complete(flow);
        }
    }

    private void soon(Runnable task) {
        try {
            client.loop().execute(task);
        } catch (RejectedExecutionException e) {
            // the proxy has stopped, and with it the stream
        }
    }

    @Override
    public void failed(TcpFlow flow) {
        began.complete(flow.id());
        ended.complete(flow);
        channel.close();
    }

    @Override
    public void refused(String why) {
        IllegalStateException refusal = new IllegalStateException(why);
        began.completeExceptionally(refusal);
        ended.completeExceptionally(refusal);
        channel.close();
    }

    @Override
    public void cancel(String why) {
        if (relay == null) {
            tunnel.cancel(why);
        } else {
            relay.cutOff(why);
        }
    }

    @Override
    public void close() {
        cancel("the client was closed");
    }

    @Override
    public void tell(Object event) {
        if (relay != null) {
            channel.pipeline().fireUserEventTriggered(event);
        }
    }
}
