package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.net.channel.ConnectionTrace;
import dev.steno.net.channel.TraceStep;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.EventLoop;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Races connection attempts to the addresses of a server; the first one that succeeds wins (Happy Eyeballs: RFC 8305, 5). An
 * attempt starts when the previous one fails, or 250 ms after it began, in alternating address families; the others are closed.
 * Confined to one event loop. The result is called once.
 */
final class AddressRace {
    /** RFC 8305, 8: the recommended Connection Attempt Delay. */
    private static final long DELAY_MILLIS = 250;

    private final Bootstrap bootstrap;
    private final EventLoop loop;
    private final int port;
    private final ArrayDeque<InetAddress> left;
    private final ConnectionTrace trace;
    private final Result result;
    private final Set<Channel> running = new HashSet<>();
    private @Nullable Future<?> delayed;
    private @Nullable Future<?> limit;
    private @Nullable Throwable failure;
    private boolean over;

    /** One of its methods is called once, on the event loop. */
    interface Result {
        void raceWon(Channel channel);

        /** @param cause the failure of the first attempt that failed; a timeout if attempts were in flight at the limit */
        void raceFailed(Throwable cause);
    }

    /**
     * @param bootstrap makes the attempts, on the event loop
     * @param addresses at least one, in the order of preference
     */
    AddressRace(
            Bootstrap bootstrap,
            EventLoop loop,
            List<InetAddress> addresses,
            int port,
            ConnectionTrace trace,
            Result result) {
        this.bootstrap = bootstrap;
        this.loop = loop;
        this.left = new ArrayDeque<>(interleaved(addresses));
        this.port = port;
        this.trace = trace;
        this.result = result;
    }

    /** @param limitMillis for all attempts together */
    void startRace(long limitMillis) {
        limit = loop.schedule(
                () -> finishRace(null, new ConnectTimeoutException("connection timed out")),
                limitMillis,
                TimeUnit.MILLISECONDS);
        startNextAttempt();
    }

    /** The preferred family first, then one of each in turn (RFC 8305, 4). */
    static List<InetAddress> interleaved(List<InetAddress> addresses) {
        boolean four = addresses.get(0) instanceof Inet4Address;
        ArrayDeque<InetAddress> preferred = new ArrayDeque<>();
        ArrayDeque<InetAddress> other = new ArrayDeque<>();
        addresses.forEach(one -> (one instanceof Inet4Address == four ? preferred : other).add(one));
        List<InetAddress> all = new ArrayList<>(addresses.size());
        while (!preferred.isEmpty() || !other.isEmpty()) {
            if (!preferred.isEmpty()) {
                all.add(preferred.remove());
            }
            if (!other.isEmpty()) {
                all.add(other.remove());
            }
        }
        return all;
    }

    private void startNextAttempt() {
        delayed = null;
        InetAddress address = left.remove();
        if (trace.isOn()) {
            trace.step(TraceStep.CONNECTING, this, new Endpoint(address.getHostAddress(), port).toString());
        }
        ChannelFuture attempt = connect(address);
        running.add(attempt.channel());
        if (!left.isEmpty()) {
            delayed = loop.schedule(this::startNextAttempt, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
        attempt.addListener(done -> attemptEnded(attempt));
    }

    /**
     * Opens a socket and connects it in one task. {@link Bootstrap#connect} connects in a further one: an event loop with much to
     * do may poll its sockets in between, and epoll reports a socket that is not yet connecting as broken.
     */
    private ChannelFuture connect(InetAddress address) {
        ChannelFuture registered = bootstrap.register();
        Channel channel = registered.channel();
        InetSocketAddress remote = new InetSocketAddress(address, port);
        if (registered.isSuccess()) {
            return channel.connect(remote);
        }
        // a channel that could not be opened has no event loop of its own
        ChannelPromise connected = new DefaultChannelPromise(channel, loop);
        registered.addListener(done -> {
            if (done.isSuccess()) {
                channel.connect(remote, connected);
            } else {
                connected.setFailure(done.cause());
            }
        });
        return connected;
    }

    private void attemptEnded(ChannelFuture attempt) {
        running.remove(attempt.channel());
        if (over) {
            attempt.channel().close(); // a loser that was connected before it was closed
        } else if (attempt.isSuccess()) {
            finishRace(attempt.channel(), null);
        } else {
            failure = failure == null ? attempt.cause() : failure;
            if (!left.isEmpty()) {
                if (delayed != null) {
                    delayed.cancel(false);
                }
                startNextAttempt();
            } else if (running.isEmpty()) {
                finishRace(null, failure);
            }
        }
    }

    private void finishRace(@Nullable Channel winner, @Nullable Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        if (limit != null) {
            limit.cancel(false);
        }
        if (delayed != null) {
            delayed.cancel(false);
        }
        left.clear();
        List.copyOf(running).forEach(Channel::close);
        if (winner != null) {
            result.raceWon(winner);
        } else {
            result.raceFailed(Objects.requireNonNull(cause));
        }
    }
}
