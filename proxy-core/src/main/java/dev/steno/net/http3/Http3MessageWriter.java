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
 * Writes one message to an HTTP/3 stream (RFC 9114, 4.1). Data is sent at once as far as the peer's window allows; the rest
 * is queued. On the stream's event loop.
 */
class Http3MessageWriter {
    private static final int DATA = 0;

    /** The size of a write to a slow peer, in bytes: each complete write shows that the peer still reads. */
    private static final int PIECE = 16 * 1024;

    /** Marks an integer of four bytes, 30 bits of which are its value (RFC 9000, 16). */
    private static final int FOUR_BYTES = 0x8000_0000;

    private final ChannelHandlerContext context;
    private final Runnable refused;
    private final Http3StalledWriteDetector taken;
    private @Nullable ChannelFuture last;
    private @Nullable ChannelFuture end;
    private boolean told;

    /**
     * @param taken watches whether the peer accepts the data
     * @param refused runs once, deferred, if a write fails: the peer stopped the message, or disconnected
     */
    Http3MessageWriter(ChannelHandlerContext context, Http3StalledWriteDetector taken, Runnable refused) {
        this.context = context;
        this.taken = taken;
        this.refused = refused;
    }

    /** A final or interim head. */
    final void writeHead(Http3Headers fields) {
        write(new DefaultHttp3HeadersFrame(fields));
    }

    /**
     * Takes ownership of the buffer.
     *
     * <p>The frame (RFC 9114, 7.2.1) is encoded here and bypasses the codec, which writes a frame in two pieces: Netty
     * 4.2.18 does not fail the future of such a write if the peer has stopped the stream. No upstream issue found. It can go
     * when {@code Http3ClientTest.aClientThatStopsTheResponseEndsTheExchangeAtTheNextData} passes with a frame that the
     * codec encodes.
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
     * Ends the message once all of it is sent: Netty 4.2.18 sends a FIN before data that is queued for the flow-control
     * window. Its own codec waits in the same way (https://github.com/netty/netty-incubator-codec-http3/pull/276).
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

    /** Completes when the message's end was sent, or could not be; null before {@link #writeEnd}. */
    @Nullable
    final ChannelFuture whole() {
        return end;
    }

    private void write(Http3HeadersFrame frame) {
        watch(context.write(frame));
    }

    private void watch(ChannelFuture write) {
        last = write;
        taken.watchWrite(write);
        write.addListener(written -> {
            if (!written.isSuccess()) {
                refuse();
            }
        });
        // Netty 4.2.18 queues a write without end, although there is room, if the peer stopped the stream while nothing
        // was
        // queued: quiche has dropped the stream. https://github.com/netty/netty/issues/15924 and
        // https://github.com/netty/netty/issues/17380 (both open). This check can go when they are fixed and
        // Http3ClientTest.aClientThatStopsTheResponseEndsTheExchangeAtTheNextData passes without it.
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
