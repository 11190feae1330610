package dev.steno.net;

import dev.steno.flow.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes to a reverse listener of tcp or tls until its server is reached: then it is a raw stream, whatever it carries.
 * On the client's event loop.
 */
final class ReverseStream extends ChannelInboundHandlerAdapter {
    /** How much a client may send ahead, in bytes. */
    private static final int MOST_EARLY = 256 * 1024;

    private final ClientConnection client;
    private final Endpoint target;
    private final boolean secure;
    private final TunnelServer server;
    private @Nullable ChannelHandlerContext context;
    private ByteBuf early = Unpooled.EMPTY_BUFFER;
    private boolean clientDone;
    private boolean over;

    /** @param secure whether the server is spoken to over TLS */
    ReverseStream(ClientConnection client, Endpoint target, boolean secure) {
        this.client = client;
        this.target = target;
        this.secure = secure;
        this.server = new TunnelServer(client, target, () -> {});
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        server.connect();
        server.whenTried(() -> {
            if (secure && server.failure() == null) {
                server.handshake(target.host(), List.of(), names -> relay());
            } else {
                relay();
            }
        });
    }

    private void relay() {
        if (over) {
            return;
        }
        over = true;
        if (client.proxy().buses().record().refusal() != null) { // there is no way to say why
            context.close();
            server.close();
            return;
        }
        if (server.failure() != null) {
            client.recordFailure(target, server.peer(), "tcp", server.failure().error());
            context.close();
            server.close();
            return;
        }
        Upstream upstream = server.take();
        RawRelay relay = RawRelay.join(client, upstream.channel(), upstream.peer(), target, "tcp", 0, true);
        server.release(upstream);
        leave();
        relay.begin();
    }

    private void leave() {
        ChannelHandlerContext self = context;
        ByteBuf bytes = early;
        early = Unpooled.EMPTY_BUFFER;
        if (bytes.isReadable()) {
            self.fireChannelRead(bytes);
            self.fireChannelReadComplete();
        } else {
            bytes.release();
        }
        if (clientDone) {
            self.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
        self.pipeline().remove(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (message instanceof ByteBuf data && !over) {
            early = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), early, data);
            if (early.readableBytes() > MOST_EARLY) {
                client.channel().config().setAutoRead(false);
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event == Draining.EVENT) {
            context.close();
        } else if (event instanceof ChannelInputShutdownEvent) {
            clientDone = true;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        if (!over) {
            over = true;
            if (server.failure() != null) {
                client.recordFailure(
                        target, server.peer(), "tcp", server.failure().error());
            }
            server.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        Unexpected.log(cause);
        context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        early.release();
        early = Unpooled.EMPTY_BUFFER;
    }
}
