package dev.steno.net.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits the time in which an HTTP/2 client must complete a header block: a HEADERS frame and its CONTINUATION frames,
 * between which no other frame may be sent (RFC 9113, 4.3, 6.10). Placed before the frame codec; reads the frame headers and
 * passes all bytes on unchanged. Fires {@link #LATE} once for a late block. On the connection's event loop.
 *
 * <p>Netty 4.2.18 limits only the number of CONTINUATION frames (https://github.com/netty/netty/pull/13969); no upstream
 * issue found for their time. This class can go when {@code HeaderTimeoutTest} passes with a timeout of Netty's.
 */
public final class HeaderBlockTimeoutHandler extends ChannelInboundHandlerAdapter {
    /** The event that later handlers get when a header block is not complete in time. */
    static final Object LATE = new Object() {
        @Override
        public String toString() {
            return "a header block is late";
        }
    };

    private static final int FRAME_HEAD = 9;
    private static final int PREFACE = 24;
    private static final int HEADERS = 1;
    private static final int END_HEADERS = 4;

    private final Duration limit;
    private final byte[] head = new byte[FRAME_HEAD];
    private int headRead;
    private int left = PREFACE;
    private boolean inBlock;
    private boolean blockEnds;
    private int blocks;
    private int watched;
    private @Nullable Future<?> late;

    public HeaderBlockTimeoutHandler(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf data) {
            follow(data);
            watch(context);
        }
        context.fireChannelRead(message);
    }

    private void follow(ByteBuf data) {
        int at = data.readerIndex();
        while (at < data.writerIndex()) {
            if (left > 0) {
                int skipped = Math.min(left, data.writerIndex() - at);
                left -= skipped;
                at += skipped;
            } else {
                head[headRead++] = data.getByte(at++);
                if (headRead == FRAME_HEAD) {
                    takeFrameHeader();
                }
            }
            if (left == 0 && blockEnds) {
                inBlock = false;
                blockEnds = false;
            }
        }
    }

    /** The nine bytes of a frame header are complete (RFC 9113, 4.1). */
    private void takeFrameHeader() {
        headRead = 0;
        left = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
        if (head[3] == HEADERS) {
            inBlock = true;
            blocks++;
        }
        blockEnds = inBlock && (head[4] & END_HEADERS) != 0;
    }

    private void watch(ChannelHandlerContext context) {
        if (!inBlock || watched != blocks) {
            stop();
        }
        if (inBlock && late == null) {
            watched = blocks;
            late = context.executor()
                    .schedule(() -> context.fireUserEventTriggered(LATE), limit.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void stop() {
        if (late != null) {
            late.cancel(false);
            late = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }
}
