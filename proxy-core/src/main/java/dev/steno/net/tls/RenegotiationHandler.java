package dev.steno.net.tls;

import dev.steno.net.channel.HandlerNames;
import dev.steno.net.settings.TlsVersion;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import javax.net.ssl.SSLException;

/**
 * Detects a server that starts a renegotiation in TLS 1.2 (RFC 5746), as servers do that ask for a certificate on some paths
 * only. Netty lets BoringSSL follow it once (https://github.com/netty/netty/issues/11529), but 4.2.18 does not send BoringSSL's
 * reply while the connection only reads, so both sides would wait. The connection fails with the reason, and the next one to
 * that server uses the JDK's engine. Confined to the event loop. No upstream issue found for the unsent reply (Netty 4.2.18);
 * this can go when a renegotiation completes without it.
 */
public final class RenegotiationHandler extends ChannelInboundHandlerAdapter {
    private final ReferenceCountedOpenSslEngine engine;
    private final Runnable noticed;
    private boolean brought;

    private RenegotiationHandler(ReferenceCountedOpenSslEngine engine, Runnable noticed) {
        this.engine = engine;
        this.noticed = noticed;
    }

    /**
     * Watches a connection to a server whose handshake has succeeded.
     *
     * @param noticed runs on the event loop, at most once
     */
    public static void watch(Channel channel, SslHandler tls, Runnable noticed) {
        ChannelPipeline pipeline = channel.pipeline();
        if (tls.engine() instanceof ReferenceCountedOpenSslEngine engine
                && !engine.getSession().getProtocol().equals(TlsVersion.TLS1_3.protocol())
                && pipeline.context(tls) != null) {
            pipeline.addAfter(
                    pipeline.context(tls).name(),
                    HandlerNames.RENEGOTIATION,
                    new RenegotiationHandler(engine, noticed));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        brought = true;
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        boolean nothing = !brought;
        brought = false;
        if (nothing && engine.refCnt() > 0 && engine.sslPointer() != 0 && SSL.isInInit(engine.sslPointer()) != 0) {
            fail(context);
            return;
        }
        context.fireChannelReadComplete();
    }

    /** Data that the server sends right after it started the renegotiation may be in the same read. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
        Throwable fault = error instanceof DecoderException ? error.getCause() : error;
        if (fault instanceof SSLException && String.valueOf(fault.getMessage()).contains("UNEXPECTED_RECORD")) {
            fail(context);
            return;
        }
        context.fireExceptionCaught(error);
    }

    private void fail(ChannelHandlerContext context) {
        context.pipeline().remove(this);
        noticed.run();
        context.fireExceptionCaught(new SSLException("it started a TLS renegotiation, which Steno's"
                + " first connection to a server does not support and later ones do: send the request again"));
    }
}
