package dev.steno.web.server;

import dev.steno.web.http.ApiProblem;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;

/**
 * The first handler of a connection to a server that other machines reach: recognizes TLS by its first bytes, and
 * refuses HTTP without TLS unless the client is on this machine, so that no token crosses a network in the clear. One
 * per connection, on its event loop.
 */
final class TlsUnlessLocalHandler extends ByteToMessageDecoder {
    /** The header of a TLS record (RFC 8446, 5.1), in bytes. */
    private static final int RECORD_HEADER = 5;

    private final SslContext tls;

    TlsUnlessLocalHandler(SslContext tls) {
        this.tls = tls;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < RECORD_HEADER) {
            return;
        }
        if (SslHandler.isEncrypted(in, true)) {
            ctx.pipeline().replace(this, "tls", tls.newHandler(ctx.alloc()));
        } else if (OpenConnections.address(ctx.channel()).isLoopbackAddress()) {
            ctx.pipeline().remove(this);
        } else {
            in.skipBytes(in.readableBytes());
            new ApiResponseWriter(ctx.pipeline().lastContext(), new Writability(), false, false)
                    .writeSoon(ApiProblem.of(
                                    421,
                                    "this server speaks TLS only to other machines: open https:// in place of http://")
                            .response());
        }
    }
}
