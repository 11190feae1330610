package dev.steno.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the peer of a connection of HTTP/2 that has been silent for long whether it is still there (RFC 9113, 6.7). One that
 * answers may take its time; of one that does not, its connection's handler is told. On the connection's event loop.
 */
final class Http2KeepAlive {
    private final ChannelHandlerContext context;
    private final Duration silence;
    private final BooleanSupplier counts;
    private final Runnable gone;
    private @Nullable IdleWatch watch;
    private long asked;
    private boolean waiting;

    /**
     * Begins to watch.
     *
     * @param silence after how much of it the peer is asked, and how long its answer may take; zero for never
     * @param counts whether silence counts at present, which it does while there are open streams
     * @param gone runs once, if there was no answer
     */
    Http2KeepAlive(ChannelHandlerContext context, Duration silence, BooleanSupplier counts, Runnable gone) {
        this.context = context;
        this.silence = silence;
        this.counts = counts;
        this.gone = gone;
        this.watch = silence.isZero() ? null : watch();
    }

    private IdleWatch watch() {
        return new IdleWatch(context.channel(), silence, counts, this::silent);
    }

    private void silent() {
        if (waiting) {
            gone.run();
        } else {
            waiting = true;
            context.writeAndFlush(new DefaultHttp2PingFrame(++asked));
            watch = watch();
        }
    }

    /** Something came from the peer. */
    void heard() {
        waiting = false;
        if (watch != null) {
            watch.touch();
        }
    }

    void stop() {
        if (watch != null) {
            watch.stop();
        }
    }

    /** Closes a connection whose peer is gone: waits for nothing that it would have to do. */
    static void abandon(Channel channel) {
        channel.pipeline().context("http2").close();
    }
}
