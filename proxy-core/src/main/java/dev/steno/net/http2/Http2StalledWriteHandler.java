package dev.steno.net.http2;

import dev.steno.net.channel.StalledWrite;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2WindowUpdateFrame;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Detects stalled HTTP/2 streams: data is queued for a peer that reads the connection but opens no window (RFC 9113, 5.2),
 * neither the stream's nor the connection's. Checks four times within the limit, with one timer for each connection. Placed
 * after the frame codec; fires a {@link Stuck} event for each stalled stream. On the connection's event loop.
 */
public final class Http2StalledWriteHandler extends ChannelInboundHandlerAdapter {
    private final Duration limit;
    private final Http2Connection connection;
    private final Map<Integer, Waiting> waiting = new HashMap<>();
    private Future<?> next;

    /**
     * The progress of a stream that has queued data. The counts are in bytes, up to a constant; the time is
     * {@link System#nanoTime}.
     */
    private static final class Waiting {
        private long opened;
        private long sent;
        private long since;
        private boolean seen = true;
    }

    /** Event for the connection's handler: the peer accepted no data of this stream within the limit. */
    record Stuck(int stream, StalledWrite how) {}

    public Http2StalledWriteHandler(Duration limit, Http2FrameCodec codec) {
        this.limit = limit;
        this.connection = codec.connection();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        schedule(context);
    }

    private void schedule(ChannelHandlerContext context) {
        next = context.executor().schedule(() -> look(context), StalledWrite.lookAfter(limit), TimeUnit.NANOSECONDS);
    }

    /** Adds up the window updates of the peer: the bytes sent so far are their sum minus the present window. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!waiting.isEmpty() && message instanceof Http2WindowUpdateFrame frame && frame.stream() != null) {
            Waiting of = waiting.get(frame.stream().id());
            if (of != null) {
                of.opened += frame.windowSizeIncrement();
            }
        }
        context.fireChannelRead(message);
    }

    private void look(ChannelHandlerContext context) {
        List<Integer> stuck = new ArrayList<>(0);
        waiting.values().forEach(stream -> stream.seen = false);
        try {
            connection.forEachActiveStream(stream -> {
                if (isStuck(stream)) {
                    stuck.add(stream.id());
                }
                return true;
            });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e); // the visitor above throws none
        }
        waiting.values().removeIf(stream -> !stream.seen);
        schedule(context);
        stuck.forEach(stream -> context.fireUserEventTriggered(new Stuck(stream, new StalledWrite(limit))));
    }

    private boolean isStuck(Http2Stream stream) {
        Http2RemoteFlowController windows = connection.remote().flowController();
        if (!windows.hasFlowControlled(stream)) {
            return false;
        }
        long now = System.nanoTime();
        Waiting of = waiting.get(stream.id());
        boolean first = of == null;
        if (of == null) {
            of = new Waiting();
            waiting.put(stream.id(), of);
        }
        of.seen = true;
        long sent = of.opened - windows.windowSize(stream);
        if (first || sent != of.sent) {
            of.sent = sent;
            of.since = now;
        }
        return now - of.since >= limit.toNanos();
    }

    /**
     * Resets a stream and drops its queued data. To close its channel would not suffice if the frame with END_STREAM is
     * queued.
     */
    static void resetStream(ChannelHandlerContext stream) {
        stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL), stream.voidPromise());
        stream.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        next.cancel(false);
    }
}
