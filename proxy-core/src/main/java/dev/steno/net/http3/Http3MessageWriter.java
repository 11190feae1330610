package dev.steno.net.http3;

import dev.steno.flow.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http3.DefaultHttp3HeadersFrame;
import io.netty.handler.codec.http3.Http3Headers;
import io.netty.handler.codec.http3.Http3HeadersFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message to a stream of HTTP/3 (RFC 9114, 4.1). What is written goes out at once, as far as the peer's window
 * allows; the rest waits. On the stream's event loop.
 */
class Http3MessageWriter {
    private static final int DATA = 0;

    /** The most that is written at once to a peer that is slow, in bytes: what it took whole shows that it takes something. */
    private static final int PIECE = 16 * 1024;

    /** Of an integer: it has four bytes, 30 bits of which are its value (RFC 9000, 16). */
    private static final int FOUR_BYTES = 0x8000_0000;

    private final ChannelHandlerContext context;
    private final Runnable refused;
    private final Http3StalledWriteDetector taken;
    private @Nullable ChannelFuture last;
    private @Nullable ChannelFuture end;
    private boolean told;

    /**
     * @param taken watches whether the peer takes anything
     * @param refused runs once, soon, when something could not be written: the peer takes no more of it, or is gone
     */
    Http3MessageWriter(ChannelHandlerContext context, Http3StalledWriteDetector taken, Runnable refused) {
        this.context = context;
        this.taken = taken;
        this.refused = refused;
    }

    /** A head, or an interim one. */
    final void writeHead(Http3Headers fields) {
        write(new DefaultHttp3HeadersFrame(fields));
    }

    /**
     * Takes the buffer over. The frame (RFC 9114, 7.2.1) is made here and goes past the codec: that would write it in two
     * pieces, and of a write in pieces Netty does not tell that the peer refused it.
     */
    public void writeData(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (length > 0) {
            ByteBuf frame = context.alloc().directBuffer(1 + Integer.BYTES + length);
            frame.writeByte(DATA).writeInt(FOUR_BYTES | length).writeBytes(bytes);
            ChannelHandlerContext past = context.pipeline().context(Http3FrameBoundsHandler.class);
            while (frame.readableBytes() > PIECE && !context.channel().isWritable()) {
                watch(past.write(frame.readRetainedSlice(PIECE)));
            }
            watch(past.write(frame));
        }
        bytes.release();
    }

    /**
     * Ends the message once all of it is written: a FIN would overtake data that is queued for the flow-control window.
     *
     * @param trailers null for none
     */
    public void writeEnd(@Nullable Headers trailers) {
        Http3Headers fields = Http3Fields.trailers(trailers);
        if (fields != null) {
            write(new DefaultHttp3HeadersFrame(fields));
        }
        ChannelFuture before = last == null ? context.newSucceededFuture() : last;
        ChannelPromise out = context.newPromise();
        end = out;
        before.addListener(written -> {
            if (written.isSuccess()) {
                ((QuicStreamChannel) context.channel()).shutdownOutput(out);
            }
        });
    }

    /** The future that completes once the message's end is written to the wire; null before {@link #writeEnd}. */
    @Nullable
    final ChannelFuture whole() {
        return end;
    }

    private void write(Http3HeadersFrame frame) {
        watch(context.write(frame));
    }

    private void watch(ChannelFuture write) {
        last = write;
        taken.written(write);
        write.addListener(written -> {
            if (!written.isSuccess()) {
                refuse();
            }
        });
        // a stream that the peer refused while nothing was written is forgotten by now: what is written to it waits for
        // ever,
        // though there is room
        if (!write.isDone() && context.channel().bytesBeforeUnwritable() > 0) {
            refuse();
        }
    }

    private void refuse() {
        if (!told) {
            told = true;
            context.channel()
                    .eventLoop()
                    .execute(refused); // deferred: the caller is still writing and must not be re-entered
        }
    }
}
