package dev.steno.net.tunnel;

import dev.steno.addon.Hook;
import dev.steno.addon.Hook.TlsShown.Reaction;
import dev.steno.addon.HookContext;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.conn.ClientConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * Observes whether a client accepts our certificate, and reports it to the addons once. A completed handshake does not prove
 * it: clients that pin a certificate themselves close the connection right after the handshake (as OkHttp and curl do). So
 * the client counts as accepting once its first bytes within TLS are received. Confined to the client's event loop.
 */
final class CertificateReaction {
    /** In nanoseconds. A client that closes the connection later than this may have had no request to send. */
    private static final long AT_ONCE = TimeUnit.SECONDS.toNanos(1);

    private final ClientConnection client;
    private final Hook.TlsHello hello;
    private boolean told;
    private boolean leftAtOnce;

    CertificateReaction(ClientConnection client, Hook.TlsHello hello) {
        this.client = client;
        this.hello = hello;
    }

    /** The client rejected the certificate with an alert. */
    void certificateRefused() {
        reportOnce(Reaction.REFUSED, "refused the certificate");
    }

    /** The client closed the connection. */
    void clientLeft(String when) {
        reportOnce(Reaction.LEFT, "closed the connection " + when);
    }

    /**
     * The handshake is complete: a handler after the TLS handler observes whether the client sends data or
     * disconnects.
     */
    void observeNextBytes(SslHandler tls) {
        ChannelPipeline pipeline = client.channel().pipeline();
        if (!client.proxy().addons().hooks().isEmpty(Hook.TLS_SHOWN) && pipeline.context(tls) != null) {
            pipeline.addAfter(pipeline.context(tls).name(), HandlerNames.FIRST_WORD, new FirstWordHandler());
        }
    }

    /** Whether the client closed the connection right after the handshake, without having sent data. */
    boolean clientLeftAtOnce() {
        return leftAtOnce;
    }

    private void reportOnce(Reaction reaction, String detail) {
        if (!told) {
            told = true;
            client.proxy()
                    .addons()
                    .hooks()
                    .run(
                            Hook.TLS_SHOWN,
                            0,
                            new Hook.TlsShown(hello, reaction, detail),
                            HookContext.NONE,
                            client.loop(),
                            outcome -> {});
        }
    }

    private final class FirstWordHandler extends ChannelInboundHandlerAdapter {
        private final long since = System.nanoTime();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            reportOnce(Reaction.ACCEPTED, "accepted the certificate");
            context.fireChannelRead(message);
            if (!context.isRemoved()) {
                context.pipeline().remove(this);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslCloseCompletionEvent || event instanceof ChannelInputShutdownEvent) {
                connectionEnded();
            } else if (event == Draining.EVENT) {
                told = true; // the proxy ends the connection, not the client
            }
            context.fireUserEventTriggered(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            connectionEnded();
            context.fireChannelInactive();
        }

        private void connectionEnded() {
            if (!told && System.nanoTime() - since < AT_ONCE) {
                leftAtOnce = true;
                clientLeft("right after the TLS handshake without sending data");
            } else {
                told = true;
            }
        }
    }
}
