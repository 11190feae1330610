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
 * The receive windows of one HTTP/2 connection (RFC 9113, 5.2), which grow for bodies that are read fast. A stream's window
 * is multiplied by four when half of it was read and at most a quarter of it is unread, and again at each further eighth, so
 * that a long body fills its path from the second round trip on. The window of a short body, or of one whose reader is
 * paused or slow, keeps its size. Growth has two limits: {@link #MOST_GROWTH} for each connection, of which one step takes
 * at most half of the rest so that some is left for further streams; and an eighth of the JVM's direct memory for all
 * connections. The connection's own window is refilled as data arrives, so a paused stream stops only itself. On the
 * connection's event loop.
 *
 * <p>Netty 4.2.18 leaves windows at their initial size: https://github.com/netty/netty/issues/3736 (open). This class can go
 * when Netty's windows grow within such limits and {@code Http2WindowsTest} passes without it.
 */
final class GrowingFlowController extends DefaultHttp2LocalFlowController {
    /** The largest window of a stream, in bytes: 40 MB/s over 200 ms. Chromium's is 6 MiB. */
    static final int MOST = 8 << 20;

    /**
     * The connection's window: the upper bound on data in flight on all of its streams, in bytes. Chromium's is 15
     * MiB.
     */
    static final int CONNECTION = 16 << 20;

    /** Upper bound on the total by which the windows of a connection's streams exceed their initial sizes, in bytes. */
    static final int MOST_GROWTH = 16 << 20;

    /**
     * The unread part of a grown window at which it is refilled; with Netty's half, the peer would send in bursts of half a
     * window.
     */
    private static final float REFILL = 0.875f;

    /** The smallest growth that is worth a WINDOW_UPDATE frame, in bytes. */
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

    /**
     * The codec calls this to open the connection's window to twice a stream's initial one, which may be too small for the
     * path: {@link #CONNECTION} is used instead.
     */
    @Override
    public void incrementWindowSize(Http2Stream stream, int delta) throws Http2Exception {
        boolean connection = stream.id() == 0;
        super.incrementWindowSize(stream, connection ? CONNECTION - initialWindowSize(stream) : delta);
    }

    /**
     * A window that is refilled is due to grow: half of it was read, which is more than the proxy itself reads of a
     * body whose receiver is paused. The window grows once at most a quarter of it is unread, which after a burst is
     * later than the refill.
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
        if (more >= LEAST && !closed && reserve(more)) {
            Integer before = stream.getProperty(growth);
            stream.setProperty(growth, before == null ? more : before + more);
            windowUpdateRatio(stream, REFILL);
            super.incrementWindowSize(stream, more);
        }
    }

    private boolean reserve(int bytes) {
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

    /** By how much the windows of all connections exceed their initial sizes, in bytes. Any thread. */
    static long ofAll() {
        return OF_ALL.get();
    }
}
