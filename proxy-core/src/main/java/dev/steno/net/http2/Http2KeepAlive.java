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
 * Sends a PING to an HTTP/2 peer that has been silent while streams are open (RFC 9113, 6.7). A peer that answers may stay
 * silent; if it does not answer in time, the connection's handler is called to close the connection. Owned by that handler,
 * on its event loop.
 */
final class Http2KeepAlive {
    /**
     * The pause between PINGs to a server that sends no data: gRPC servers close a connection at the third PING that
     * arrives within five minutes of the previous one, without data in between (gRFC A8). The further 20 seconds
     * allow for PINGs that are delayed unequally.
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
     * Starts to watch the connection.
     *
     * @param silence the silence after which a PING is sent, and the time for its answer; zero for no PINGs
     * @param pause the shortest time between two PINGs if the peer sends no data in between
     * @param counts whether silence counts now, which it does while streams are open
     * @param gone runs once, if a PING was not answered
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

    /** The peer sent data or a header section, after which another PING is allowed. */
    void heardData() {
        askedSinceData = false;
        heard();
    }

    /** The peer sent something. */
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

    /** Closes the connection of an unresponsive peer past the codec, which would wait until open streams have ended. */
    static void abandon(Channel channel) {
        channel.pipeline().context(HandlerNames.HTTP2).close();
    }
}
