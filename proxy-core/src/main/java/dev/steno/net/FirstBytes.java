package dev.steno.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Stands before the handlers of HTTP/1 until the client's first bytes told whether it speaks HTTP/2 with prior knowledge
 * (RFC 9113, 3.3); hands them on and goes.
 */
final class FirstBytes extends ByteToMessageDecoder {
    private final Runnable http2;

    /** @param http2 runs where the client speaks HTTP/2, before the bytes are handed on */
    FirstBytes(Runnable http2) {
        this.http2 = http2;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        Http2Preface.Match match = Http2Preface.of(in);
        if (match == Http2Preface.Match.MAYBE) {
            return;
        }
        if (match == Http2Preface.Match.YES) {
            http2.run();
        }
        context.pipeline().remove(this);
    }
}
