package dev.steno.net.http1;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a client that half-closed its connection for gone once its response pauses. Without TLS a close cannot be told from a
 * half-close until something is sent, which a server of an event stream may never do: its connection would stay for nobody.
 * In the pipeline before the handler of the requests, from the half-close on. On the connection's event loop.
 */
final class GoneClientWatch extends ChannelOutboundHandlerAdapter {
    /** In seconds. A client that half-closes after its request is served, unless its response pauses for so long. */
    private static final int PAUSE = 5;

    private final ChannelHandlerContext requests;
    private final BooleanSupplier answering;
    private final Runnable gone;
    private boolean wrote;
    private @Nullable Future<?> timer;

    private GoneClientWatch(ChannelHandlerContext requests, BooleanSupplier answering, Runnable gone) {
        this.requests = requests;
        this.answering = answering;
        this.gone = gone;
    }

    /**
     * Begins, unless it has begun.
     *
     * @param answering whether a response has begun and not ended
     * @param gone runs once if it paused; with all that was written sent, since a client may read slowly
     */
    static void start(ChannelHandlerContext requests, BooleanSupplier answering, Runnable gone) {
        if (requests.pipeline().get(GoneClientWatch.class) == null && !requests.isRemoved()) {
            requests.pipeline().addBefore(requests.name(), null, new GoneClientWatch(requests, answering, gone));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        lookLater(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        wrote = true;
        context.write(message, promise);
    }

    private void lookLater(ChannelHandlerContext context) {
        timer = context.executor().schedule(() -> look(context), PAUSE, TimeUnit.SECONDS);
    }

    private void look(ChannelHandlerContext context) {
        if (requests.isRemoved()) { // the connection became a tunnel
            context.pipeline().remove(this);
            return;
        }
        boolean paused = !wrote && answering.getAsBoolean() && isSent(context);
        wrote = false;
        if (paused) {
            gone.run();
        } else if (context.channel().isActive()) {
            lookLater(context);
        }
    }

    private static boolean isSent(ChannelHandlerContext context) {
        var waiting = context.channel().unsafe().outboundBuffer();
        return waiting != null && waiting.totalPendingWriteBytes() == 0;
    }
}
