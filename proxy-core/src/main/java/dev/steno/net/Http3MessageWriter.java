package dev.steno.net;

import dev.steno.flow.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http3.DefaultHttp3DataFrame;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.quic.QuicStreamChannel;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message to a stream of HTTP/3 (RFC 9114, 4.1). What is written goes out at once, as far as the peer's window
 * allows; the rest waits. On the stream's event loop.
 */
final class Http3MessageWriter {
    private final ChannelHandlerContext context;
    private final Runnable refused;
    private @Nullable ChannelFuture last;
    private boolean told;

    /** @param refused runs once, soon, when something could not be written: the peer takes no more of it, or is gone */
    Http3MessageWriter(ChannelHandlerContext context, Runnable refused) {
        this.context = context;
        this.refused = refused;
    }

    /** A head, or an interim one. */
    void head(Http3Headers fields) {
        write(new DefaultHttp3HeadersFrame(fields));
    }

    /** Takes the buffer over. */
    void data(ByteBuf bytes) {
        if (bytes.isReadable()) {
            write(new DefaultHttp3DataFrame(bytes));
        } else {
            bytes.release();
        }
    }

    /**
     * Ends the message once all of it is out: the end of a stream would overtake what still waits for the window.
     *
     * @param trailers null for none
     * @param sent runs when the end is out
     */
    void end(@Nullable Headers trailers, Runnable sent) {
        Http3Headers fields = Http3Fields.trailers(trailers);
        if (fields != null) {
            write(new DefaultHttp3HeadersFrame(fields));
        }
        ChannelFuture before = last == null ? context.newSucceededFuture() : last;
        before.addListener(whole -> {
            if (whole.isSuccess()) {
                ((QuicStreamChannel) context.channel()).shutdownOutput().addListener(out -> sent.run());
            }
        });
    }

    private void write(Object frame) {
        last = context.write(frame);
        last.addListener(written -> {
            if (!written.isSuccess() && !told) {
                told = true;
                context.channel().eventLoop().execute(refused); // whoever writes is in the midst of something
            }
        });
    }
}
