package dev.steno.net.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The windows for what a peer of HTTP/2 sends (RFC 9113, 5.2). A stream's window becomes four times as large once half of it
 * was read while hardly anything waited, and again after an eighth, so that a long body fills its path from the second round
 * trip on; one whose reader is held or slow keeps what it has, and so does a short one. What all windows may hold is bounded:
 * {@link #MOST_GROWTH} a connection beyond the initial ones, of which a step takes half of what is left at most, so that
 * something stays for further streams; an eighth of the memory for buffers over all connections. The connection's own window is
 * refilled as data comes, so that a held stream stops only itself. On the connection's event loop.
 */
final class GrowingFlowController extends DefaultHttp2LocalFlowController {
    /** The largest window of a stream, in bytes: 40 MB/s over 200 ms. Chromium's is 6 MiB. */
    static final int MOST = 8 << 20;

    /** What may be on the way of all streams of a connection, in bytes. Chromium's is 15 MiB. */
    static final int CONNECTION = 16 << 20;

    /** What the streams of a connection may have together beyond their initial windows, in bytes. */
    static final int MOST_GROWTH = 16 << 20;

    /** A large window is refilled as soon as an eighth of it was read: at half, a burst of one would open half of one. */
    private static final float REFILL = 0.875f;

    /** Less is not worth a frame, in bytes. */
    private static final int LEAST = 64 << 10;

    private static final long MOST_OF_ALL = PlatformDependent.maxDirectMemory() / 8;
    private static final AtomicLong OF_ALL = new AtomicLong();

    private final Http2Connection.PropertyKey growth;
    private final Http2Connection.PropertyKey due;
    private int grown;
    private boolean closed;

    GrowingFlowController(Http2Connection connection) {
        super(connection, DEFAULT_WINDOW_UPDATE_RATIO, true);
        growth = connection.newKey();
        due = connection.newKey();
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                Integer given = stream.removeProperty(growth);
                if (given != null && !closed) {
                    giveBack(given);
                }
            }
        });
    }

    @Override
    public void channelHandlerContext(ChannelHandlerContext context) {
        super.channelHandlerContext(context);
        context.channel().closeFuture().addListener(end -> {
            closed = true;
            giveBack(grown);
        });
    }

    /** The codec opens the connection's window to twice a stream's initial one; the path may need more. */
    @Override
    public void incrementWindowSize(Http2Stream stream, int delta) throws Http2Exception {
        boolean connection = stream.id() == 0;
        super.incrementWindowSize(stream, connection ? CONNECTION - initialWindowSize(stream) : delta);
    }

    /**
     * A window that was refilled is due to grow: at first that is more than the proxy itself takes of a body that is not read. It
     * does once hardly anything waits, which behind a burst comes later.
     */
    @Override
    public boolean consumeBytes(Http2Stream stream, int bytes) throws Http2Exception {
        boolean refilled = super.consumeBytes(stream, bytes);
        if (stream != null && stream.id() != 0 && stream.state().remoteSideOpen()) {
            if (refilled) {
                stream.setProperty(due, Boolean.TRUE);
            }
            int window = initialWindowSize(stream);
            if (window < MOST && stream.getProperty(due) != null && unconsumedBytes(stream) <= window / 4) {
                stream.removeProperty(due);
                grow(stream, window);
            }
        }
        return refilled;
    }

    private void grow(Http2Stream stream, int window) throws Http2Exception {
        int more = Math.min(Math.min(3 * window, MOST - window), (MOST_GROWTH - grown) / 2);
        if (more >= LEAST && !closed && take(more)) {
            Integer before = stream.getProperty(growth);
            stream.setProperty(growth, before == null ? more : before + more);
            windowUpdateRatio(stream, REFILL);
            super.incrementWindowSize(stream, more);
        }
    }

    private boolean take(int bytes) {
        if (OF_ALL.addAndGet(bytes) > MOST_OF_ALL) {
            OF_ALL.addAndGet(-bytes);
            return false;
        }
        grown += bytes;
        return true;
    }

    private void giveBack(int bytes) {
        grown -= bytes;
        OF_ALL.addAndGet(-bytes);
    }

    /** What all connections have beyond their initial windows, in bytes. Any thread. */
    static long ofAll() {
        return OF_ALL.get();
    }
}
