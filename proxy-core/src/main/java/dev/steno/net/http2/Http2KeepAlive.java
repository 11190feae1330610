package dev.steno.net.http2;

import dev.steno.net.channel.HandlerNames;
import dev.steno.net.channel.IdleWatch;
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
    /**
     * Towards servers: those of gRPC end a connection for the third PING that comes within five minutes of the one before
     * without data of theirs in between (gRFC A8). The rest is for what delays one PING and not the next.
     */
    static final Duration SERVERS_PAUSE = Duration.ofSeconds(320);

    private final ChannelHandlerContext context;
    private final Duration silence;
    private final Duration pause;
    private final BooleanSupplier counts;
    private final Runnable gone;
    private @Nullable IdleWatch watch;
    private long asked;
    private long askedAt;
    private boolean askedSinceData;
    private boolean waiting;

    /**
     * Begins to watch.
     *
     * @param silence after how much of it the peer is asked, and how long its answer may take; zero for never
     * @param pause how long after a PING the next one may come at the earliest if the peer has sent no data since
     * @param counts whether silence counts at present, which it does while there are open streams
     * @param gone runs once, if there was no answer
     */
    Http2KeepAlive(
            ChannelHandlerContext context, Duration silence, Duration pause, BooleanSupplier counts, Runnable gone) {
        this.context = context;
        this.silence = silence;
        this.pause = pause;
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
        } else if (askedSinceData && System.nanoTime() - askedAt < pause.toNanos()) {
            watch = watch();
        } else {
            waiting = true;
            askedSinceData = true;
            askedAt = System.nanoTime();
            context.writeAndFlush(new DefaultHttp2PingFrame(++asked));
            watch = watch();
        }
    }

    /** Data or a header section came from the peer, so that it may be asked again. */
    void heardData() {
        askedSinceData = false;
        heard();
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
        channel.pipeline().context(HandlerNames.HTTP2).close();
    }
}
